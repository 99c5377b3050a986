"""The handler that writes a read model: rows and checkpoint in one transaction."""

from collections.abc import Iterator, Sequence
from typing import Generic

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from shared.subscription import checkpoints, dead_letters
from shared.subscription.promise import Fenced, M, Projection
from shared.subscription.rows import BufferedRows

logger = structlog.get_logger(__name__)

Schemas = dict[str | None, str | None]
_SHARE = text("select pg_advisory_xact_lock_shared(hashtextextended(:view, 0))")
_LAZY = text("set local synchronous_commit = off")


class Projector(Generic[M]):
    """`Handler` for one projection.

    The locked checkpoint is the fence: of two instances only the one that finds it where it left it
    may write. An entry that cannot be projected is set aside, and so are its followers; everything
    else goes on.
    """

    def __init__(
        self,
        engine: Engine,
        projection: Projection[M],
        *,
        subscription: str = "",
        schemas: Schemas | None = None,
        limit: dead_letters.Limit | None = None,
    ) -> None:
        """Write a projection's live tables, or with ``schemas`` a copy that stands elsewhere.

        Args:
            engine: of the database that holds the views and their checkpoints.
            projection: what to write.
            subscription: the checkpoints' name; the projection's own by default.
            schemas: where the copy stands, by live schema. A copy is lost with a crash of the
                database server and made again, so it does not wait for the disk.
            limit: how much may be set aside.
        """
        self._engine, self._projection, self._schemas = engine, projection, schemas
        self.subscription = subscription or projection.name
        self._limit = limit or dead_letters.Limit()
        self._parked: set[str] = set()

    def resume(self, source: str) -> int:
        with self._engine.begin() as connection:
            return checkpoints.ensure(connection, self.subscription, source).position

    def handle(self, source: str, after: int, batch: Sequence[M]) -> int:
        try:
            return self._together(source, after, batch)
        except (Fenced, OperationalError):
            raise
        except Exception as error:  # noqa: BLE001 -- whatever a projection raises, we look one by one
            logger.warning("projector.batch_failed", error=type(error).__name__)
        for entry in batch:
            after = self._one(source, after, entry)
        return after

    def close(self) -> None:
        """Nothing is held between two batches."""

    def _together(self, source: str, after: int, batch: Sequence[M]) -> int:
        rows = BufferedRows()
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after)
            for entry in _once(batch, reached.sequence):
                if self._parked and self._projection.describe(entry).key in self._parked:
                    self._park(connection, source, entry, "follows an entry that was set aside")
                else:
                    self._projection.project(entry, rows)
            rows.flush(connection, self._schemas)
            return self._save(connection, source, reached, batch[-1])

    def _one(self, source: str, after: int, entry: M) -> int:
        try:
            reached = self._together(source, after, [entry])
        except (Fenced, OperationalError):
            raise
        except Exception as error:  # noqa: BLE001 -- this is the entry that cannot be projected
            reason = f"{type(error).__name__}: {error}"[:500]
            self._limit.failed(reason)
            return self._set_aside(source, after, entry, reason)
        self._limit.passed()
        return reached

    def _set_aside(self, source: str, after: int, entry: M, reason: str) -> int:
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after)
            self._park(connection, source, entry, reason)
            position = self._save(connection, source, reached, entry)
        logger.error("projector.set_aside", subscription=self.subscription, position=position)
        return position

    def _begin(self, connection: Connection, source: str, after: int) -> checkpoints.Checkpoint:
        if self._schemas:
            connection.execute(_LAZY)
        else:
            connection.execute(_SHARE, {"view": self.subscription})
        reached = checkpoints.lock(connection, self.subscription, source, after)
        self._parked = dead_letters.parked_keys(connection, self.subscription)
        return reached

    def _save(
        self, connection: Connection, source: str, reached: checkpoints.Checkpoint, last: M
    ) -> int:
        to = checkpoints.Checkpoint(
            last.position, max(last.sequence, reached.sequence), last.recorded_at
        )
        checkpoints.move(connection, self.subscription, source, reached.position, to)
        return last.position

    def _park(self, connection: Connection, source: str, entry: M, reason: str) -> None:
        dead_letters.park(
            connection,
            self.subscription,
            self._projection.describe(entry),
            source=source,
            position=entry.position,
            reason=reason,
        )


def _once(batch: Sequence[M], reached: int) -> Iterator[M]:
    """The entries that were not handled yet, each once, whether they come again in this batch or not."""
    for entry in batch:
        if (sequence := entry.sequence) > reached:
            reached = sequence
            yield entry
