"""Yuhua district (雨花区) as a published report counts it, with invented members.

78 communities take part, 73 of them have an organisation; 2 committees, 18 general branches and
62 branches hold 3,791 members: 847 under 35, 1,872 from 35 to 60, 1,072 over 60; 1,668 with
college or above. 1,640 are registered directly; 2,151 come with their enterprises' branches.
"""

from dataclasses import dataclass
from datetime import date

from deploy.sample.chance import Random
from deploy.sample.divisions import Division, enrolled_communities, read_divisions
from deploy.sample.headcount import (
    PlannedTransfer,
    direct_headcount,
    enterprise_headcount,
    planned_transfers,
)
from deploy.sample.organisations import (
    SampleOrganisation,
    district_organisations,
    enterprise_organisations,
)
from deploy.sample.people import Place, drawn_members
from services.membership.roster.row import RosterValues


@dataclass(frozen=True, slots=True)
class SampleDistrict:
    """Everything a demonstration loads, in the order in which it can be loaded.

    Attributes:
        divisions: of the whole city, parents first.
        enrolled: codes of the communities that take part.
        organisations: the city committee, the district and all below it, superiors first.
        enterprises: the enterprises' committee and its branches.
        transfers: which enterprise branch is merged into which branch of the district.
        direct: members registered in the district's organisations.
        transferring: members registered in the enterprises' branches.
    """

    divisions: tuple[Division, ...]
    enrolled: tuple[str, ...]
    organisations: tuple[SampleOrganisation, ...]
    enterprises: tuple[SampleOrganisation, ...]
    transfers: tuple[PlannedTransfer, ...]
    direct: tuple[RosterValues, ...]
    transferring: tuple[RosterValues, ...]


def yuhua(today: date, rng: Random) -> SampleDistrict:
    """Draw the district; ages are counted on ``today`` and keep their bands for a year around."""
    divisions = read_divisions()
    enrolled = enrolled_communities(divisions)
    organisations = district_organisations(divisions, enrolled)
    enterprises = enterprise_organisations()
    transfers = planned_transfers(organisations, enterprises)
    direct = direct_headcount(organisations, rng)
    coming = enterprise_headcount(enterprises, rng)
    addresses = _addresses(divisions, organisations)
    into = {transfer.branch: transfer.into for transfer in transfers}
    places = [Place(each, addresses[each], count, False) for each, count in direct.items()]
    places += [Place(each, addresses[into[each]], count, True) for each, count in coming.items()]
    members = drawn_members(places, today, rng)
    registered = sum(direct.values())
    return SampleDistrict(
        divisions,
        tuple(each.code for each in enrolled),
        organisations,
        enterprises,
        transfers,
        tuple(members[:registered]),
        tuple(members[registered:]),
    )


def _addresses(
    divisions: tuple[Division, ...], organisations: tuple[SampleOrganisation, ...]
) -> dict[str, str]:
    """Street and community of each organisation of a community."""
    by_code = {division.code: division for division in divisions}
    return {
        each.id: by_code[community.parent_code].name + community.short_name
        for each in organisations
        if each.division_code and (community := by_code[each.division_code]).level == "community"
    }
