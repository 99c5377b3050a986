"""Any number of members for benches: streamed, unique, in constant memory."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from deploy.sample.calendar_years import years_after
from deploy.sample.chance import seeded
from deploy.sample.identities import drawn_address, drawn_phone, identity_number
from deploy.sample.names import drawn_name
from services.membership.domain.terms import Education, Gender, MemberClass, Standing
from services.membership.roster.row import RosterValues

_FIRST_BIRTH = date(1940, 1, 1)
_BIRTH_DAYS = 23_000  # to the end of 2002
_PAIRS = 499
_REGIONS = ("430111", "430102", "430103", "430104", "430105")
_GENDERS = (Gender.MALE, Gender.FEMALE)
MOST = _BIRTH_DAYS * _PAIRS * len(_GENDERS) * len(_REGIONS)
"""How many different numbers there are."""


def members(
    n: int, seed: int, organisation_ids: Sequence[str] = ("430111001001",)
) -> Iterator[RosterValues]:
    """``n`` members spread over the organisations; the same seed gives the same members.

    Numbers are counted out, not drawn, so that none has to be remembered to keep them unique.

    Raises:
        ValueError: more members than there are numbers.
    """
    if n > MOST:
        raise ValueError(f"n: at most {MOST} members have different identity numbers")
    rng = seeded(seed)
    educations, classes = tuple(Education), tuple(MemberClass)
    for index in range(n):
        gender, birth_date, number = _identity(index)
        join_date = years_after(birth_date, rng.randint(18, 20))
        yield RosterValues(
            name=drawn_name(gender, rng),
            identity_number=number,
            organisation_id=organisation_ids[index % len(organisation_ids)],
            gender=gender,
            birth_date=birth_date,
            ethnicity="汉族",
            education=rng.choice(educations),
            standing=Standing.FULL,
            member_class=rng.choice(classes),
            join_date=join_date,
            full_date=years_after(join_date, 1),
            phone=drawn_phone(rng),
            address=drawn_address("某某街道某某社区", rng),
            posts=(),
        )


def _identity(index: int) -> tuple[Gender, date, str]:
    rest, day = divmod(index, _BIRTH_DAYS)
    rest, of_gender = divmod(rest, len(_GENDERS))
    region, pair = divmod(rest, _PAIRS)
    gender, birth_date = _GENDERS[of_gender], _FIRST_BIRTH + timedelta(days=day)
    return gender, birth_date, identity_number(_REGIONS[region], birth_date, gender, pair)
