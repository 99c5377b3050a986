"""A view rebuilt from its sources while it serves, compared row by row, and switched at once.

The new tables stand in a schema beside the live one. When they have caught up, the live projector
waits for a moment (an advisory lock, which unlike a row lock hides no new events from the readers of
the log), the copies are compared, and one transaction renames the schemas. The old copy is kept until
the next rebuild or until it is dropped. A crash at any point leaves the live view as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, text

from shared.subscription import checkpoints, dead_letters, views
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.reading_ahead import batches

BATCH = 10_000
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


class Rebuild:
    """One rebuild of one view; use `run`."""

    def __init__(
        self, engine: Engine, projection: Projection[Any], sources: Sequence[Source[Any]]
    ) -> None:
        self._engine, self._projection, self._sources = engine, projection, sources
        self._live = views.schema_of(projection)
        self._next, self._old = f"{self._live}_next", f"{self._live}_old"
        self._subscription = f"{projection.name}#next"
        self._same_shape = True
        self._read = 0

    def run(
        self, *, accept_differences: bool = False, progress: Progress | None = None
    ) -> RebuildReport:
        """Rebuild, compare, switch.

        Args:
            accept_differences: switch even when the new copy differs from the live one.
            progress: told how many entries of how many are read.

        Raises:
            RebuildRunning: somebody else is rebuilding this view.
            TooManyDeadLetters: the projection fails on too much; the live view stays.
        """
        with self._engine.connect() as lock:
            if not _locked(
                lock,
                "select pg_try_advisory_lock(hashtextextended(:view, 2))",
                self._projection.name,
            ):
                raise RebuildRunning(self._projection.name)
            try:
                return self._run(accept_differences, progress or (lambda _done, _all: None))
            finally:
                _locked(
                    lock,
                    "select pg_advisory_unlock(hashtextextended(:view, 2))",
                    self._projection.name,
                )

    def drop_old(self) -> None:
        """Throw away the copy that was live before."""
        with self._engine.begin() as connection:
            connection.execute(text(f'drop schema if exists "{self._old}" cascade'))

    def _run(self, accept_differences: bool, progress: Progress) -> RebuildReport:
        started = perf_counter()
        self._prepare()
        projector = Projector(
            self._engine,
            self._projection,
            subscription=self._subscription,
            schemas={self._live: self._next},
        )
        self._load(projector, self._targets(), progress)
        with self._engine.begin() as connection:
            views.make_indexes(connection, self._projection, self._next)
        with self._engine.connect() as lock:
            _locked(
                lock, "select pg_advisory_lock(hashtextextended(:view, 0))", self._projection.name
            )
            try:
                self._load(projector, self._targets(), progress)
                differences = self._compare() if self._same_shape else None
                switched = not differences or accept_differences
                if switched:
                    self._switch()
            finally:
                _locked(
                    lock,
                    "select pg_advisory_unlock(hashtextextended(:view, 0))",
                    self._projection.name,
                )
        return RebuildReport(
            view=self._projection.name,
            events=self._read,
            seconds=perf_counter() - started,
            identical=None if differences is None else not differences,
            differences=differences or {},
            switched=switched,
        )

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            known = views.known_shape(connection, self._projection)
            self._same_shape = known == views.shape_of(self._projection)
            views.make_tables(connection, self._projection, self._next)
            self._forget_attempt(connection)

    def _forget_attempt(self, connection: Connection) -> None:
        connection.execute(
            text("delete from subscription.checkpoints where subscription = :name"),
            {"name": self._subscription},
        )
        dead_letters.clear(connection, self._subscription)

    def _targets(self) -> dict[str, int]:
        """How far to read: as far as the live view, or to the head where there is nothing to compare."""
        if not self._same_shape:
            return {source.name: source.head() for source in self._sources}
        with self._engine.connect() as connection:
            return {
                source.name: checkpoints.read(
                    connection, self._projection.name, source.name
                ).position
                for source in self._sources
            }

    def _load(self, projector: Projector[Any], targets: dict[str, int], progress: Progress) -> None:
        total = self._read + sum(targets.values())
        for source in self._sources:
            position, target = projector.resume(source.name), targets[source.name]
            total -= position
            for batch in batches(source, position, target, BATCH):
                position = projector.handle(source.name, position, batch)
                self._read += len(batch)
                progress(self._read, total)

    def _compare(self) -> dict[str, int]:
        with self._engine.connect() as connection:
            found = {
                table.name: self._differing(connection, table.name)
                for table in views.ordered(self._projection.tables)
            }
        return {table: rows for table, rows in found.items() if rows}

    def _differing(self, connection: Connection, table: str) -> int:
        live, new = f'"{self._live}"."{table}"', f'"{self._next}"."{table}"'
        return int(
            connection.execute(
                text(
                    f"select count(*) from ((table {live} except all table {new})"
                    f" union all (table {new} except all table {live})) differing"
                )
            ).scalar_one()
        )

    def _switch(self) -> None:
        name = self._projection.name
        with self._engine.begin() as connection:
            connection.execute(text(f'drop schema if exists "{self._old}" cascade'))
            connection.execute(text(f'alter schema "{self._live}" rename to "{self._old}"'))
            connection.execute(text(f'alter schema "{self._next}" rename to "{self._live}"'))
            for table in ("checkpoints", "dead_letters"):
                connection.execute(
                    text(f"delete from subscription.{table} where subscription = :name"),
                    {"name": name},
                )
                connection.execute(
                    text(
                        f"update subscription.{table} set subscription = :name"
                        " where subscription = :next"
                    ),
                    {"name": name, "next": self._subscription},
                )
            views.enter(connection, self._projection)


class RebuildRunning(Exception):
    """The view is being rebuilt already."""


def _locked(connection: Connection, statement: str, view: str) -> bool:
    """Take or give back a lock of the session; no transaction stays open behind it."""
    answer = connection.execute(text(statement), {"view": view}).scalar()
    connection.commit()
    return bool(answer)
