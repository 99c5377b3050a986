"""One row for each appeal whose words are known, until its appellant is forgotten."""

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.petitions.codec import FORM
from services.petitions.domain.petition.events import (
    AppellantErased,
    PetitionRecategorised,
    PetitionRegistered,
)
from shared.columns import PATH
from shared.subscription.log_projection import LogProjection
from shared.subscription.opened_log import OpenedEvent
from shared.subscription.promise import Rows

TABLES = MetaData(schema="petitions_likeness")
SKETCHES = Table(
    "sketches",
    TABLES,
    Column("petition_id", Text, primary_key=True),
    Column("place_path", PATH, nullable=False),
    Column("category_path", PATH, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("sketch", ARRAY(BigInteger), nullable=False),
)
C = SKETCHES.c
Index("sketches_by_place", C.place_path, C.category_path, C.registered_at)


def _registered(event: PetitionRegistered, record: OpenedEvent, rows: Rows) -> None:
    sketch = record.shown()
    if sketch is not None:
        row = {"petition_id": event.petition_id, "sketch": sketch}
        about = event.about
        same = ("place_path", "category_path", "registered_at")
        rows.insert(SKETCHES, row | {name: getattr(about, name) for name in same})


def _recategorised(event: PetitionRecategorised, _: OpenedEvent, rows: Rows) -> None:
    """A sketch is comparable in its own place only: elsewhere it says nothing."""
    key = {"petition_id": event.petition_id}
    if event.about.place_path == event.about_before.place_path:
        rows.update(SKETCHES, key, {"category_path": event.about.category_path})
    else:
        rows.delete(SKETCHES, key)


def _erased(event: AppellantErased, _: OpenedEvent, rows: Rows) -> None:
    rows.delete(SKETCHES, {"petition_id": event.petition_id})


PROJECTION: LogProjection[OpenedEvent] = LogProjection(
    FORM,
    "petitions.likeness",
    TABLES,
    "1",
    {
        PetitionRegistered: _registered,
        PetitionRecategorised: _recategorised,
        AppellantErased: _erased,
    },
)
