"""The handler that writes a read model: rows and checkpoint in one transaction."""

from collections.abc import Sequence
from typing import Generic

from sqlalchemy import Connection, Engine

from shared.database import looking_at
from shared.subscription import checkpoints, dead_letters, faults, fence, views
from shared.subscription.aside import Aside
from shared.subscription.bundle import Bundle
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.discarded import Discarded
from shared.subscription.fence import Step
from shared.subscription.limit import Limit
from shared.subscription.preparing import Batch, Prepared, Preparing, due, end_of
from shared.subscription.promise import Fenced, M, Projection
from shared.subscription.rows import BufferedRows

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
        self.shape = views.shape_of(projection)
        self._aside = Aside(engine, self.subscription, projection.describe, limit=limit)
        self._discarded: dict[str, Discarded] = {}
        self._preparing = Preparing(projection, self._discarded)

    def resume(self, source: str) -> int:
        with self._engine.begin() as connection:
            self._discarded[source] = dead_letters.discarded(
                connection, self._projection.name, source, self._projection.describe
            )
            return checkpoints.ensure(connection, self.subscription, source).position

    def prepare(self, source: str, batch: Batch[M]) -> Prepared | None:
        """What a batch writes, made ahead of `load` by another thread; None if an entry fails."""
        return self._preparing(source, batch)

    def load(self, source: str, after: int, batch: Batch[M], prepared: Prepared | None) -> int:
        """What `handle` does with the batch, whose rows are `prepared` if that could be done."""
        try:
            if prepared and self._store(source, after, prepared):
                return prepared.to.position
        except Fenced:
            raise
        except Exception as error:
            if faults.passes(error):
                raise
        entries = batch.entries() if isinstance(batch, Bundle) else batch
        return self._aside.apart(self, source, after, entries)

    def handle(self, source: str, after: int, batch: Sequence[M]) -> int:
        """Handle the batch; an entry that fails is set aside."""
        return self.load(source, after, batch, self.prepare(source, batch))

    def passed(self, entries: int) -> None:
        """Count entries that were projected."""
        self._aside.passed(entries)

    def close(self) -> None:
        """Nothing is held between two batches."""

    def _store(self, source: str, after: int, prepared: Prepared) -> bool:
        """Store what is prepared; false when some of it may be there already, or waits for a decision."""
        if prepared.rows.empty and not self._schemas and self._pass(source, after, prepared):
            self.passed(prepared.entries)
            return True
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after).sequence
            if self._aside.parked or prepared.first <= reached:
                return False
            self._write(connection, source, after, prepared.rows, prepared.to)
        self.passed(prepared.entries)
        return True

    def _pass(self, source: str, after: int, prepared: Prepared) -> bool:
        """Move the checkpoint past what writes nothing: one statement."""
        step = Step(source, after, prepared.first, prepared.to)
        with looking_at(self._engine) as connection:
            return fence.take_live(connection, self._projection.name, self.shape, [step])

    def together(self, source: str, after: int, batch: Sequence[M]) -> int:
        """Project what is due, all of it or nothing; followers of what was set aside are parked."""
        with self._engine.begin() as connection:
            reached = self._begin(connection, source, after).sequence
            rows, projected = self._rows(connection, source, batch, reached)
            end = end_of(batch)
            to = end._replace(sequence=max(reached, end.sequence))
            self._write(connection, source, after, rows, to)
        self.passed(projected)
        return end.position

    def _write(
        self, connection: Connection, source: str, after: int, rows: BufferedRows, to: Checkpoint
    ) -> None:
        rows.flush(connection, self._schemas)
        checkpoints.move(connection, self.subscription, source, after, to)

    def _rows(
        self, connection: Connection, source: str, batch: Sequence[M], reached: int
    ) -> tuple[BufferedRows, int]:
        """The rows of what is due, and of how many entries; followers of the parked are parked."""
        rows, projected = BufferedRows(), 0
        wanted = list(due(batch, reached, self._discarded.get(source, ())))
        for entry in wanted:
            if self._aside.follows(entry):
                self._aside.follow(connection, source, entry)
            else:
                faults.refuse_unfit(entry)
                self._projection.project(entry, rows)
                projected += 1
        if self._aside.parked:
            taken = {entry.position for entry in wanted}
            repeated = (entry for entry in batch if entry.position not in taken)
            self._aside.come_again(connection, source, repeated)
        return rows, projected

    def hold(self, connection: Connection, source: str, after: int) -> fence.Held:
        """Lock the checkpoint, and keep the view's shape, until the transaction ends."""
        if self._schemas:
            return fence.hold_copy(connection, self.subscription, source, after)
        view, shape = self._projection.name, self.shape
        return fence.hold_live(connection, self.subscription, source, after, view=view, shape=shape)

    def _begin(self, connection: Connection, source: str, after: int) -> Checkpoint:
        return self._aside.begin(connection, self.hold(connection, source, after))
