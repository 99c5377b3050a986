"""What anybody may look up: appeals that came by the channel open to everybody, and their steps.

Neither words nor who appealed are in it, and no other channel: whoever filed there knows that it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    MetaData,
    Row,
    Table,
    Text,
    and_,
    select,
)

from services.petitions.codec import FORM
from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.causes import Outcome
from services.petitions.domain.petition.words import Stage, Status
from services.petitions.domain.terms import Channel
from services.petitions.projections.appeals.project import due_of
from shared.access.scope import within
from shared.columns import PATH, Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection, Write
from shared.subscription.promise import Rows

TABLES = MetaData(schema="petitions_published")
_ANSWER = (Stage.HANDLE,)
"""Only when it will be answered is told."""
_INSTANT = DateTime(timezone=True)

REQUESTS = Table(
    "requests",
    TABLES,
    Column("petition_id", Text, primary_key=True),
    Column("category_path", PATH, nullable=False),
    Column("place_path", PATH, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("outcome", Word(Outcome)),
    Column("registered_at", _INSTANT, nullable=False),
    Column("updated_at", _INSTANT, nullable=False, comment="once it is over: when it was"),
    Column("due_at", _INSTANT, comment="to be handled"),
)
R = REQUESTS.c
Index("requests_by_registration", R.registered_at, R.petition_id)

STEPS = Table(
    "steps",
    TABLES,
    Column("event_id", Text, primary_key=True),
    Column("petition_id", Text, nullable=False),
    Column("place_path", PATH, nullable=False),
    Column("type", Text, nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
)
S = STEPS.c
Index("steps_by_time", S.at, S.event_id)


def _registered(event: e.PetitionRegistered, record: StoredEvent, rows: Rows) -> None:
    if event.about.channel is Channel.OPEN311:
        rows.insert(
            REQUESTS,
            {
                "petition_id": event.petition_id,
                "registered_at": event.about.registered_at,
                "updated_at": event.at,
                **_told(event),
                "outcome": None,
                "due_at": None,
                **due_of(event, _ANSWER),
            },
        )
        _step(event, record, rows)


def _changed(event: Any, record: StoredEvent, rows: Rows) -> None:
    if event.about.channel is not Channel.OPEN311:
        return
    values = _told(event) | due_of(event, _ANSWER)
    if event.before.status.is_open or event.after.status.is_open:
        values["updated_at"] = event.at
    if isinstance(event, e.PetitionResolved):
        values["outcome"] = event.outcome
    elif isinstance(event, e.RedoOrdered | e.PetitionReopened):
        values["outcome"] = None
    rows.update(REQUESTS, {"petition_id": event.petition_id}, values)
    if not isinstance(event, e.Supervised):
        _step(event, record, rows)


def _told(event: Any) -> dict[str, Any]:
    about, after = event.about, event.after
    return {
        "category_path": about.category_path,
        "place_path": about.place_path,
        "unit_id": after.unit_id,
        "status": after.status,
        "is_open": after.status.is_open,
    }


def _step(event: Any, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        STEPS,
        {
            "event_id": record.event_id,
            "petition_id": event.petition_id,
            "place_path": event.about.place_path,
            "type": record.type,
            "at": event.at,
            "unit_id": event.after.unit_id,
            "is_open": event.after.status.is_open,
        },
    )


_WRITES: dict[type, Write] = {
    **{kind: _changed for kind in get_args(e.PetitionEvent) if issubclass(kind, e.Counted)},
    e.PetitionRegistered: _registered,
}
PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "petitions.published", TABLES, "2", _WRITES
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: by ids alone, or registered from ``since`` to ``until``, both included.

    ``places`` and ``categories`` are paths, whose subtrees are meant; empty ones do not matter.
    """

    since: datetime
    until: datetime
    places: Sequence[str] = ()
    categories: Sequence[str] = ()
    is_open: bool | None = None

    def clause(self) -> ColumnElement[bool]:
        found: list[ColumnElement[bool]] = [R.registered_at.between(self.since, self.until)]
        if self.places:
            found.append(within(R.place_path, self.places))
        if self.categories:
            found.append(R.category_path.in_(self.categories))
        if self.is_open is not None:
            found.append(R.is_open.is_(self.is_open))
        return and_(*found)


def requests(connection: Connection, wanted: Wanted, limit: int) -> Sequence[Row[Any]]:
    """The newest first."""
    query = select(REQUESTS).where(wanted.clause())
    order = (R.registered_at.desc(), R.petition_id.desc())
    return connection.execute(query.order_by(*order).limit(limit)).all()


def requests_named(
    connection: Connection, ids: Sequence[str], places: Sequence[str]
) -> Sequence[Row[Any]]:
    """Those of these ids that may be looked up, the newest first."""
    query = select(REQUESTS).where(R.petition_id.in_(ids))
    if places:
        query = query.where(within(R.place_path, places))
    return connection.execute(query.order_by(R.registered_at.desc(), R.petition_id.desc())).all()


def steps(
    connection: Connection, since: datetime, until: datetime, places: Sequence[str], limit: int
) -> Sequence[Row[Any]]:
    """What happened from ``since`` to ``until``, the earliest first, so that one can go on from the last."""
    query = select(STEPS).where(S.at.between(since, until))
    if places:
        query = query.where(within(S.place_path, places))
    return connection.execute(query.order_by(S.at, S.event_id).limit(limit)).all()
