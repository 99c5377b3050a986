"""What a projection writes for a batch, made ahead of the writing by another thread.

A projection neither reads nor remembers, so it does not matter when it is asked.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple

from shared.subscription import faults
from shared.subscription.bundle import Bundle, TakesBundles
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.discarded import Discarded
from shared.subscription.promise import NO_SEQUENCE, M, Projection
from shared.subscription.rows import BufferedRows

Batch = Sequence[M] | Bundle[M]
_NOTHING = Discarded()


class Prepared(NamedTuple):
    """What a batch writes.

    Attributes:
        rows: its rows.
        entries: how many entries it has.
        first: the sequence of the first of them.
        to: where the checkpoint stands behind it.
    """

    rows: BufferedRows
    entries: int
    first: int
    to: Checkpoint


class Preparing(Generic[M]):
    """Prepares batches of one projection's sources."""

    def __init__(self, projection: Projection[M], discarded: Mapping[str, Discarded]) -> None:
        """``discarded``: what is left out of the view for good, by source."""
        self._projection, self._discarded = projection, discarded

    def __call__(self, source: str, batch: Batch[M]) -> Prepared | None:
        """What the batch writes; None if an entry fails, whichever it is."""
        discarded = self._discarded.get(source, _NOTHING)
        try:
            if isinstance(batch, Bundle):
                return self._bundle(batch, discarded)
            return self._entries(batch, discarded)
        except Exception:  # noqa: BLE001 -- whatever it is, `handle` finds the entry and sets it aside
            return None

    def _bundle(self, bundle: Bundle[M], discarded: Discarded) -> Prepared:
        plain = bundle.plain and not discarded.may_be_among(bundle)
        if not plain or not isinstance(self._projection, TakesBundles):
            return self._entries(bundle.entries(), discarded)
        rows = BufferedRows()
        self._projection.project_bundle(bundle, rows)
        return Prepared(rows, len(bundle), bundle.first, bundle.last)

    def _entries(self, batch: Sequence[M], discarded: Discarded) -> Prepared:
        rows = BufferedRows()
        for entry in due(batch, 0, discarded):
            faults.refuse_unfit(entry)
            self._projection.project(entry, rows)
        return Prepared(rows, len(batch), batch[0].sequence, end_of(batch))


def due(batch: Sequence[M], reached: int, discarded: Container[M]) -> Iterator[M]:
    """What was neither handled yet nor discarded, each once, also when it comes again at once."""
    for entry in batch:
        if (sequence := entry.sequence) > reached:
            reached = sequence
        elif sequence != NO_SEQUENCE:
            continue
        if entry not in discarded:
            yield entry


def end_of(batch: Sequence[M]) -> Checkpoint:
    """Where the checkpoint stands behind a batch."""
    last, newest = batch[-1], max(entry.sequence for entry in batch)
    return Checkpoint(last.position, newest, last.recorded_at)
