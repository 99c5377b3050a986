"""Which stream each fact is written to."""

from collections.abc import Callable
from typing import Any, get_args

from services.membership.domain.disclosure.events import DisclosureEvent
from services.membership.domain.letter_book.events import LetterBookEvent
from services.membership.domain.member.events import MemberEvent
from services.membership.domain.organisation.events import OrganisationEvent
from services.membership.domain.rules.events import RulesEvent
from services.membership.domain.territory.events import TerritoryEvent
from services.membership.domain.transfer.events import TransferEvent

DomainEvent = (
    MemberEvent
    | TransferEvent
    | LetterBookEvent
    | OrganisationEvent
    | TerritoryEvent
    | RulesEvent
    | DisclosureEvent
)
"""Everything that can have happened in this service."""

ORGANISATION_TREE = "organisation-tree"
TERRITORY = "territory"
RULES = "rules"
MEMBERS = "member-"
TRANSFERS = "transfer-"
LETTER_BOOKS = "letter-book-"
"""The last three begin the names of many streams."""


def member_stream(member_id: str) -> str:
    """The stream of one member."""
    return f"{MEMBERS}{member_id}"


def transfer_stream(transfer_id: str) -> str:
    """The stream of one transfer of affiliation."""
    return f"{TRANSFERS}{transfer_id}"


def letter_book_stream(organisation_id: str, year: int) -> str:
    """The letter book of one issuing organisation and calendar year."""
    return f"{LETTER_BOOKS}{organisation_id}-{year}"


def disclosure_stream(member_id: str) -> str:
    """Who read the member's sealed data."""
    return f"disclosure-{member_id}"


def stream_of(event: DomainEvent) -> str:
    """The stream ``event`` is written to."""
    return _STREAM_OF[type(event)](event)


def _of_member(event: MemberEvent) -> str:
    return member_stream(event.member_id)


def _of_transfer(event: TransferEvent) -> str:
    return transfer_stream(event.transfer_id)


def _of_letter_book(event: LetterBookEvent) -> str:
    return letter_book_stream(event.organisation_id, event.year)


def _of_disclosure(event: DisclosureEvent) -> str:
    return disclosure_stream(event.member_id)


_STREAM_OF: dict[type, Callable[[Any], str]] = {
    **dict.fromkeys(get_args(MemberEvent), _of_member),
    **dict.fromkeys(get_args(TransferEvent), _of_transfer),
    **dict.fromkeys(get_args(LetterBookEvent), _of_letter_book),
    **dict.fromkeys(get_args(OrganisationEvent), lambda _: ORGANISATION_TREE),
    **dict.fromkeys(get_args(TerritoryEvent), lambda _: TERRITORY),
    RulesEvent: lambda _: RULES,
    DisclosureEvent: _of_disclosure,
}
