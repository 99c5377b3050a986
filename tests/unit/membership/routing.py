"""How a scene decides any command: load what it names, fold, decide; as the application does."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from services.membership.domain.letter_book import decider as letter_book
from services.membership.domain.member import case as member_case
from services.membership.domain.member import decider as member
from services.membership.domain.member.commands import MemberCommand
from services.membership.domain.organisation import decider as organisation
from services.membership.domain.organisation import folding as tree
from services.membership.domain.organisation.commands import OrganisationCommand
from services.membership.domain.rules import decider as rules
from services.membership.domain.rules.commands import SetRule
from services.membership.domain.streams import (
    LETTER_BOOKS,
    MEMBERS,
    ORGANISATION_TREE,
    RULES,
    TERRITORY,
    TRANSFERS,
    DomainEvent,
    transfer_stream,
)
from services.membership.domain.territory import decider as territory
from services.membership.domain.transfer import case as transfer_case
from services.membership.domain.transfer import decider as transfer
from services.membership.domain.transfer.commands import TransferCommand

AnyCommand: TypeAlias = MemberCommand | TransferCommand | OrganisationCommand | SetRule
States: TypeAlias = Mapping[str, Any]


def decide(command: AnyCommand, states: States) -> tuple[DomainEvent, ...]:
    """What follows, seeing only the streams that the command's case says it needs."""
    if isinstance(command, MemberCommand):
        loaded = _only(states, member_case.streams_needed(command))
        return member.decide(command, member_case.case_of(command, loaded))
    if isinstance(command, TransferCommand):
        return _decide_transfer(command, states)
    if isinstance(command, SetRule):
        return rules.decide(command, states.get(RULES, rules.initial))
    return organisation.decide(command, transfer_case.around_of(states))


def _decide_transfer(command: TransferCommand, states: States) -> tuple[DomainEvent, ...]:
    loaded = _only(states, transfer_case.streams_needed(command))
    known = loaded.get(transfer_stream(command.transfer_id), transfer.initial)
    loaded |= _only(states, transfer_case.further_streams(command, known))
    return transfer.decide(command, transfer_case.case_of(command, loaded))


def _only(states: States, streams: Iterable[str]) -> dict[str, Any]:
    return {stream: states[stream] for stream in streams if stream in states}


def fold(stream: str, events: Iterable[Any], state: Any) -> Any:
    """The state of ``stream`` after ``events``, from the beginning when ``state`` is None."""
    grow = next(grow for prefix, grow in _FOLDS if stream.startswith(prefix))
    return grow(events) if state is None else grow(events, state)


_FOLDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    (MEMBERS, member.fold),
    (TRANSFERS, transfer.fold),
    (LETTER_BOOKS, letter_book.fold),
    (ORGANISATION_TREE, tree.fold),
    (TERRITORY, territory.fold),
    (RULES, rules.fold),
)
