"""The letter book: numbers without a gap, every counterfoil settled once."""

from datetime import date

import pytest

from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.decider import (
    Counterfoil,
    Entry,
    LetterBook,
    UnknownLetter,
    enter,
    evolve,
    file_receipt,
    fold,
    initial,
    letter_number,
    void,
)
from services.membership.domain.letter_book.events import (
    LetterEntered,
    LetterVoided,
    ReceiptFiled,
)

DAY = date(2026, 3, 2)
COUNTERFOIL = Counterfoil("e", "雨组转", "t1", 1, date(2026, 3, 12))


def entry(number: int) -> Entry:
    return Entry("e", 2026, number, "t1")


def book_of(letters: int) -> LetterBook:
    book = initial
    for _ in range(letters):
        book = evolve(book, enter(book, COUNTERFOIL, DAY))
    return book


def test_a_letter_gets_the_next_number_of_the_year() -> None:
    assert enter(book_of(122), COUNTERFOIL, DAY) == LetterEntered(
        organisation_id="e",
        year=2026,
        number=123,
        text="雨组转〔2026〕第000123号",
        transfer_id="t1",
        members=1,
        valid_until=date(2026, 3, 12),
        effective_date=DAY,
    )


def test_numbers_are_written_with_six_digits() -> None:
    assert letter_number("雨组转", 2026, 7) == "雨组转〔2026〕第000007号"


def test_a_letter_is_voided_once() -> None:
    book = book_of(2)
    (voided,) = void(book, entry(2), VoidCause.RETURNED, DAY)
    assert voided == LetterVoided("e", 2026, 2, "t1", VoidCause.RETURNED, DAY)
    assert void(evolve(book, voided), entry(2), VoidCause.WITHDRAWN, DAY) == ()
    assert void(evolve(book, voided), entry(1), VoidCause.WITHDRAWN, DAY) != ()


def test_a_receipt_is_filed_once_and_not_for_a_void_letter() -> None:
    book = book_of(2)
    (filed,) = file_receipt(book, entry(1), DAY)
    assert filed == ReceiptFiled("e", 2026, 1, "t1", DAY)
    assert file_receipt(evolve(book, filed), entry(1), DAY) == ()
    voided = fold(void(book, entry(2), VoidCause.REISSUED, DAY), book)
    assert file_receipt(voided, entry(2), DAY) == ()


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_number_never_given_is_unknown(number: int) -> None:
    with pytest.raises(UnknownLetter):
        void(book_of(2), entry(number), VoidCause.RETURNED, DAY)
    with pytest.raises(UnknownLetter):
        file_receipt(book_of(2), entry(number), DAY)
