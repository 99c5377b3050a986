"""What can have happened in a letter book."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.letter_book.causes import VoidCause


@dataclass(frozen=True, slots=True)
class LetterEntered:
    """Counterfoil ``number`` of the book: a letter for ``members`` people, good to ``valid_until``."""

    organisation_id: str
    year: int
    number: int
    text: str
    transfer_id: str
    members: int
    valid_until: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class LetterVoided:
    """The letter is no longer good."""

    organisation_id: str
    year: int
    number: int
    transfer_id: str
    cause: VoidCause
    effective_date: date


@dataclass(frozen=True, slots=True)
class ReceiptFiled:
    """The receiver's receipt is filed with the counterfoil."""

    organisation_id: str
    year: int
    number: int
    transfer_id: str
    effective_date: date


LetterBookEvent = LetterEntered | LetterVoided | ReceiptFiled
