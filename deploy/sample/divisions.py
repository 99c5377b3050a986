"""The divisions of Changsha from the CSV beside this file."""

import csv
from dataclasses import dataclass
from pathlib import Path

CITY = "4301"
DISTRICT = "430111"
ENROLLED = 78
CSV = Path(__file__).with_name("changsha_divisions.csv")
_SUFFIXES = ("居民委员会", "居委会", "村委会")


@dataclass(frozen=True, slots=True)
class Division:
    """One line of the CSV; ``parent_code`` is empty for the city."""

    code: str
    name: str
    level: str
    parent_code: str

    @property
    def short_name(self) -> str:
        """Without the committee's suffix: 广济桥社区居委会 is 广济桥社区."""
        return next(
            (self.name.removesuffix(each) for each in _SUFFIXES if self.name.endswith(each)),
            self.name,
        )


def read_divisions() -> tuple[Division, ...]:
    """All divisions, parents before children."""
    with CSV.open(encoding="utf-8", newline="") as lines:
        return tuple(Division(**line) for line in csv.DictReader(lines))


def enrolled_communities(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    """The 78 communities of the district that take part: communities before villages, by code."""
    candidates = (
        division
        for division in divisions
        if division.level == "community" and division.code.startswith(DISTRICT)
    )
    ordered = sorted(candidates, key=lambda each: ("社区" not in each.name, each.code))
    return tuple(ordered[:ENROLLED])
