"""The kinds of member that are told apart: every combination of the register's words, numbered.

A row of the ledger names its member's kind by this small number instead of four words, so a city's
ledger is written, read and grouped in a third of the time. A word that this release does not know is
kept as unknown; the release that learns it changes the numbers, and with them the view's shape, so the
ledger is rebuilt from the messages, which have the word.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

STANDINGS = ("full", "probationary", "suspended")
CLASSES = (
    "in_service",
    "retired",
    "floating",
    "laid_off",
    "residents",
    "at_home",
    "working_in_city",
    "working_outside",
)
EDUCATION = (
    "postgraduate",
    "university",
    "college",
    "secondary_vocational",
    "senior_high",
    "junior_high",
    "primary",
)
GENDERS = ("male", "female")
UNKNOWN = ""
"""In place of a word of a younger publisher."""
WORDS = (STANDINGS, CLASSES, EDUCATION, GENDERS)


class Kind(NamedTuple):
    """What members of one kind have in common."""

    standing: str
    member_class: str
    education: str
    gender: str


KINDS: Sequence[Kind] = tuple(Kind(*words) for words in product(*((*w, UNKNOWN) for w in WORDS)))
"""Each at the place of its number."""


class _Numbers(dict[tuple[str, ...], str]):
    def __missing__(self, words: tuple[str, ...]) -> str:
        known = zip(words, WORDS, strict=True)
        return self[tuple(word if word in those else UNKNOWN for word, those in known)]


NUMBERS: Mapping[tuple[str, ...], str] = _Numbers(
    {tuple(kind): str(number) for number, kind in enumerate(KINDS)}
)
"""The number of each kind as the ledger stores it; unknown words count as `UNKNOWN`."""


def chosen(counts: Callable[[Kind], bool]) -> list[int]:
    """The numbers of the kinds that count."""
    return [number for number, kind in enumerate(KINDS) if counts(kind)]
