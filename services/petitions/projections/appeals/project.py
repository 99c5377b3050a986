"""How what happens to appeals becomes rows."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

import msgspec

from services.petitions.codec import FORM
from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.facts import About, Standing
from services.petitions.domain.petition.words import Priority, Stage
from services.petitions.projections.appeals.table import APPEALS, TABLES
from shared.event_store import Metadata, StoredEvent
from shared.subscription.log_projection import LogProjection, Write
from shared.subscription.promise import Rows

_metadata = msgspec.json.Decoder(Metadata).decode
_WAITED_FOR = (Stage.DISPATCH, Stage.HANDLE, Stage.REVIEW)
"""The stages in which somebody has something to finish; one of them runs at a time."""


def _registered(event: e.PetitionRegistered, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        APPEALS,
        {
            "petition_id": event.petition_id,
            "registered_at": event.about.registered_at,
            "registered_in": _metadata(record.metadata).organisation_path,
            **_about(event.about),
            **_standing(event.after),
            "unit_path": _path(event.after.unit_id, event.superiors),
            "assisting": [],
            "handler": "",
            "priority": Priority.NORMAL,
            "confidential": event.confidential,
            "anonymous": event.contact is None,
            "main_id": "",
            "due_at": None,
            **due_of(event),
            "paused": False,
            "extension_asked": False,
            "erased": False,
            "tracking_digest": event.tracking_digest,
            "changed_at": event.at,
            "version": record.version,
        },
    )


def _changed(event: Any, record: StoredEvent, rows: Rows) -> None:
    values: dict[str, Any] = {"changed_at": event.at, "version": record.version}
    if isinstance(event, e.Counted):
        values |= _standing(event.after) | due_of(event)
    superiors: tuple[str, ...] | None = getattr(event, "superiors", None)
    if superiors is not None:
        values["unit_path"] = _path(event.after.unit_id, superiors)
    further = _FURTHER.get(type(event))
    values |= further(event) if further else {}
    rows.update(APPEALS, {"petition_id": event.petition_id}, values)


_ANSWERED = {"paused": False, "extension_asked": False}
_FRESH = {"handler": "", **_ANSWERED}
_UNANSWERED = {"outcome": None, "reopen_until": None}
_FURTHER: dict[type, Callable[[Any], dict[str, Any]]] = {
    e.PetitionRecategorised: lambda event: _about(event.about),
    e.PetitionDispatched: lambda event: {"assisting": list(event.assisting), **_FRESH},
    e.OrderReturned: lambda _: {"assisting": [], **_FRESH},
    e.RedoOrdered: lambda _: _UNANSWERED,
    e.PetitionReopened: lambda _: {"assisting": [], **_FRESH, **_UNANSWERED},
    e.PetitionHandedOver: lambda _: {"handler": ""},
    e.PetitionInHand: lambda event: {"handler": event.handler},
    e.HandlingPaused: lambda _: {"paused": True},
    e.HandlingResumed: lambda _: {"paused": False},
    e.ExtensionRequested: lambda _: {"extension_asked": True},
    e.ExtensionGranted: lambda _: {"extension_asked": False},
    e.ExtensionRefused: lambda _: {"extension_asked": False},
    e.PetitionResolved: lambda event: {
        "outcome": event.outcome,
        "reopen_until": event.reopen_until,
        **_ANSWERED,
    },
    e.PetitionClosed: lambda event: {"reopen_until": event.reopen_until},
    e.PetitionListed: lambda _: _ANSWERED,
    e.DuplicateLinked: lambda event: {"main_id": event.main_id, **_ANSWERED},
    e.RepeatMarked: lambda event: {"priority": event.priority},
    e.AppellantErased: lambda _: {"erased": True},
}
"""What only one kind of event changes.

A unit that sent its assistance back stays among those that were asked: it may see what it returned.
"""


def _about(about: About) -> dict[str, Any]:
    same = ("channel", "kind", "category_path", "place_path", "mode")
    return {name: getattr(about, name) for name in same}


def _standing(after: Standing) -> dict[str, Any]:
    same = Standing.__dataclass_fields__
    return {name: getattr(after, name) for name in same} | {"is_open": after.status.is_open}


def due_of(event: Any, stages: Sequence[Stage] = _WAITED_FOR) -> dict[str, Any]:
    """Until when somebody has to be done with these, where the event says anything about it."""
    started: tuple[ClockStarted, ...] = getattr(event, "started", ())
    moved: tuple[ClockMoved, ...] = getattr(event, "moved", ())
    stopped: tuple[ClockStopped, ...] = getattr(event, "stopped", ())
    ends = [None for stop in stopped if stop.stage in stages]
    moves = [m.moments.due_at for m in moved if m.clock.rpartition("-")[0] in stages]
    starts = [each.moments.due_at for each in started if each.stage in stages]
    found = [*ends, *moves, *starts]
    return {"due_at": found[-1]} if found else {}


def _path(unit_id: str, superiors: tuple[str, ...]) -> str:
    return "/".join((*reversed(superiors), unit_id))


_WRITES: dict[type, Write] = {
    **dict.fromkeys(get_args(e.PetitionEvent), _changed),
    e.PetitionRegistered: _registered,
}

PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "petitions.appeals", TABLES, "2", _WRITES
)
