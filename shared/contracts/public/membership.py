"""What of membership is public: the tree, the divisions, the rules, and how many members a street has."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.contracts import membership
from shared.contracts.membership import members
from shared.contracts.public.disclosure import About, Disclosure, down_to_street

_AS_THEY_STAND = (
    "membership.division-registered.v1",
    "membership.division-renamed.v1",
    "membership.community-enrolled.v1",
    "membership.organisation-established.v1",
    "membership.organisation-renamed.v1",
    "membership.organisation-moved.v1",
    "membership.organisation-merged.v1",
    "membership.organisation-dissolved.v1",
    "membership.organisation-re-elected.v1",
    "membership.rule-set.v1",
)


@dataclass(frozen=True, slots=True)
class MemberCountedV1:
    """One member less is counted at `before`, one more at `after`; who and why is not told.

    Adding one for each `after` and taking one for each `before` gives the number of members of a street's
    organisations, as of any day. What changes within a street is not told.

    Attributes:
        before: ids of organisations from the root down to the street's (街道党工委), joined by `/`; a
            shorter path belongs to an organisation above streets; null: not on the city's register.
        after: likewise.
    """

    before: str | None
    after: str | None
    effective_date: date


def _count(told: Any) -> About | None:
    if not hasattr(told, "member_id") or not hasattr(told, "after"):
        return None
    before, after = _street(told.before), _street(told.after)
    if before == after:
        return None
    return About(after or before or "", MemberCountedV1(before, after, told.effective_date))


def _street(facts: members.MemberFactsV1 | None) -> str | None:
    return None if facts is None else down_to_street(facts.organisation_path)


DISCLOSURE = Disclosure(
    "membership",
    {name: membership.MESSAGES[name] for name in _AS_THEY_STAND},
    {"public.membership.member-counted.v1": MemberCountedV1},
    _count,
)
