"""Identity numbers, phones and addresses of people who do not exist."""

from datetime import date

from deploy.sample.chance import Random
from services.membership.domain.terms import Gender
from services.membership.roster.identity_number import check_character

_SEQUENCES = 499


def identity_number(region: str, birth_date: date, gender: Gender, pair: int) -> str:
    """The number of the ``pair``-th (0 to 498) man or woman born there on that day."""
    sequence = 2 * pair + (1 if gender is Gender.MALE else 2)
    digits = f"{region}{birth_date:%Y%m%d}{sequence:03}"
    return digits + check_character(digits)


class IdentityNumbers:
    """Draws numbers, none twice."""

    def __init__(self, rng: Random, regions: tuple[str, ...]) -> None:
        self._rng = rng
        self._regions = regions
        self._drawn: set[str] = set()

    def draw(self, birth_date: date, gender: Gender) -> str:
        while True:
            region, pair = self._rng.choice(self._regions), self._rng.randrange(_SEQUENCES)
            number = identity_number(region, birth_date, gender, pair)
            if number not in self._drawn:
                self._drawn.add(number)
                return number


def drawn_phone(rng: Random) -> str:
    """Eleven digits with a prefix that is no mobile network's."""
    return f"100{rng.randrange(10**8):08}"


def drawn_address(place: str, rng: Random) -> str:
    building, entrance = rng.randint(1, 30), rng.randint(1, 4)
    floor, door = rng.randint(1, 18), rng.randint(1, 4)
    return f"湖南省长沙市雨花区{place}{building}栋{entrance}单元{floor}{door:02}室"
