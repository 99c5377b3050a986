"""Members follow their organisation: when it moves, merges or is dissolved, so do their affiliations."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import msgspec
import structlog
from sqlalchemy import Engine

from services.membership import codec
from services.membership.application import Membership
from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.affiliation_events import (
    AffiliationFollowedOrganisation,
    AffiliationTransferred,
)
from services.membership.domain.member.commands import FollowOrganisation
from services.membership.domain.member.events import MemberRegistered
from services.membership.domain.member.member import Member
from services.membership.domain.organisation.events import (
    OrganisationDissolved,
    OrganisationMerged,
    OrganisationMoved,
)
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import ORGANISATION_TREE, DomainEvent
from services.membership.domain.terms import MemberFacts
from services.membership.projections.members import queries
from shared.acting import Acting
from shared.clock import city_day
from shared.event_store import Metadata, StoredEvent

logger = structlog.get_logger(__name__)

NAME = "membership.following"
_TOGETHER = 200
_TREE = (OrganisationMoved, OrganisationMerged, OrganisationDissolved)
_MEMBER = (MemberRegistered, AffiliationTransferred, AffiliationFollowedOrganisation)
_HEARD = {name for name, cls in codec.NAMES.items() if cls in (*_TREE, *_MEMBER)}
_metadata = msgspec.json.Decoder(Metadata).decode


class Following:
    """Reacts to the log as far as the register's view shows it (`BehindView`).

    Who was entered while the tree changed, by a decision that still saw the old one, is not in the
    view yet when the tree's fact comes; his own fact comes later and shows an old place.
    """

    def __init__(self, engine: Engine, membership: Membership, now: Callable[[], datetime]) -> None:
        self._engine, self._membership, self._now = engine, membership, now

    def react(self, batch: Sequence[StoredEvent]) -> None:
        heard = [entry for entry in batch if entry.type in _HEARD]
        if not heard:
            return
        heard.sort(key=lambda entry: entry.stream != ORGANISATION_TREE)  # the cause first
        tree = self._membership.organisations()
        for entry in heard:
            event = codec.decode(entry.type, entry.schema_version, entry.data.encode())
            behind = list(self._left_behind(event, tree))
            for start in range(0, len(behind), _TOGETHER):
                self._follow(behind[start : start + _TOGETHER], entry, tree)

    def _left_behind(self, event: DomainEvent, tree: Organisations) -> Iterable[str]:
        if isinstance(event, _TREE):
            place = _place_of(tree, event.organisation_id)
            with self._engine.connect() as connection:
                return queries.ids_in(connection, event.organisation_id, except_at=place)
        if isinstance(event, _MEMBER) and event.after is not None:
            after = event.after
            if _place_of(tree, after.organisation_id) != after.organisation_path:
                return (event.member_id,)
        return ()

    def _follow(self, member_ids: list[str], cause: StoredEvent, tree: Organisations) -> None:
        members = self._membership.members(member_ids)
        commands = list(self._commands(members, cause, tree))
        places = {one: _leads_to(member, tree) for one, member in members.items()}
        for command, answer in self._carried_out(commands, cause, places):
            if isinstance(answer, EffectiveDateBeforeLast):  # something else happened meanwhile
                later = replace(command, effective_date=command.today)
                _report(*next(self._carried_out([later], cause, places)))
            else:
                _report(command, answer)

    def _commands(
        self, members: dict[str, Member], cause: StoredEvent, tree: Organisations
    ) -> Iterator[FollowOrganisation]:
        now = self._now()
        for member_id, member in members.items():
            if member.facts is not None:
                yield FollowOrganisation(
                    now=now,
                    today=city_day(now),
                    actor=NAME,
                    effective_date=_day(member, member.facts, cause, tree),
                    member_id=member_id,
                )

    def _carried_out(
        self, commands: list[FollowOrganisation], cause: StoredEvent, places: Mapping[str, str]
    ) -> Iterator[tuple[FollowOrganisation, object]]:
        carrying = self._membership.commands
        asks = [
            carrying.ask(command, _acting(command, cause, places[command.member_id]))
            for command in commands
        ]
        yield from zip(commands, carrying.execute_together(asks), strict=True)


def _place_of(tree: Organisations, organisation_id: str) -> str | None:
    """Where its members should be if they are in it at all; None when they should be in another."""
    return tree.path(organisation_id) if tree.living(organisation_id) else None


def _day(member: Member, facts: MemberFacts, cause: StoredEvent, tree: Organisations) -> date:
    """As soon as the cause holds, his organisation ended, the new place stood, and his last fact."""
    home = tree.get(tree.responsible(facts.organisation_id))
    ended_on = tree.ended_on(facts.organisation_id)
    known = (member.changed_on, ended_on, home.placed_on)
    return max(cause.effective_date, *(day for day in known if day is not None))


def _leads_to(member: Member, tree: Organisations) -> str:
    """The path of the organisation that answers for him now."""
    facts = member.facts
    return "" if facts is None else tree.path(tree.responsible(facts.organisation_id))


def _acting(command: FollowOrganisation, cause: StoredEvent, place: str) -> Acting:
    return Acting(
        now=command.now,
        actor=NAME,
        command_id=f"{NAME}:{cause.event_id}:{command.member_id}",
        correlation_id=_metadata(cause.metadata).correlation_id,
        causation_id=cause.event_id,
        organisation_path=place,
    )


def _report(command: FollowOrganisation, answer: object) -> None:
    """A rule may refuse (he has just left the register); any other fault stops us to try again."""
    if isinstance(answer, Rejection):
        logger.warning("following.refused", member_id=command.member_id, rule=answer.slug)
    elif isinstance(answer, Exception):
        raise answer
