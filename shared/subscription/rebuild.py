"""A view rebuilt from its sources while it serves, compared row by row, and switched at once.

The new tables stand in a schema beside the live one. When they have caught up, the live projector
waits for a moment, the copies are compared, and one transaction renames the schemas. The old copy is
kept until the next rebuild or until it is dropped. A crash at any point leaves the live view as it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeGuard

from sqlalchemy import Engine

from shared.subscription import checkpoints, heap, indexing, locks, turns
from shared.subscription.bundle import Bundling, TakesBundles
from shared.subscription.copies import Copies
from shared.subscription.locks import Lock
from shared.subscription.preparing import Batch
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.reading_ahead import ahead, batches, bundles

BATCH, BUNDLE = 10_000, 20_000
"""Entries that are stored together, one by one and in bundles: a bundle's take less room."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RebuildReport:
    """What a rebuild did.

    Attributes:
        view: the projection's name.
        events: how many entries were read.
        seconds: how long it took, the comparison included.
        identical: whether the copies were equal row by row; None when they cannot be compared,
            because the live view has another shape.
        differences: rows that stand in one copy only, by table.
        switched: whether the new copy is live now. A copy that differs is not switched unasked.
    """

    view: str
    events: int
    seconds: float
    identical: bool | None
    switched: bool
    differences: dict[str, int] = field(default_factory=dict)


class RebuildRunning(Exception):
    """The view is being rebuilt already."""


class Rebuild:
    """One rebuild of one view; use `run`."""

    def __init__(
        self, engine: Engine, projection: Projection[Any], sources: Sequence[Source[Any]]
    ) -> None:
        self._engine, self._projection, self._sources = engine, projection, sources
        self._copies = Copies(projection)
        self._comparable = True
        self._read = 0

    def run(
        self,
        *,
        accept_differences: bool = False,
        rehearsal: bool = False,
        progress: Progress | None = None,
    ) -> RebuildReport:
        """Rebuild, compare, switch.

        Args:
            accept_differences: switch even when the new copy differs from the live one.
            rehearsal: switch in no case, and throw the new copy away.
            progress: told how many entries of how many are read, and again before each later step. What it
                raises ends the rebuild, and the live view stays.

        Raises:
            RebuildRunning: somebody else is rebuilding this view.
            TooManyDeadLetters: the projection fails on too much; the live view stays.
            Fenced: our database session broke and somebody else began a rebuild; the live view stays.
        """
        name = self._projection.name
        with locks.holding(self._engine, name, Lock.REBUILDING, wait=False) as held:
            if not held:
                raise RebuildRunning(name)
            try:
                with turns.short(), heap.kept():
                    return self._run(
                        lambda differs: not rehearsal and (accept_differences or not differs),
                        progress or (lambda _done, _all: None),
                    )
            finally:
                if rehearsal:
                    self._drop_next()

    def drop_old(self) -> None:
        """Throw away the copy that was live before."""
        with self._engine.begin() as connection:
            self._copies.drop_old(connection)

    def _drop_next(self) -> None:
        with self._engine.begin() as connection:
            self._copies.drop_next(connection)

    def drop_copies(self) -> None:
        """Throw away every copy but the live one: also what a rebuild left that died, or differed.

        A rebuild that is running is waited for: it may die yet.
        """
        with (
            locks.holding(self._engine, self._projection.name, Lock.REBUILDING),
            self._engine.begin() as connection,
        ):
            self._copies.drop_old(connection)
            self._copies.drop_next(connection)

    def _run(self, switches: Callable[[bool], bool], progress: Progress) -> RebuildReport:
        """``switches``: whether the new copy is to be live, when it differs and when it does not."""
        started, self._read = perf_counter(), 0
        projector = self._begin()
        self._load(projector, progress)
        self._make_indexes(lambda: progress(self._read, self._read))
        with locks.holding(self._engine, self._projection.name, Lock.WRITING):
            reached = self._load(projector, progress)
            differences = self._compare()
            switched = switches(bool(differences))
            if switched:
                with self._engine.begin() as connection:
                    self._copies.switch(connection, reached)
        return RebuildReport(
            view=self._projection.name,
            events=self._read,
            seconds=perf_counter() - started,
            identical=None if differences is None else not differences,
            differences=differences or {},
            switched=switched,
        )

    def _begin(self) -> Projector[Any]:
        with self._engine.begin() as connection:
            self._comparable = self._copies.make_next(connection)
        return Projector(
            self._engine,
            self._projection,
            subscription=self._copies.subscription,
            schemas={self._copies.live: self._copies.next},
        )

    def _make_indexes(self, before_each: Callable[[], None]) -> None:
        indexing.make_all(self._engine, self._projection, self._copies.next, before_each)
        before_each()  # the loops stand by from here on

    def _compare(self) -> dict[str, int] | None:
        if not self._comparable:
            return None
        with self._engine.connect() as connection:
            return self._copies.differences(connection)

    def _targets(self, sources: Sequence[Source[Any]]) -> dict[str, int]:
        """How far to read: as far as the live view, or to the head where there is nothing to compare."""
        if not self._comparable:
            return {source.name: source.head() for source in sources}
        with self._engine.connect() as connection:
            return {
                s.name: checkpoints.read(connection, self._projection.name, s.name).position
                for s in sources
            }

    def _load(self, projector: Projector[Any], progress: Progress) -> dict[str, int]:
        """Read on to where the live view is now; answers where we are, by source."""
        sources = tuple(self._sources)  # Kafka is asked for them whenever somebody looks
        targets = self._targets(sources)
        at = {source.name: projector.resume(source.name) for source in sources}
        total = self._read + sum(targets.values()) - sum(at.values())
        read = self._all_batches(sources, dict(at), targets)
        if not all(self._in_bundles(source) and source.reads_ahead for source in sources):
            read = ahead(read)
        for name, batch, rows in ahead((n, b, projector.prepare(n, b)) for n, b in read):
            at[name] = projector.load(name, at[name], batch, rows)
            self._read += len(batch)
            progress(self._read, total)
        return at

    def _all_batches(
        self,
        sources: Sequence[Source[Any]],
        starts: Mapping[str, int],
        targets: Mapping[str, int],
    ) -> Iterator[tuple[str, Batch[Any]]]:
        """Source by source; the first of the next is on its way while the last of this one is stored."""
        for source in sources:
            for batch in self._batches(source, starts[source.name], targets[source.name]):
                yield source.name, batch

    def _batches(self, source: Source[Any], after: int, to: int) -> Iterator[Batch[Any]]:
        """In bundles, where the source has them and the projection takes them."""
        if self._in_bundles(source):
            return bundles(source, after, to, BUNDLE)
        return batches(source, after, to, BATCH)

    def _in_bundles(self, source: Source[Any]) -> TypeGuard[Bundling[Any]]:
        return isinstance(source, Bundling) and isinstance(self._projection, TakesBundles)
