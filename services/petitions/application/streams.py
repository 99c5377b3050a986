"""Which state each stream folds into."""

from typing import Any

from services.petitions.domain.calendar import decider as calendar
from services.petitions.domain.categories import decider as categories
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.petition import decider as petitions
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.streams import CALENDAR, CATEGORIES, DIRECTORY, PETITIONS, RULES
from shared.deciding import Folding

FOLDINGS: dict[str, Folding[Any]] = {
    DIRECTORY: Folding(directory.initial, directory.fold),
    CATEGORIES: Folding(categories.initial, categories.fold),
    RULES: Folding(rules.initial, rules.fold),
    CALENDAR: Folding(calendar.initial, calendar.fold),
}
"""The streams there is one of. Every appeal is decided on them, so they are kept folded."""

_PETITION: Folding[Any] = Folding(petitions.initial, petitions.fold)
_NOTHING: Folding[Any] = Folding(None, lambda _, nothing: nothing)


def folding_of(stream: str) -> Folding[Any]:
    """How the events of this stream become a state."""
    if stream.startswith(PETITIONS):
        return _PETITION
    return FOLDINGS.get(stream, _NOTHING)
