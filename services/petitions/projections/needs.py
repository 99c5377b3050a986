"""Whose need it is: by a need's id the appeal that published it."""

from sqlalchemy import Column, Connection, MetaData, Table, Text, select

from services.petitions.codec import FORM
from services.petitions.domain.petition.events import NeedPublished
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="petitions_needs")
NEEDS = Table(
    "needs",
    TABLES,
    Column("need_id", Text, primary_key=True),
    Column("petition_id", Text, nullable=False),
)


def _published(event: NeedPublished, record: StoredEvent, rows: Rows) -> None:
    del record
    rows.upsert(NEEDS, {"need_id": event.need.need_id, "petition_id": event.petition_id})


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "petitions.needs", TABLES, "1", {NeedPublished: _published}
)


def petition_of(connection: Connection, need_id: str) -> str | None:
    """The appeal; None for what is no need of any."""
    found: str | None = connection.scalar(
        select(NEEDS.c.petition_id).where(NEEDS.c.need_id == need_id)
    )
    return found
