"""The yearly sheets of units, every edition that was issued, for their assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    select,
)

from services.resources.codec import FORM
from services.resources.domain.assessment.events import YearlySheetIssued
from services.resources.domain.terms import ShareKind
from services.resources.projections.agreements import AGREEMENTS, OBLIGATIONS
from services.resources.projections.units import UNITS
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="resources_sheets")
_FIRST = 1
"""The term by which an obligation is found: its words are the same in all."""
SHEETS = Table(
    "sheets",
    TABLES,
    Column("unit_id", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("current", Boolean, nullable=False, comment="false 为已被新版替代"),
    Column("open_breaches", Integer, nullable=False, comment="未补正的违约数"),
    Column("issued_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
LINES = Table(
    "lines",
    TABLES,
    Column("unit_id", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("agreement_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="义务序号"),
    Column("kind", Word(ShareKind), nullable=False),
    Column("target", BigInteger, nullable=False),
    Column("in_year", BigInteger, nullable=False, comment="本年度履行"),
    Column("in_all", BigInteger, nullable=False, comment="累计履行"),
    Column("in_term", BigInteger, nullable=False, comment="本期履行"),
)


def _issued(event: YearlySheetIssued, record: StoredEvent, rows: Rows) -> None:
    year = {"unit_id": event.unit_id, "year": event.year}
    if event.edition > 1:
        rows.update(SHEETS, {**year, "edition": event.edition - 1}, {"current": False})
    key = {**year, "edition": event.edition}
    row = {
        "current": True,
        "open_breaches": event.open_breaches,
        "issued_on": event.effective_date,
        "version": record.version,
    }
    rows.upsert(SHEETS, {**key, **row})
    for line in event.lines:
        told = {name: getattr(line, name) for name in line.__slots__}
        rows.upsert(LINES, {**key, **told})


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM, "resources.sheets", TABLES, "2", {YearlySheetIssued: _issued}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation of the sheet, with the agreement's title."""

    title: str
    number: int
    text: str
    kind: ShareKind
    target: int
    in_year: int
    in_term: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The edition of a year that counts."""

    unit_id: str
    unit_name: str
    year: int
    edition: int
    open_breaches: int
    issued_on: date
    lines: Sequence[Line]


def current(
    connection: Connection, unit_id: str, year: int, seen: ColumnElement[bool]
) -> Sheet | None:
    """The sheet as it was issued last; None when none was, or it is not among what is ``seen``."""
    s, unit = SHEETS.c, UNITS.c
    wanted = (
        select(s.unit_id, unit.name, s.year, s.edition, s.open_breaches, s.issued_on)
        .join(UNITS, unit.unit_id == s.unit_id)
        .where(s.unit_id == unit_id, s.year == year, s.current, seen)
    )
    found = connection.execute(wanted).first()
    return Sheet(*found, _lines(connection, unit_id, year, found.edition)) if found else None


def _lines(connection: Connection, unit_id: str, year: int, edition: int) -> Sequence[Line]:
    c, obligation = LINES.c, OBLIGATIONS.c
    wanted = (
        select(
            AGREEMENTS.c.title,
            c.number,
            obligation.text,
            c.kind,
            c.target,
            c.in_year,
            c.in_term,
            c.in_all,
        )
        .join(AGREEMENTS, AGREEMENTS.c.agreement_id == c.agreement_id)
        .join(
            OBLIGATIONS,
            and_(
                obligation.agreement_id == c.agreement_id,
                obligation.number == c.number,
                obligation.term == _FIRST,
            ),
        )
        .where(c.unit_id == unit_id, c.year == year, c.edition == edition)
        .order_by(c.agreement_id, c.number)
    )
    return [Line(*row) for row in connection.execute(wanted)]


def agreements_of(connection: Connection, unit_id: str) -> Sequence[str]:
    """The agreements a unit is a party to."""
    c = AGREEMENTS.c
    wanted = select(c.agreement_id).where(c.parties.contains([unit_id])).order_by(c.agreement_id)
    return connection.execute(wanted).scalars().all()
