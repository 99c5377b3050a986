"""What a change of organisation means for one member."""

from dataclasses import replace

from services.membership.domain.command import check_effective_date
from services.membership.domain.member.affiliation_events import (
    AffiliationFollowedOrganisation,
)
from services.membership.domain.member.case import MemberCase, on_register, standing_there
from services.membership.domain.member.commands import FollowOrganisation
from services.membership.domain.member.events import (
    PostRelieved,
)
from services.membership.domain.member.posts import posts_left
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.terms import MemberFacts


def belonging_to(facts: MemberFacts, home: Organisation) -> MemberFacts:
    """The same person in the organisation ``home``."""
    return replace(facts, organisation_id=home.organisation_id, organisation_path=home.path)


def follow_organisation(
    command: FollowOrganisation, case: MemberCase
) -> tuple[AffiliationFollowedOrganisation | PostRelieved, ...]:
    """Belong to who answers for the member's organisation now, at the path it has now.

    Not before his own organisation ended: until then it answered for him.
    """
    facts, day = on_register(command, case.member), command.effective_date
    check_effective_date(command, case.organisations.ended_on(facts.organisation_id))
    responsible = case.organisations.responsible(facts.organisation_id)
    home = standing_there(case.organisations, responsible, day)
    after = belonging_to(facts, home)
    if after == facts:
        return ()
    return (
        AffiliationFollowedOrganisation(command.member_id, facts, after, day),
        *posts_left(case.member, after, day),
    )
