"""The kinds of member that are told apart: every combination of the register's words, numbered.

A row of the ledger names its member's kind by this small number instead of four words, so a city's
ledger is written, read and grouped in a third of the time. A word that this release does not know is
kept as unknown; the release that learns it changes the numbers, and with them the view's shape, so the
ledger is rebuilt from the messages, which have the word.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import product
from typing import NamedTuple, Self

UNKNOWN = ""
"""In place of a word of a younger publisher."""


class _Word(StrEnum):
    """Whatever the publisher says is one of these: a message's reader makes no text of it."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        del value
        return cls(UNKNOWN)


class Standing(_Word):
    FULL = "full"
    PROBATIONARY = "probationary"
    SUSPENDED = "suspended"
    UNKNOWN = UNKNOWN


class MemberClass(_Word):
    IN_SERVICE = "in_service"
    RETIRED = "retired"
    FLOATING = "floating"
    LAID_OFF = "laid_off"
    RESIDENTS = "residents"
    AT_HOME = "at_home"
    WORKING_IN_CITY = "working_in_city"
    WORKING_OUTSIDE = "working_outside"
    UNKNOWN = UNKNOWN


class Education(_Word):
    POSTGRADUATE = "postgraduate"
    UNIVERSITY = "university"
    COLLEGE = "college"
    SECONDARY_VOCATIONAL = "secondary_vocational"
    SENIOR_HIGH = "senior_high"
    JUNIOR_HIGH = "junior_high"
    PRIMARY = "primary"
    UNKNOWN = UNKNOWN


class Gender(_Word):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = UNKNOWN


class Kind(NamedTuple):
    """What members of one kind have in common."""

    standing: Standing
    member_class: MemberClass
    education: Education
    gender: Gender


KINDS: Sequence[Kind] = tuple(
    Kind(*words) for words in product(Standing, MemberClass, Education, Gender)
)
"""Each at the place of its number."""
NUMBERS: Mapping[tuple[str, ...], str] = {
    tuple(kind): str(number) for number, kind in enumerate(KINDS)
}
"""The number of each kind as the ledger stores it."""
WORDS = tuple(
    tuple(word.value for word in words if word)
    for words in (Standing, MemberClass, Education, Gender)
)
"""Every word that is known, for a view to tell whether it knew as many when it was built."""


def chosen(counts: Callable[[Kind], bool]) -> list[int]:
    """The numbers of the kinds that count."""
    return [number for number, kind in enumerate(KINDS) if counts(kind)]
