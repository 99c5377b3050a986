"""The service's commands, each carried out by its aggregate. This is the table of contents."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from services.membership.application.acting import Acting
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
from services.membership.language import MembershipLanguage
from shared.deciding import Ask, Decision, Desk, Loaded, Memory, Outcome
from shared.event_store import Claim, EventStore

Command = (
    OrganisationCommand
    | TerritoryCommand
    | SetRule
    | MemberCommand
    | TransferCommand
    | DisclosureCommand
)
Events = Sequence[DomainEvent]


def new_desk(store: EventStore) -> Desk:
    """A desk that keeps the tree, the territory and the rules folded."""
    return Desk(store, MembershipLanguage(), Memory(FOLDINGS))


class SeenOtherVersion(Exception):
    """Who asked had looked at another version of what he acts upon; nothing happened."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"version {expected} was expected, it is at {actual}")
        self.expected, self.actual = expected, actual


class Membership:
    """Carries out commands; what it answers is told by `Outcome`.

    Every method raises the domain's `Rejection` when a rule refuses, and the event store's errors.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def execute(
        self,
        command: Command,
        acting: Acting,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
    ) -> Outcome:
        """Carry out one command; ``claims`` and ``releases`` hold only if it changes something."""
        return self._desk.execute(ask(command, acting, claims=claims, releases=releases))

    def execute_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """Carry out many independent commands, in one transaction where that can be."""
        return self._desk.execute_together(asks)

    def consider_together(self, asks: Sequence[Ask]) -> list[Outcome | Exception]:
        """What many independent commands would do now; nothing is stored."""
        return self._desk.consider_together(asks)

    def version(self, stream: str) -> int:
        """How many events the stream has; 0 when there is none."""
        look = self._look()
        look.load((stream,))
        return look.versions[stream]

    def organisations(self) -> Organisations:
        """The tree as it is now."""
        return cast("Organisations", self._state(ORGANISATION_TREE))

    def territory(self) -> Territory:
        return cast("Territory", self._state(TERRITORY))

    def rules(self) -> Rules:
        return cast("Rules", self._state(RULES))

    def member(self, member_id: str) -> members.Member:
        """The member as he stands; the initial state for a person never registered."""
        return cast("members.Member", self._state(member_stream(member_id)))

    def home_of(self, member_id: str) -> str | None:
        """The organisation that answers for the person, or last did; None for nobody's member."""
        look = self._look()
        facts = look.state(member_stream(member_id), folding_of(member_stream(member_id))).facts
        if facts is None:
            past = (getattr(e, "before", None) for e in look.events(member_stream(member_id)))
            facts = next((facts for facts in past if facts is not None), None)
        return None if facts is None else self.organisations().responsible(facts.organisation_id)

    def members(self, member_ids: Sequence[str]) -> dict[str, members.Member]:
        """Several members, read in one go."""
        look = self._look()
        streams = {member_id: member_stream(member_id) for member_id in member_ids}
        look.load(streams.values())
        return {m: look.state(stream, folding_of(stream)) for m, stream in streams.items()}

    def transfer(self, transfer_id: str) -> Transfer:
        return cast("Transfer", self._state(transfer_stream(transfer_id)))

    def _state(self, stream: str) -> Any:
        return self._look().state(stream, folding_of(stream))

    def _look(self) -> Loaded:
        return Loaded(self._desk.store, self._desk.language, self._desk.memory)


def ask(
    command: Command,
    acting: Acting,
    *,
    claims: Sequence[Claim] = (),
    releases: Sequence[str] = (),
) -> Ask:
    """The command as something the desk can carry out."""
    streams, decide = _route(command)

    def decision(loaded: Loaded) -> Decision:
        _check_seen(acting.expected_version, loaded.versions[streams[0]])
        return Decision(decide(loaded), claims, releases)

    return Ask(acting.metadata, acting.now, streams, decision)


def own_stream(command: Command) -> str:
    """The stream of what the command acts upon; its version is the command's `ETag`."""
    return _route(command)[0][0]


def _check_seen(expected: int | None, actual: int) -> None:
    if expected is not None and expected != actual:
        raise SeenOtherVersion(expected, actual)


def _route(command: Command) -> tuple[Sequence[str], Callable[[Loaded], Events]]:
    if isinstance(command, MemberCommand):
        return member_case.streams_needed(command), lambda loaded: _member(command, loaded)
    if isinstance(command, TransferCommand):
        return transfer_case.streams_needed(command), lambda loaded: _transfer(command, loaded)
    if isinstance(command, SetRule):
        return (RULES,), lambda loaded: rules.decide(command, _state(loaded, RULES))
    if isinstance(command, TerritoryCommand):
        return (TERRITORY,), lambda loaded: territory.decide(command, _state(loaded, TERRITORY))
    if isinstance(command, DisclosureCommand):
        return (disclosure_stream(command.member_id),), lambda _: disclosures.decide(command)
    return _AROUND, lambda loaded: organisations.decide(command, _surroundings(loaded))


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
