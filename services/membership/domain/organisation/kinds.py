"""Which kind may stand under which, hold members, and transfer affiliation by default."""

from services.membership.domain.terms import OrganisationKind as K

_COMMITTEES = frozenset(
    {K.CITY_COMMITTEE, K.DISTRICT_COMMITTEE, K.WORKING_COMMITTEE, K.PRIMARY_COMMITTEE}
)

SUPERIORS: dict[K, frozenset[K]] = {
    K.CITY_COMMITTEE: frozenset(),
    K.DISTRICT_COMMITTEE: frozenset({K.CITY_COMMITTEE}),
    K.WORKING_COMMITTEE: frozenset({K.CITY_COMMITTEE, K.DISTRICT_COMMITTEE}),
    K.PRIMARY_COMMITTEE: _COMMITTEES,
    K.GENERAL_BRANCH: _COMMITTEES,
    K.BRANCH: _COMMITTEES | {K.GENERAL_BRANCH},
    K.JOINT_BRANCH: _COMMITTEES | {K.GENERAL_BRANCH},
    K.PARTY_GROUP: frozenset({K.BRANCH, K.JOINT_BRANCH}),
}
"""The kinds a superior may have (党章 art. 29-30; 支部工作条例 art. 4-5)."""

MAY_BE_ROOT: frozenset[K] = _COMMITTEES
"""A deployment may start at any committee: a city, a district, one street, one enterprise."""

MAY_TRANSFER_BY_DEFAULT: frozenset[K] = _COMMITTEES
"""Committees are entitled to approve probationary members (条例 art. 25)."""

HOLDS_MEMBERS: frozenset[K] = frozenset(
    {K.PRIMARY_COMMITTEE, K.GENERAL_BRANCH, K.BRANCH, K.JOINT_BRANCH}
)
"""A member's affiliation stands in one of these; groups and working committees hold none."""

FAMILY: dict[K, str] = {kind: kind.value for kind in K} | {K.JOINT_BRANCH: K.BRANCH.value}
"""Kinds that may merge into one another share a family; a joint branch is a kind of branch."""
