"""Which message of `petitions.v1` is written where."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from services.reporting.projections.hearing import Heard
from services.reporting.projections.petitions import messages as m
from services.reporting.projections.petitions.tables import (
    categories,
    ledger,
    metadata,
    steps,
    units,
)
from services.reporting.projections.telling import Telling, ToldView, Write
from shared.clock import city_day
from shared.subscription.promise import Rows

STAGES = {
    "registered": "waiting",
    "accepted": "waiting",
    "dispatched": "at_unit",
    "signed_for": "at_unit",
    "on_site": "at_unit",
    "in_hand": "at_unit",
    "listed": "listed",
    "resolved": "answered",
    "fed_back": "answered",
    "called_back": "answered",
    "closed": "closed",
    "refused": "refused",
    "linked": "linked",
}
"""What of the status is counted: so the ledger has no row for a step that changes no figure."""
UNKNOWN = ""
"""In place of a status of a younger publisher; who learns the word has another shape, and rebuilds."""


def _register(message: m.PetitionRegistered, reason: str, rows: Rows) -> None:
    told = message.data
    _write(message, reason, rows, "1", _of(told.about, told.after))


def _count(message: m.PetitionCounted, reason: str, rows: Rows) -> None:
    told = message.data
    _move(message, reason, rows, _of(told.about, told.before), _of(told.about, told.after))


def _close(message: m.PetitionClosed, reason: str, rows: Rows) -> None:
    """A refusal that is filed stays one; only an answer that is filed can still be reopened."""
    told = message.data
    if STAGES.get(told.before.status) != "refused":
        _move(message, reason, rows, _of(told.about, told.before), _of(told.about, told.after))


def _recategorise(message: m.PetitionRecategorised, reason: str, rows: Rows) -> None:
    told = message.data
    _move(message, reason, rows, _of(told.about_before, told.before), _of(told.about, told.after))


def _step(message: m.StepTaken, reason: str, rows: Rows) -> None:
    """A step is an event of its own; what it does to the appeal is counted as any change is."""
    told = message.data
    subject = _subject(told.about, told.after)
    step = (m.STEPS[reason], told.stage)
    rows.append(steps, (*_start(message, reason), told.petition_id, *subject, *step))
    _move(message, reason, rows, _of(told.about, told.before), _of(told.about, told.after))


def _move(
    message: Any, reason: str, rows: Rows, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """Take one from what it was and add one to what it is, if that is counted otherwise."""
    if before != after:
        _write(message, reason, rows, "-1", before)
        _write(message, reason, rows, "1", after)


def _write(message: Any, reason: str, rows: Rows, change: str, counted: tuple[str, ...]) -> None:
    start = _start(message, reason)
    rows.append(ledger, (*start, change, message.data.petition_id, *counted))


def _start(message: Any, reason: str) -> tuple[str, ...]:
    return message.sequence, message.id, reason, message.data.effective_date, message.time


def _of(about: m.About, standing: m.Standing) -> tuple[str, ...]:
    stage = STAGES.get(standing.status, UNKNOWN)
    promises = (standing.response, standing.handling)
    word = (standing.resolved, standing.satisfaction)
    return (*_subject(about, standing), stage, *promises, *word, standing.card)


def _subject(about: m.About, standing: m.Standing) -> tuple[str, ...]:
    day = _day(about.registered_at)
    what = (about.channel, about.kind, about.category_path, about.mode)
    return (day, about.place_path, *what, standing.unit_id)


@lru_cache(2**16)
def _day(instant: str) -> str:
    """The city's calendar day, which in the morning is not yet Greenwich's."""
    return city_day(datetime.fromisoformat(instant)).isoformat()


def _enter(message: m.UnitEntered, reason: str, rows: Rows) -> None:
    told = message.data
    unit = (told.unit_id, told.name, told.superior_id, told.level, told.division_code)
    rows.append(units, (*_start(message, reason), *unit))


def _change(message: m.UnitChanged, reason: str, rows: Rows) -> None:
    told = message.data
    unit = (told.unit_id, told.name, told.superior_id, None, None)
    rows.append(units, (*_start(message, reason), *unit))


def _set(message: m.CategorySet, reason: str, rows: Rows) -> None:
    told = message.data
    rows.append(categories, (*_start(message, reason), told.category_id, told.name))


_WRITE: dict[type[Heard], Write] = {
    m.PetitionRegistered: _register,
    m.PetitionRecategorised: _recategorise,
    m.PetitionClosed: _close,
    m.UnitEntered: _enter,
    m.UnitChanged: _change,
    m.CategorySet: _set,
    **dict.fromkeys(m.COUNTED_MESSAGES, _count),
    **dict.fromkeys(m.STEP_MESSAGES, _step),
}
PETITIONS = ToldView(
    "reporting.petitions",
    metadata,
    f"2 {STAGES} {m.COUNTING} {m.STEPS}",
    Telling(m.heard, _WRITE),
)
