"""Ages and education of the sample's members: totals exact, single values drawn.

The bands leave a year of room on each side (nobody is 34, 35, 60 or 61), so that the totals
hold for any day from one year before the given day to one year after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from deploy.sample.calendar_years import age_on, years_after
from deploy.sample.chance import Random
from services.membership.domain.terms import Education, Gender, MemberClass

COLLEGE_AND_ABOVE = 1_668
_DAYS_OF_A_YEAR = 364
_RETIREMENT_OF_WOMEN = 55


class AgeBand(Enum):
    """A band with its members, its ages, and how likely higher education is in it."""

    UNDER_35 = 847, range(20, 34), 0.9
    FROM_35_TO_60 = 1_872, range(36, 60), 0.35
    OVER_60 = 1_072, range(62, 89), 0.0

    def __init__(self, members: int, ages: range, schooling: float) -> None:
        self.members = members
        self.ages = ages
        self.schooling = schooling


_HIGHER = (Education.POSTGRADUATE, Education.UNIVERSITY, Education.COLLEGE), (1, 5, 6)
_LOWER = (
    (
        Education.SECONDARY_VOCATIONAL,
        Education.SENIOR_HIGH,
        Education.JUNIOR_HIGH,
        Education.PRIMARY,
    ),
    (3, 4, 3, 1),
)
_WORKING = (MemberClass.IN_SERVICE, MemberClass.FLOATING, MemberClass.LAID_OFF)
_AT_COMMUNITIES, _AT_ENTERPRISES = (6, 2, 2), (3, 1, 6)


@dataclass(frozen=True, slots=True)
class Profile:
    """What statistics count of a member, and when he was born."""

    birth_date: date
    gender: Gender
    education: Education
    member_class: MemberClass


def drawn_profiles(from_enterprise: Sequence[bool], today: date, rng: Random) -> list[Profile]:
    """A profile for each member, in order; enterprises' members are older on the whole."""
    bands = _bands(from_enterprise, rng)
    schooled = sorted(range(len(bands)), key=lambda n: -(bands[n].schooling + rng.random()))
    higher = frozenset(schooled[:COLLEGE_AND_ABOVE])
    return [
        _profile(band, member in higher, from_enterprise[member], today, rng)
        for member, band in enumerate(bands)
    ]


def _bands(from_enterprise: Sequence[bool], rng: Random) -> list[AgeBand]:
    by_age = sorted(
        range(len(from_enterprise)), key=lambda n: rng.random() + 0.5 * from_enterprise[n]
    )
    bands = [band for band in AgeBand for _ in range(band.members)]
    return [band for _, band in sorted(zip(by_age, bands, strict=True), key=lambda pair: pair[0])]


def _profile(
    band: AgeBand, higher: bool, from_enterprise: bool, today: date, rng: Random
) -> Profile:
    gender = rng.choice((Gender.MALE, Gender.FEMALE))
    anniversary = years_after(today, -rng.choice(band.ages))
    birth_date = anniversary - timedelta(days=rng.randint(1, _DAYS_OF_A_YEAR - 1))
    levels, weights = _HIGHER if higher else _LOWER
    education = rng.choices(levels, weights)[0]
    retired = band is AgeBand.OVER_60 or (
        gender is Gender.FEMALE and age_on(today, birth_date) >= _RETIREMENT_OF_WOMEN
    )
    weights = _AT_ENTERPRISES if from_enterprise else _AT_COMMUNITIES
    working = rng.choices(_WORKING, weights)[0]
    return Profile(birth_date, gender, education, MemberClass.RETIRED if retired else working)
