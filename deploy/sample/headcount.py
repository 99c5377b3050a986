"""How many members each organisation has, and which enterprise branch goes where.

Each branch of the district takes in one enterprise branch: organisations merge with their own
kind. Afterwards every size is what the rules advise: branches of at most 50 members, general
branches from 50, committees from 100.
"""

from dataclasses import dataclass

from deploy.sample.chance import Random
from deploy.sample.organisations import SampleOrganisation
from services.membership.domain.terms import OrganisationKind

TRANSFERRED = 2_151
DIRECT = 1_640
_DIRECT_BY_KIND = {
    # total, and how far one organisation may be from the mean
    OrganisationKind.BRANCH: (496, 2),
    OrganisationKind.GENERAL_BRANCH: (936, 2),
    OrganisationKind.PRIMARY_COMMITTEE: (208, 2),
}
_ENTERPRISE_JITTER = 4


@dataclass(frozen=True, slots=True)
class PlannedTransfer:
    """An enterprise branch that comes as a whole and is merged into a branch of a community."""

    branch: str
    into: str


def direct_headcount(organisations: tuple[SampleOrganisation, ...], rng: Random) -> dict[str, int]:
    """Members registered directly, by organisation of the district; 1,640 in all."""
    counts: dict[str, int] = {}
    for kind, (total, jitter) in _DIRECT_BY_KIND.items():
        ids = [each.id for each in organisations if each.kind is kind]
        counts |= zip(ids, _spread(total, len(ids), jitter, rng), strict=True)
    return counts


def enterprise_headcount(
    organisations: tuple[SampleOrganisation, ...], rng: Random
) -> dict[str, int]:
    """Members of the enterprises' branches; 2,151 in all, at most 50 in each."""
    ids = [each.id for each in organisations if each.kind is OrganisationKind.BRANCH]
    return dict(zip(ids, _spread(TRANSFERRED, len(ids), _ENTERPRISE_JITTER, rng), strict=True))


def planned_transfers(
    district: tuple[SampleOrganisation, ...], enterprises: tuple[SampleOrganisation, ...]
) -> tuple[PlannedTransfer, ...]:
    """Which enterprise branch goes to which branch of the district, each to one, in order."""
    branches = (each.id for each in enterprises if each.kind is OrganisationKind.BRANCH)
    receiving = (each.id for each in district if each.kind is OrganisationKind.BRANCH)
    return tuple(
        PlannedTransfer(branch, into) for branch, into in zip(branches, receiving, strict=True)
    )


def _spread(total: int, parts: int, jitter: int, rng: Random) -> list[int]:
    """``total`` in nearly equal parts: what one of a pair has more, the other has less."""
    even, rest = divmod(total, parts)
    counts = [even + (number < rest) for number in range(parts)]
    for first in range(0, parts - 1, 2):
        shift = rng.randint(-jitter, jitter)
        counts[first] += shift
        counts[first + 1] -= shift
    return counts
