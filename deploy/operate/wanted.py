"""What of a public topic a bureau is to have: its districts and types, and nothing of another district's counts."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

_PLACES = re.compile(
    r"((place|into|successor|organisation)_)?path|((division|community|parent)_)?code|premises|communities"
    r"|before|after|conference_id"
)
"""Fields that hold places where they hold texts; a joint conference has its community's code."""
_SIDES = ("before", "after")
_EVERYBODYS = re.compile(
    r"public\.\w+\.(rule-set|calendar-year-set|category-set|category-retired)\.v\d+"
)
"""What is of no place at all."""


@dataclass(frozen=True)
class Wanted:
    """What a bureau is to have.

    Attributes:
        districts: division codes, and ids of organisations; whatever lies below belongs to them.
        types: of messages; empty for all.
    """

    districts: frozenset[str]
    types: frozenset[str]

    def of(
        self, message: Mapping[str, Any], known: Container[str] = ()
    ) -> Mapping[str, Any] | None:
        """The message as the bureau is to have it; None: not at all. ``known``: see `concerns`."""
        if self.types and message["type"] not in self.types:
            return None
        return self._masked(message) if self.concerns(message, known) else None

    def concerns(self, message: Mapping[str, Any], known: Container[str] = ()) -> bool:
        """Whether it is of these districts.

        A rule or the calendar is everybody's. What names no place itself (a unit is closed, an agreement is over)
        concerns whom its subject has concerned before: then that is one of ``known``.
        """
        if places := list(_places(message["data"])):
            return any(map(self._within, places))
        return _EVERYBODYS.fullmatch(message["type"]) is not None or message["subject"] in known

    def _masked(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """A count without the street of another district where it was, or where it is."""
        data = message["data"]
        counted = {side: place for side in _SIDES if (place := _counted_at(data.get(side)))}
        strange = {side for side, place in counted.items() if not self._within(place)}
        if not strange:
            return message
        [ours] = counted.keys() - strange
        masked = {side: _nowhere(data[side], counted[ours]) for side in strange}
        return {**message, "subject": counted[ours], "data": {**data, **masked}}

    def _within(self, place: str) -> bool:
        return any(
            part == district
            or (district.isdigit() and part.isdigit() and part.startswith(district))
            for part in place.split("/")
            for district in self.districts
        )


def _counted_at(side: Any) -> str | None:
    """Where a count is before or after; None for facts of another kind."""
    figure = side.get("place_path") if isinstance(side, dict) else side
    return figure if isinstance(figure, str) else None


def _nowhere(side: Any, ours: str) -> Any:
    """The side without its place: a figure (of an appeal) stays one, at what both places have in common."""
    if not isinstance(side, dict):
        return None
    both = zip(side["place_path"].split("/"), ours.split("/"), strict=False)
    common = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], both)]
    return {**side, "place_path": "/".join(common)}


def _places(data: Any, name: str = "") -> Iterator[str]:
    """Every path and division code in a message."""
    if isinstance(data, str) and _PLACES.fullmatch(name):
        yield data
    elif isinstance(data, dict):
        for field, value in data.items():
            yield from _places(value, field)
    elif isinstance(data, list):
        for value in data:
            yield from _places(value, name)
