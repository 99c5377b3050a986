"""The counterfoils of introduction letters (介绍信存根), book by book."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column as Col
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    select,
    tuple_,
)

from services.membership.codec import FORM
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import LetterEntered, LetterVoided, ReceiptFiled
from services.membership.projections.organisations.queries import ids_within
from shared.columns import Word
from shared.event_store import StoredEvent
from shared.paging import LIMIT, Page, key_of, page_of
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

TABLES = MetaData(schema="membership_letters")

LETTERS = Table(
    "letters",
    TABLES,
    Col("organisation_id", Text, primary_key=True),
    Col("year", Integer, primary_key=True),
    Col("number", Integer, primary_key=True),
    Col("text", Text, nullable=False),
    Col("transfer_id", Text, nullable=False),
    Col("members", Integer, nullable=False),
    Col("entered_on", Date, nullable=False),
    Col("valid_until", Date, nullable=False),
    Col("voided_on", Date),
    Col("void_cause", Word(VoidCause)),
    Col("receipt_on", Date),
)
C = LETTERS.c
Index("letters_by_text", C.text)
Index("letters_by_transfer", C.transfer_id)


def _entered(event: LetterEntered, _: StoredEvent, rows: Rows) -> None:
    rows.insert(
        LETTERS,
        {
            "organisation_id": event.organisation_id,
            "year": event.year,
            "number": event.number,
            "text": event.text,
            "transfer_id": event.transfer_id,
            "members": event.members,
            "entered_on": event.effective_date,
            "valid_until": event.valid_until,
        },
    )


def _voided(event: LetterVoided, _: StoredEvent, rows: Rows) -> None:
    rows.update(
        LETTERS, _key(event), {"voided_on": event.effective_date, "void_cause": event.cause}
    )


def _filed(event: ReceiptFiled, _: StoredEvent, rows: Rows) -> None:
    rows.update(LETTERS, _key(event), {"receipt_on": event.effective_date})


def _key(event: LetterVoided | ReceiptFiled) -> dict[str, object]:
    return {
        "organisation_id": event.organisation_id,
        "year": event.year,
        "number": event.number,
    }


PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "membership.letters",
    TABLES,
    "1",
    {LetterEntered: _entered, LetterVoided: _voided, ReceiptFiled: _filed},
)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One counterfoil: the letter ``number`` of the book of ``organisation_id`` in ``year``."""

    organisation_id: str
    year: int
    number: int
    text: str
    transfer_id: str
    members: int
    entered_on: date
    valid_until: date
    voided_on: date | None
    void_cause: VoidCause | None
    receipt_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilter:
    """Which letters; what is None does not matter. ``text`` is the whole number as people write it."""

    organisation_id: str | None = None
    year: int | None = None
    text: str | None = None
    transfer_id: str | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        return [C[n] == value for n in _EQUAL if (value := getattr(self, n)) is not None]


_EQUAL = tuple(LetterFilter.__dataclass_fields__)
_ALL = LetterFilter()


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    which: LetterFilter = _ALL,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[LetterRow]:
    """Counterfoils of issuing organisations in scope, in the order of their books and numbers.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    key = (C.organisation_id, C.year, C.number)
    query = select(LETTERS).where(C.organisation_id.in_(ids_within(roots)), *which.clauses())
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*key_of(after, tuple[str, int, int])))
    found = connection.execute(query.order_by(*key).limit(limit + 1)).all()
    return page_of(
        found, limit, lambda row: LetterRow(*row), lambda r: (r.organisation_id, r.year, r.number)
    )
