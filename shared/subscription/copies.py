"""The copies of one view: the live one, the next one beside it, the old one behind it."""

from typing import Any

from sqlalchemy import Connection, text

from shared.subscription import checkpoints, dead_letters, views
from shared.subscription.promise import Projection
from shared.subscription.rebuilds import NEXT

_LAZY = text("select set_config('synchronous_commit', 'off', true)")


class Copies:
    """Where they stand, and how the next one becomes the live one."""

    def __init__(self, projection: Projection[Any]) -> None:
        self._projection = projection
        self.live = views.schema_of(projection)
        self.next, self.old = f"{self.live}_next", f"{self.live}_old"
        self.subscription = f"{projection.name}{NEXT}"

    def make_next(self, connection: Connection) -> bool:
        """Make the next copy, empty; it need not be on the disk before the switch is.

        Returns:
            Whether the live view has the same shape, so that the two can be compared.
        """
        connection.execute(_LAZY)
        views.make_tables(connection, self._projection, self.next)
        views.forget_progress(connection, self.subscription)
        known = views.known_shape(connection, self._projection.name)
        return known == views.shape_of(self._projection)

    def differences(self, connection: Connection) -> dict[str, int]:
        """How many rows stand in one copy only, by table."""
        tables = [table.name for table in views.tables_of(self._projection)]
        found = {table: self._differing(connection, table) for table in tables}
        return {table: rows for table, rows in found.items() if rows}

    def switch(self, connection: Connection, reached: dict[str, int]) -> None:
        """Make the next copy the live one, in the connection's transaction.

        Raises:
            Fenced: the next copy is not where we left it: somebody else has begun it anew.
        """
        for source, position in reached.items():
            checkpoints.lock(connection, self.subscription, source, position)
        self.drop_old(connection)
        live = views.known_shape(connection, self._projection.name)
        if live is not None:
            connection.execute(text(f'alter schema "{self.live}" rename to "{self.old}"'))
        connection.execute(text(f'alter schema "{self.next}" rename to "{self.live}"'))
        views.forget_progress(connection, self._projection.name)
        checkpoints.rename(connection, self.subscription, self._projection.name)
        dead_letters.rename(connection, self.subscription, self._projection.name)
        views.enter(connection, self._projection)
        checkpoints.call(connection, self._projection.name)

    def drop_old(self, connection: Connection) -> None:
        connection.execute(text(f'drop schema if exists "{self.old}" cascade'))

    def drop_next(self, connection: Connection) -> None:
        """Nobody may be filling it."""
        connection.execute(text(f'drop schema if exists "{self.next}" cascade'))
        views.forget_progress(connection, self.subscription)

    def _differing(self, connection: Connection, table: str) -> int:
        live, new = f'"{self.live}"."{table}"', f'"{self.next}"."{table}"'
        counted = connection.execute(
            text(
                f"select count(*) from ((table {live} except all table {new})"
                f" union all (table {new} except all table {live})) differing"
            )
        )
        return int(counted.scalar_one())
