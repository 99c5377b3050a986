"""What a command about a member is decided on, and which streams that takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.membership.domain.command import check_effective_date
from services.membership.domain.member.commands import MemberCommand
from services.membership.domain.member.member import Member
from services.membership.domain.member.member import initial as nobody
from services.membership.domain.member.rejections import (
    MemberNotOnRegister,
    OrganisationHoldsNoMembers,
    OrganisationNotYetThere,
    UnknownMember,
)
from services.membership.domain.organisation.kinds import HOLDS_MEMBERS
from services.membership.domain.organisation.tree import Organisation, Organisations
from services.membership.domain.organisation.tree import initial as no_organisations
from services.membership.domain.rules.decider import Rules
from services.membership.domain.rules.decider import initial as delivered_rules
from services.membership.domain.streams import ORGANISATION_TREE, RULES, member_stream
from services.membership.domain.terms import MemberFacts


@dataclass(frozen=True, slots=True)
class MemberCase:
    """The member, the organisation tree and the rule table."""

    member: Member = nobody
    organisations: Organisations = no_organisations
    rules: Rules = delivered_rules


def streams_needed(command: MemberCommand) -> tuple[str, ...]:
    """The streams to load before `decide`; the member's own comes first, and alone is written."""
    return (member_stream(command.member_id), ORGANISATION_TREE, RULES)


def case_of(command: MemberCommand, states: Mapping[str, Any]) -> MemberCase:
    """The case from the folded states by stream; a stream without events may be left out."""
    return MemberCase(
        states.get(member_stream(command.member_id), nobody),
        states.get(ORGANISATION_TREE, no_organisations),
        states.get(RULES, delivered_rules),
    )


def on_register(command: MemberCommand, member: Member) -> MemberFacts:
    """What is counted of the member, refused for whom the register does not hold.

    Raises:
        UnknownMember: he was never registered.
        MemberNotOnRegister: he has left.
        EffectiveDateInFuture, EffectiveDateBeforeLast: the day does not follow his last fact.
    """
    if not member.was_registered:
        raise UnknownMember(command.member_id)
    if member.facts is None:
        raise MemberNotOnRegister(command.member_id, member.standing)
    check_effective_date(command, member.changed_on)
    return member.facts


def home_for_members(
    organisations: Organisations, organisation_id: str, on: date, field: str = "organisation_id"
) -> Organisation:
    """The living organisation, refused when no member may belong to it on the day ``on``.

    Raises:
        UnknownOrganisation, OrganisationEnded: nobody can belong to it.
        OrganisationHoldsNoMembers: its kind has no members of its own.
        OrganisationNotYetThere: it stood elsewhere or not at all on that day.
    """
    home = standing_there(organisations, organisation_id, on, field)
    if home.kind not in HOLDS_MEMBERS:
        raise OrganisationHoldsNoMembers(field, home.kind)
    return home


def standing_there(
    organisations: Organisations, organisation_id: str, on: date, field: str = "organisation_id"
) -> Organisation:
    """The living organisation, refused for a day before it stood in its present place."""
    found = organisations.get_living(organisation_id, field)
    if on < found.placed_on:
        raise OrganisationNotYetThere(organisation_id, found.placed_on)
    return found
