"""Entries that follow one another, taken from a source in one piece: for whoever reads it whole.

A rebuild looks at no entry by itself while all is as usual. So a source may hand over many values at once, as
JSON that is decoded at once too, and nobody makes an object for each of them. Where something is not as
usual (an entry that cannot be projected, comes twice or was discarded) the same entries are read again, one
by one: a rebuild treats them exactly as the live view does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, runtime_checkable

from shared.subscription.checkpoints import Checkpoint
from shared.subscription.promise import M_co, M_contra, Rows


class Block(NamedTuple):
    """Some of the values, in order.

    Attributes:
        entries: how many.
        values: each as it was published, with a comma between two of them.
    """

    entries: int
    values: bytes

    @property
    def array(self) -> bytes:
        """One JSON array of all. Whoever decodes it sees to it that it holds as many as it should."""
        return b"[%b]" % self.values


@dataclass(frozen=True, slots=True)
class Bundle(Generic[M_co]):
    """Entries that follow one another.

    Attributes:
        blocks: their values, few enough in each to be decoded and written while still in the processor's cache.
        after: the position it begins behind.
        first: the sequence of the first entry.
        last: where the last one stands.
        plain: whether each sequence is above the one before, so that none comes twice, and no entry has a
            fault.
        entries: reads the same entries again, one by one.
    """

    blocks: Sequence[Block]
    after: int
    first: int
    last: Checkpoint
    plain: bool
    entries: Callable[[], Sequence[M_co]]

    def __len__(self) -> int:
        return sum(block.entries for block in self.blocks)


@runtime_checkable
class Bundling(Protocol[M_co]):
    """A source that can hand over its entries in bundles.

    Attributes:
        reads_ahead: whether what follows is on its way already while one is made. A thread that ran ahead of it
            would only take turns with those who work at what was read.
    """

    @property
    def reads_ahead(self) -> bool: ...

    def bundle(self, after: int, to: int) -> Bundle[M_co] | None:
        """All entries with a position above ``after``, up to ``to``; None if there are none.

        It holds them all in memory: ask for some thousands at once.
        """


@runtime_checkable
class TakesBundles(Protocol[M_contra]):
    """A projection that can be told many entries at once."""

    def project_bundle(self, bundle: Bundle[M_contra], rows: Rows) -> None:
        """Write what `project` would write for each of the entries.

        It may raise whatever it likes when it cannot take one of them: ``rows`` are thrown away then, and
        the entries are projected one by one.
        """
