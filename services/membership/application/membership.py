"""The service's commands, each carried out by its aggregate. This is the table of contents."""

from collections.abc import Sequence
from typing import Any, cast

from services.membership.application.streams import FOLDINGS, folding_of
from services.membership.domain.disclosure import decider as disclosures
from services.membership.domain.disclosure.commands import DisclosureCommand
from services.membership.domain.member import case as member_case
from services.membership.domain.member import decider as members
from services.membership.domain.member.commands import MemberCommand
from services.membership.domain.organisation import decider as organisations
from services.membership.domain.organisation.commands import OrganisationCommand
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.rules import decider as rules
from services.membership.domain.rules.commands import SetRule
from services.membership.domain.rules.decider import Rules
from services.membership.domain.streams import (
    ORGANISATION_TREE,
    RULES,
    TERRITORY,
    DomainEvent,
    disclosure_stream,
    member_stream,
    transfer_stream,
)
from services.membership.domain.territory import decider as territory
from services.membership.domain.territory.commands import TerritoryCommand
from services.membership.domain.territory.decider import Territory
from services.membership.domain.transfer import case as transfer_case
from services.membership.domain.transfer import decider as transfers
from services.membership.domain.transfer.commands import TransferCommand
from services.membership.domain.transfer.transfer import Transfer
from services.membership.language import LANGUAGE
from shared.commands import Commands, Route
from shared.deciding import Desk, Loaded, Memory
from shared.event_store import EventStore

Command = (
    OrganisationCommand
    | TerritoryCommand
    | SetRule
    | MemberCommand
    | TransferCommand
    | DisclosureCommand
)
Events = Sequence[DomainEvent]


class Membership:
    """What this service knows and can do.

    Attributes:
        commands: carries them out.
    """

    def __init__(self, store: EventStore) -> None:
        desk = Desk(store, LANGUAGE, Memory(FOLDINGS))
        self.commands: Commands[Command] = Commands(desk, _route, folding_of)

    def organisations(self) -> Organisations:
        """The tree as it is now."""
        return cast("Organisations", self.commands.state(ORGANISATION_TREE))

    def territory(self) -> Territory:
        return cast("Territory", self.commands.state(TERRITORY))

    def rules(self) -> Rules:
        return cast("Rules", self.commands.state(RULES))

    def member(self, member_id: str) -> members.Member:
        """The member as he stands; the initial state for a person never registered."""
        return cast("members.Member", self.commands.state(member_stream(member_id)))

    def members(self, member_ids: Sequence[str]) -> dict[str, members.Member]:
        """Several members, read in one go."""
        streams = {member_id: member_stream(member_id) for member_id in member_ids}
        states = self.commands.states(streams.values())
        return {member_id: states[stream] for member_id, stream in streams.items()}

    def home_of(self, member_id: str) -> str | None:
        """The organisation that answers for the person, or last did; None for nobody's member."""
        facts = self.member(member_id).facts
        if facts is None:
            events = self.commands.events(member_stream(member_id))
            past = (getattr(event, "before", None) for event in events)
            facts = next((facts for facts in past if facts is not None), None)
        return None if facts is None else self.organisations().responsible(facts.organisation_id)

    def transfer(self, transfer_id: str) -> Transfer:
        return cast("Transfer", self.commands.state(transfer_stream(transfer_id)))


def _route(command: Command) -> Route:
    if isinstance(command, MemberCommand):
        streams = member_case.streams_needed(command)
        return Route(streams, lambda loaded: _member(command, loaded))
    if isinstance(command, TransferCommand):
        streams = transfer_case.streams_needed(command)
        return Route(streams, lambda loaded: _transfer(command, loaded))
    if isinstance(command, SetRule):
        return Route((RULES,), lambda loaded: rules.decide(command, _state(loaded, RULES)))
    if isinstance(command, TerritoryCommand):
        decide = territory.decide
        return Route((TERRITORY,), lambda loaded: decide(command, _state(loaded, TERRITORY)))
    if isinstance(command, DisclosureCommand):
        stream = disclosure_stream(command.member_id)
        return Route((stream,), lambda _: disclosures.decide(command))
    return Route(_AROUND, lambda loaded: organisations.decide(command, _surroundings(loaded)))


_AROUND = (ORGANISATION_TREE, TERRITORY, RULES)


def _surroundings(loaded: Loaded) -> Surroundings:
    loaded.load(_AROUND)
    return Surroundings(*(_state(loaded, stream) for stream in _AROUND))


def _member(command: MemberCommand, loaded: Loaded) -> Events:
    case = members.MemberCase(
        _state(loaded, member_stream(command.member_id)),
        _state(loaded, ORGANISATION_TREE),
        _state(loaded, RULES),
    )
    return members.decide(command, case)


def _transfer(command: TransferCommand, loaded: Loaded) -> Events:
    first = transfer_case.streams_needed(command)
    transfer: Transfer = _state(loaded, transfer_stream(command.transfer_id))
    further = transfer_case.further_streams(command, transfer)
    loaded.load((*first, *further))
    states = {stream: _state(loaded, stream) for stream in (*first, *further)}
    return transfers.decide(command, transfer_case.case_of(command, states))


def _state(loaded: Loaded, stream: str) -> Any:
    return loaded.state(stream, folding_of(stream))
