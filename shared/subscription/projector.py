"""The handler that writes a read model: rows and checkpoint in one transaction."""

from collections.abc import Iterator, Sequence
from typing import Generic

import structlog
from sqlalchemy import Connection, Engine

from shared.subscription import checkpoints, dead_letters, faults, fence, views
from shared.subscription.limit import Limit
from shared.subscription.promise import NO_SEQUENCE, Fenced, M, Projection
from shared.subscription.rows import BufferedRows

logger = structlog.get_logger(__name__)

Schemas = dict[str | None, str | None]


class Projector(Generic[M]):
    """`Handler` for one projection.

    The locked checkpoint is the fence: of two instances only the one that finds it where it left it
    may write, and only while the live view has its shape. An entry that cannot be projected is set
    aside, and so are its followers; everything else goes on.
    """

    def __init__(
        self,
        engine: Engine,
        projection: Projection[M],
        *,
        subscription: str = "",
        schemas: Schemas | None = None,
        limit: Limit | None = None,
    ) -> None:
        """Write a projection's live tables, or with ``schemas`` a copy that stands elsewhere.

        Args:
            engine: of the database that holds the views and their checkpoints.
            projection: what to write.
            subscription: the checkpoints' name; the projection's own by default.
            schemas: where the copy stands, by live schema.
            limit: how much may be set aside.
        """
        self._engine, self._projection, self._schemas = engine, projection, schemas
        self.subscription = subscription or projection.name
        self._shape, self._limit = views.shape_of(projection), limit or Limit()
        self._parked: set[str] = set()
        self._discarded: dict[str, set[int]] = {}

    def resume(self, source: str) -> int:
        with self._engine.begin() as connection:
            self._discarded[source] = dead_letters.discarded(
                connection, self._projection.name, source
            )
            return checkpoints.ensure(connection, self.subscription, source).position

    def prepare(self, source: str, batch: Sequence[M]) -> BufferedRows | None:
        """The rows of a batch, made ahead of `handle` by another thread; None if an entry fails.

        A projection neither reads nor remembers, so it does not matter when it is asked.
        """
        rows = BufferedRows()
        try:
            for entry in self._due(source, batch, 0):
                faults.refuse_unfit(entry)
                self._projection.project(entry, rows)
        except Exception:  # noqa: BLE001 -- whatever it is, `handle` finds the entry and sets it aside
            return None
        return rows

    def handle(
        self, source: str, after: int, batch: Sequence[M], prepared: BufferedRows | None = None
    ) -> int:
        """Handle the batch; when an entry fails, halve it until only that entry is set aside."""
        try:
            return self._together(source, after, batch, prepared)
        except Fenced:
            raise
        except Exception as error:
            if faults.passes(error):
                raise
            if len(batch) == 1:
                return self._set_aside(source, after, batch[0], error)
        middle = len(batch) // 2
        return self.handle(source, self.handle(source, after, batch[:middle]), batch[middle:])

    def close(self) -> None:
        """Nothing is held between two batches."""

    def _together(
        self, source: str, after: int, batch: Sequence[M], prepared: BufferedRows | None = None
    ) -> int:
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after).sequence
            rows, projected = prepared, len(batch)
            if rows is None or self._parked or batch[0].sequence <= reached:
                rows, projected = self._rows(connection, source, batch, reached)
            rows.flush(connection, self._schemas)
            newest = max([reached, *(entry.sequence for entry in batch)])
            self._save(connection, source, after, batch[-1], newest)
        self._limit.passed(projected)
        return batch[-1].position

    def _rows(
        self, connection: Connection, source: str, batch: Sequence[M], reached: int
    ) -> tuple[BufferedRows, int]:
        """The rows of what is due, and of how many entries; followers of the parked are parked."""
        rows, projected = BufferedRows(), 0
        for entry in self._due(source, batch, reached):
            if self._parked and self._key(entry) in self._parked:
                self._park(connection, source, entry, "follows an entry that was set aside")
            else:
                faults.refuse_unfit(entry)
                self._projection.project(entry, rows)
                projected += 1
        return rows, projected

    def _due(self, source: str, batch: Sequence[M], reached: int) -> Iterator[M]:
        """What was neither handled yet nor discarded, each once, also when it comes again at once."""
        discarded = self._discarded.get(source, ())
        for entry in batch:
            if (sequence := entry.sequence) > reached:
                reached = sequence
            elif sequence != NO_SEQUENCE:
                continue
            if entry.position not in discarded:
                yield entry

    def _key(self, entry: M) -> str:
        return dead_letters.storable(self._projection.describe(entry).key)

    def _set_aside(self, source: str, after: int, entry: M, error: Exception) -> int:
        reason = f"{type(error).__name__}: {error}"[:500]
        self._limit.failed(reason)
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after).sequence
            self._park(connection, source, entry, reason)
            self._save(connection, source, after, entry, max(reached, entry.sequence))
        logger.error("projector.set_aside", subscription=self.subscription, position=entry.position)
        return entry.position

    def _begin(self, connection: Connection, source: str, after: int) -> checkpoints.Checkpoint:
        held = self._hold(connection, source, after)
        self._parked = (
            dead_letters.parked_keys(connection, self.subscription) if held.parked else set()
        )
        return held.checkpoint

    def _hold(self, connection: Connection, source: str, after: int) -> fence.Held:
        if self._schemas:
            return fence.hold_copy(connection, self.subscription, source, after)
        view, shape = self._projection.name, self._shape
        return fence.hold_live(connection, self.subscription, source, after, view=view, shape=shape)

    def _save(self, connection: Connection, source: str, after: int, last: M, newest: int) -> None:
        to = checkpoints.Checkpoint(last.position, newest, last.recorded_at)
        checkpoints.move(connection, self.subscription, source, after, to)

    def _park(self, connection: Connection, source: str, entry: M, reason: str) -> None:
        dead_letters.park(
            connection,
            self.subscription,
            self._projection.describe(entry),
            source=source,
            position=entry.position,
            reason=reason,
        )
