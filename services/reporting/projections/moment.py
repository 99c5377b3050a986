"""Two times: what every row says of the event that told it, and which rows an answer counts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Text,
    and_,
    true,
)


def told_by() -> tuple[Column[Any], ...]:
    """The columns every table begins with: which event said it, from when it holds, when it was known."""
    return (
        Column("sequence", BigInteger, primary_key=True, autoincrement=False),
        Column("event_id", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("effective_date", Date, nullable=False),
        Column("recorded_at", DateTime(timezone=True), nullable=False),
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """Two times at once: what was true on the day ``as_of``, as far as it was known then.

    Attributes:
        as_of: the effective day.
        known_at: only what was recorded by this instant; None: whatever is known.
        position: only what the publisher's log held up to here; None: as far as the view is. An
            answer pins it, so that whoever looks behind a figure later finds the very same events.
    """

    as_of: date
    known_at: datetime | None = None
    position: int | None = None

    def known(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row was recorded by then."""
        recorded = true() if self.known_at is None else table.c.recorded_at <= self.known_at
        held = true() if self.position is None else table.c.sequence <= self.position
        return and_(recorded, held)

    def counts(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row holds on the day and was recorded by then."""
        return and_(table.c.effective_date <= self.as_of, self.known(table))


@dataclass(frozen=True, slots=True)
class Period:
    """From the day ``first`` to the day ``last``, both inclusive."""

    first: date
    last: date
