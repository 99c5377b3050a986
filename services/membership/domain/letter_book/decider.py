"""A letter book: numbers without a gap, and every counterfoil settled by a void or a receipt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import (
    LetterBookEvent,
    LetterEntered,
    LetterVoided,
    ReceiptFiled,
)
from services.membership.domain.rejection import Rejection


class UnknownLetter(Rejection):
    def __init__(self, number: int) -> None:
        super().__init__(
            "number",
            f"this letter book holds no letter number {number}",
            f"介绍信存根中没有第 {number} 号",
        )


@dataclass(frozen=True, slots=True)
class LetterBook:
    """``last`` is the number of letters entered; bit ``n`` of ``settled`` is set once letter n is.

    An integer as a set of numbers keeps a year of letters cheap to fold and to copy.
    """

    last: int = 0
    settled: int = 0

    def is_settled(self, number: int) -> bool:
        """Whether the letter was voided or its receipt filed; refused for an unknown number."""
        if not 0 < number <= self.last:
            raise UnknownLetter(number)
        return bool(self.settled >> number & 1)


initial = LetterBook()


def letter_number(prefix: str, year: int, number: int) -> str:
    """The number as people write it: ``雨组转〔2026〕第000123号``."""
    return f"{prefix}〔{year}〕第{number:06d}号"


@dataclass(frozen=True, slots=True)
class Counterfoil:
    """What is written beside the number of a letter."""

    organisation_id: str
    prefix: str
    transfer_id: str
    members: int
    valid_until: date


def enter(book: LetterBook, counterfoil: Counterfoil, on: date) -> LetterEntered:
    """Give the next number of the year; the transfer asks only when it has no good letter."""
    number = book.last + 1
    return LetterEntered(
        organisation_id=counterfoil.organisation_id,
        year=on.year,
        number=number,
        text=letter_number(counterfoil.prefix, on.year, number),
        transfer_id=counterfoil.transfer_id,
        members=counterfoil.members,
        valid_until=counterfoil.valid_until,
        effective_date=on,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """Names one counterfoil: its book, its number, and the transfer it was written for."""

    organisation_id: str
    year: int
    number: int
    transfer_id: str


def void(book: LetterBook, entry: Entry, cause: VoidCause, on: date) -> tuple[LetterVoided, ...]:
    """Void the letter; a settled one stays as it is."""
    if book.is_settled(entry.number):
        return ()
    return (
        LetterVoided(entry.organisation_id, entry.year, entry.number, entry.transfer_id, cause, on),
    )


def file_receipt(book: LetterBook, entry: Entry, on: date) -> tuple[ReceiptFiled, ...]:
    """File the receipt with its counterfoil; a settled one stays as it is."""
    if book.is_settled(entry.number):
        return ()
    return (ReceiptFiled(entry.organisation_id, entry.year, entry.number, entry.transfer_id, on),)


def fold(events: Iterable[LetterBookEvent], book: LetterBook = initial) -> LetterBook:
    """The book after all ``events``."""
    return reduce(evolve, events, book)


def evolve(book: LetterBook, event: LetterBookEvent) -> LetterBook:
    """The book after one more event."""
    return _APPLY[type(event)](book, event)


def _entered(book: LetterBook, event: LetterEntered) -> LetterBook:
    return replace(book, last=event.number)


def _settled(book: LetterBook, event: LetterVoided | ReceiptFiled) -> LetterBook:
    return replace(book, settled=book.settled | 1 << event.number)


_APPLY: dict[type, Callable[[LetterBook, Any], LetterBook]] = {
    LetterEntered: _entered,
    LetterVoided: _settled,
    ReceiptFiled: _settled,
}
