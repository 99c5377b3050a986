"""The organisations of the sample: a district as a published report counts it, and enterprises.

In the district: 73 community organisations (2 committees, 18 general branches, 53 branches) and 9
branches below the committees and some general branches. Outside: the restructured enterprises of
the city, whose branches will come to the district as a whole.
"""

from dataclasses import dataclass
from itertools import product

from deploy.sample.divisions import CITY, DISTRICT, Division
from services.membership.domain.terms import OrganisationKind

INDUSTRY = "4301-industry"
ORGANISED = 73
_COMMITTEES = 2
_GENERAL_BRANCHES = 18
_LOWER_BRANCHES = 9
ENTERPRISES = 62
_SUFFIX = {
    OrganisationKind.PRIMARY_COMMITTEE: "党委",
    OrganisationKind.GENERAL_BRANCH: "党总支",
    OrganisationKind.BRANCH: "党支部",
}
_TRADES = ("机床", "纺织", "五金", "印刷", "玻璃", "电机", "皮革", "橡胶", "陶瓷")
_ORDINALS = ("第一", "第二", "第三", "第四", "第五", "第六", "第七")


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An organisation to establish; ``division_code`` is the area it is responsible for, if any."""

    id: str
    name: str
    kind: OrganisationKind
    superior: str | None
    division_code: str | None = None


def district_organisations(
    divisions: tuple[Division, ...], enrolled: tuple[Division, ...]
) -> tuple[SampleOrganisation, ...]:
    """The city committee, the district and everything below it, superiors first."""
    communities = tuple(
        _of_community(division, kind)
        for division, kind in zip(enrolled[:ORGANISED], _kinds(), strict=True)
    )
    streets = {community.parent_code for community in enrolled}
    return (
        SampleOrganisation(CITY, "中共长沙市委员会", OrganisationKind.CITY_COMMITTEE, None, CITY),
        SampleOrganisation(
            DISTRICT, "中共雨花区委员会", OrganisationKind.DISTRICT_COMMITTEE, CITY, DISTRICT
        ),
        *(_of_street(division) for division in divisions if division.code in streets),
        *communities,
        *_lower_branches(communities),
    )


def enterprise_organisations() -> tuple[SampleOrganisation, ...]:
    """The committee of restructured enterprises under the city, and its branches."""
    committee = SampleOrganisation(
        INDUSTRY, "市属改制企业党委", OrganisationKind.PRIMARY_COMMITTEE, CITY
    )
    names = [f"长沙{ordinal}{trade}厂党支部" for trade, ordinal in product(_TRADES, _ORDINALS)]
    branches = (
        SampleOrganisation(f"{INDUSTRY}-{number:02}", name, OrganisationKind.BRANCH, INDUSTRY)
        for number, name in enumerate(names[:ENTERPRISES], start=1)
    )
    return committee, *branches


def _kinds() -> tuple[OrganisationKind, ...]:
    """Committees and general branches spread evenly over the communities, by code."""
    larger = _COMMITTEES + _GENERAL_BRANCHES
    kinds = [OrganisationKind.BRANCH] * ORGANISED
    places = [number * ORGANISED // larger for number in range(larger)]
    for number, place in enumerate(places):
        committee = number % (larger // _COMMITTEES) == 0
        kinds[place] = (
            OrganisationKind.PRIMARY_COMMITTEE if committee else OrganisationKind.GENERAL_BRANCH
        )
    return tuple(kinds)


def _of_street(street: Division) -> SampleOrganisation:
    name = f"{street.name}党工委"
    kind = OrganisationKind.WORKING_COMMITTEE
    return SampleOrganisation(street.code, name, kind, DISTRICT, street.code)


def _of_community(community: Division, kind: OrganisationKind) -> SampleOrganisation:
    name = f"{community.short_name}{_SUFFIX[kind]}"
    return SampleOrganisation(community.code, name, kind, community.parent_code, community.code)


def _lower_branches(
    communities: tuple[SampleOrganisation, ...],
) -> tuple[SampleOrganisation, ...]:
    """One branch below each committee, and below the first general branches up to nine."""
    larger = sorted(
        (each for each in communities if each.kind is not OrganisationKind.BRANCH),
        key=lambda each: (each.kind is not OrganisationKind.PRIMARY_COMMITTEE, each.id),
    )
    return tuple(
        SampleOrganisation(
            f"{superior.id}-1", "第一党支部", OrganisationKind.BRANCH, superior.id, superior.id
        )
        for superior in larger[:_LOWER_BRANCHES]
    )
