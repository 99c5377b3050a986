"""The members of the sample as the rosters tell of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from deploy.sample.calendar_years import age_on, years_after
from deploy.sample.chance import Random
from deploy.sample.identities import IdentityNumbers, drawn_address, drawn_phone
from deploy.sample.names import drawn_name
from deploy.sample.profiles import Profile, drawn_profiles
from services.membership.domain.terms import Post, Standing
from services.membership.roster.ethnicity import ETHNICITIES
from services.membership.roster.row import RosterValues

_FULL_AGE = 18
_LATEST_JOINING_AGE = 45
_PROBATION_YEARS = 1
_YOUNG = 34
_PROBATIONARY_SHARE = 0.05
_POSTS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANISATION_MEMBER)
_ETHNICITY_WEIGHTS = (90, 1, 1, 1, 1, 2, 1, 1, 1, 1)
_REGIONS = ("430111",) * 6 + ("430102", "430103", "430104", "430105", "430121", "430124")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member belongs and where he lives."""

    organisation_id: str
    address: str
    headcount: int
    from_enterprise: bool


def drawn_members(places: list[Place], today: date, rng: Random) -> list[RosterValues]:
    """The members place by place; the first of each community organisation hold its posts."""
    seats = [(place, seat) for place in places for seat in range(place.headcount)]
    profiles = drawn_profiles([place.from_enterprise for place, _ in seats], today, rng)
    drawing = _Drawing(today, rng)
    return [
        drawing.member(place, seat, profile)
        for (place, seat), profile in zip(seats, profiles, strict=True)
    ]


class _Drawing:
    """Draws one member after the other; no two have the same identity number."""

    def __init__(self, today: date, rng: Random) -> None:
        self._today = today
        self._rng = rng
        self._numbers = IdentityNumbers(rng, _REGIONS)

    def member(self, place: Place, seat: int, profile: Profile) -> RosterValues:
        holds_post = seat < len(_POSTS) and not place.from_enterprise
        standing = Standing.FULL if holds_post else self._standing(profile)
        join_date = self._join_date(profile, standing)
        full_date = years_after(join_date, _PROBATION_YEARS) if standing is Standing.FULL else None
        return RosterValues(
            name=drawn_name(profile.gender, self._rng),
            identity_number=self._numbers.draw(profile.birth_date, profile.gender),
            organisation_id=place.organisation_id,
            gender=profile.gender,
            birth_date=profile.birth_date,
            ethnicity=self._rng.choices(ETHNICITIES[: len(_ETHNICITY_WEIGHTS)], _ETHNICITY_WEIGHTS)[
                0
            ],
            education=profile.education,
            standing=standing,
            member_class=profile.member_class,
            join_date=join_date,
            full_date=full_date,
            phone=drawn_phone(self._rng),
            address=drawn_address(place.address, self._rng),
            posts=(_POSTS[seat],) if holds_post else (),
        )

    def _standing(self, profile: Profile) -> Standing:
        young = age_on(self._today, profile.birth_date) < _YOUNG
        probationary = young and self._rng.random() < _PROBATIONARY_SHARE
        return Standing.PROBATIONARY if probationary else Standing.FULL

    def _join_date(self, profile: Profile, standing: Standing) -> date:
        """At 18 or later; a full member's probation is over, a probationary member's is not."""
        if standing is Standing.PROBATIONARY:
            return self._today - timedelta(days=self._rng.randint(10, 300))
        latest = min(_LATEST_JOINING_AGE, age_on(self._today, profile.birth_date) - 2)
        at_age = self._rng.randint(_FULL_AGE, latest)
        later = timedelta(days=self._rng.randint(0, 360))
        return years_after(profile.birth_date, at_age) + later
