"""The tables of the petition view; rows are only ever appended."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Index,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.reporting.projections.moment import told_by
from shared.subscription.promise import KEYED_BY_ENTRY

SCHEMA = "reporting_petitions"
metadata = MetaData(schema=SCHEMA)


def ids_of(path: ColumnElement[str]) -> ColumnElement[list[str]]:
    """The ids a path is made of, as the indexes hold them: written the same way wherever it is asked."""
    return func.string_to_array(path, literal_column("'/'"), type_=ARRAY(Text))


def _subject() -> tuple[Column[Any], ...]:
    """Which appeal a row is about, and what it is filtered and grouped by."""
    return (
        Column("petition_id", Text, nullable=False),
        Column("registered_on", Date, nullable=False, comment="the city's calendar day"),
        Column("place_path", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("category_path", Text, nullable=False),
        Column("mode", Text, nullable=False),
        Column("unit_id", Text, nullable=False),
    )


ledger = Table(
    "petition_ledger",
    metadata,
    *told_by(),
    Column("change", SmallInteger, primary_key=True),
    *_subject(),
    Column("stage", Text, nullable=False),
    Column("response", Text, nullable=False),
    Column("handling", Text, nullable=False),
    Column("resolved", Text, nullable=False),
    Column("satisfaction", Text, nullable=False),
    Column("card", Text, nullable=False),
    info=KEYED_BY_ENTRY,
)
"""One row less and one more for each change of what is counted; sums of ``change`` are the figures."""

steps = Table(
    "supervision_steps",
    metadata,
    *told_by(),
    *_subject(),
    Column("step", Text, nullable=False, comment="warned, yellow, red, escalated"),
    Column("promise", Text, nullable=False, comment="of which promise"),
    info=KEYED_BY_ENTRY,
)
units = Table(
    "units",
    metadata,
    *told_by(),
    Column("unit_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("superior_id", Text),
    Column("level", Text, comment="null where the event does not tell it"),
    Column("division_code", Text),
)
categories = Table(
    "categories",
    metadata,
    *told_by(),
    Column("category_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
)
for _table in (ledger, steps):
    _paths = ids_of(_table.c.place_path), ids_of(_table.c.category_path)
    Index(f"{_table.name}_by_path", *_paths, postgresql_using="gin")
Index("petition_ledger_by_day", ledger.c.registered_on)
Index("supervision_steps_by_day", steps.c.effective_date)
