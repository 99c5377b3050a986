"""What a command about a transfer is decided on, and which streams that takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.membership.domain.letter_book.decider import LetterBook
from services.membership.domain.letter_book.decider import initial as empty_book
from services.membership.domain.member.member import Member
from services.membership.domain.member.member import initial as nobody
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import initial as no_organisations
from services.membership.domain.rules.decider import initial as delivered_rules
from services.membership.domain.streams import (
    LETTER_BOOKS,
    MEMBERS,
    ORGANISATION_TREE,
    RULES,
    TERRITORY,
    letter_book_stream,
    member_stream,
    transfer_stream,
)
from services.membership.domain.territory.decider import initial as no_divisions
from services.membership.domain.transfer.commands import (
    ApproveRelease,
    IssueLetter,
    RecordOutsideReceipt,
    ReissueLetter,
    RequestTransfer,
    ReturnReceipt,
    ReturnTransfer,
    TransferCommand,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import Letter
from services.membership.domain.transfer.transfer import Transfer, initial


@dataclass(frozen=True, slots=True)
class Case:
    """The transfer, its members and letter books, and the surroundings they stand in.

    ``members`` by member id and ``letter_books`` by stream; who or what is not there has no
    history yet.
    """

    transfer: Transfer = initial
    members: Mapping[str, Member] = field(default_factory=dict)
    letter_books: Mapping[str, LetterBook] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)

    def member(self, member_id: str) -> Member:
        """The member as he stands; nobody when he was never registered."""
        return self.members.get(member_id, nobody)

    def letter_book(self, organisation_id: str, year: int) -> LetterBook:
        """The letter book of the year; empty when no letter was written yet."""
        return self.letter_books.get(letter_book_stream(organisation_id, year), empty_book)

    def travellers(self) -> Iterator[Member]:
        """Those still bound by this transfer: who left the register in the meantime is not."""
        for member_id in self.transfer.member_ids:
            member = self.member(member_id)
            if member.open_transfer == self.transfer.transfer_id:
                yield member


def streams_needed(command: TransferCommand) -> tuple[str, ...]:
    """The streams to load first; with the transfer folded, `further_streams` names the rest."""
    known = (transfer_stream(command.transfer_id), ORGANISATION_TREE, TERRITORY, RULES)
    return (*known, *map(member_stream, _people(command)))


def _people(command: TransferCommand) -> tuple[str, ...]:
    if isinstance(command, RequestTransfer):
        return (*command.member_ids, *(person.member_id for person in command.incoming))
    return ()


_WITHOUT_MEMBERS = (
    RequestTransfer,  # names them itself
    ApproveRelease,
    IssueLetter,
    ReturnReceipt,
)
_WRITES_A_LETTER = (IssueLetter, ReissueLetter)
_SETTLES_A_LETTER = (
    ReissueLetter,
    WithdrawTransfer,
    ReturnTransfer,
    ReturnReceipt,
    RecordOutsideReceipt,
)


def further_streams(command: TransferCommand, transfer: Transfer) -> tuple[str, ...]:
    """The members' streams and letter books that the step also reads or writes."""
    people = () if isinstance(command, _WITHOUT_MEMBERS) else transfer.member_ids
    books = dict.fromkeys(_books(command, transfer))
    return (*map(member_stream, people), *books)


def _books(command: TransferCommand, transfer: Transfer) -> Iterator[str]:
    if isinstance(command, _WRITES_A_LETTER) and transfer.released_by:
        yield letter_book_stream(transfer.released_by, command.effective_date.year)
    letter = transfer.letter
    if isinstance(command, _SETTLES_A_LETTER) and letter is not None and letter.is_ours:
        yield book_of(letter)


def book_of(letter: Letter) -> str:
    """The stream of the letter book that holds the letter's counterfoil."""
    return letter_book_stream(letter.book_organisation_id, letter.book_year)


def case_of(command: TransferCommand, states: Mapping[str, Any]) -> Case:
    """The case from the folded states by stream; a stream without events may be left out."""
    return Case(
        transfer=states.get(transfer_stream(command.transfer_id), initial),
        members={
            stream.removeprefix(MEMBERS): state
            for stream, state in states.items()
            if stream.startswith(MEMBERS)
        },
        letter_books={
            stream: state for stream, state in states.items() if stream.startswith(LETTER_BOOKS)
        },
        around=around_of(states),
    )


def around_of(states: Mapping[str, Any]) -> Surroundings:
    """The tree, the divisions and the rule table from the folded states by stream."""
    return Surroundings(
        states.get(ORGANISATION_TREE, no_organisations),
        states.get(TERRITORY, no_divisions),
        states.get(RULES, delivered_rules),
    )
