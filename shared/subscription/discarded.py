"""What a person has left out of a view for good, as whoever reads a source asks it of each entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.subscription.bundle import Bundle
from shared.subscription.promise import Described

Describe = Callable[[Any], Described]


@dataclass(frozen=True)
class Discarded:
    """What is left out of a view for good, of one source. It contains entries.

    Attributes:
        sequences: of those that tell one.
        values: of all others, by position.
        describe: tells an entry's value.
    """

    sequences: frozenset[int] = frozenset()
    values: Mapping[int, bytes] = field(default_factory=dict)
    describe: Describe | None = None

    def __contains__(self, entry: Any) -> bool:
        if entry.sequence in self.sequences:
            return True
        if self.describe is None or entry.position not in self.values:
            return False
        return self.describe(entry).value == self.values[entry.position]

    def may_be_among(self, bundle: Bundle[Any]) -> bool:
        """Whether any of it can stand in a plain bundle; asked of thousands of entries at once."""
        told = range(bundle.first, bundle.last.sequence + 1)
        asked = range(bundle.after + 1, bundle.last.position + 1)
        return any(one in told for one in self.sequences) or any(p in asked for p in self.values)
