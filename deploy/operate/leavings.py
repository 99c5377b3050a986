"""What a subscription has left in its service's database: found, and removed, by its name alone."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from sqlalchemy import Connection, text

from deploy.operate.answers import seconds

_NAMES = "subscription in (:name, :name || '#next')"
"""Its own, and the copy's that a rebuild has left half built."""
_POSITIONS = text(
    "select count(*), extract(epoch from clock_timestamp() - max(updated_at))::float8"
    f" from subscription.checkpoints where {_NAMES}"
)
_ASIDE = text(f"select count(*) from subscription.dead_letters where {_NAMES}")
_SCHEMAS = text(
    "select nspname::text from pg_namespace, replace(:name, '.', '_') view"
    " where nspname in (view, view || '_next', view || '_old')"
    f" and exists (select from subscription.views where {_NAMES}) order by nspname"
)
"""Whatever else is called so is nobody's leaving: only what the service itself has noted as a view."""
_REMOVE = [
    text(f"delete from subscription.{table} where {_NAMES}")
    for table in ("checkpoints", "dead_letters", "views", "proofs")
]


class Leavings(NamedTuple):
    """What is there of one subscription.

    Attributes:
        name: of the subscription.
        positions: in how many sources it stands.
        saved: seconds since the last of them was saved; None where there is none.
        aside: how many entries it has set aside, those included that were discarded.
        schemas: those that hold its tables, of a view.
    """

    name: str
    positions: int
    saved: float | None
    aside: int
    schemas: Sequence[str]

    @classmethod
    def of(cls, connection: Connection, name: str) -> Self:
        """What is there now."""
        told = {"name": name}
        positions, saved = connection.execute(_POSITIONS, told).one()
        aside = connection.execute(_ASIDE, told).scalar_one()
        return cls(
            name, positions, saved, aside, list(connection.execute(_SCHEMAS, told).scalars())
        )

    @property
    def any(self) -> bool:
        return bool(self.positions or self.aside or self.schemas)

    def told(self) -> str:
        """As people read it."""
        since = f", the last saved {seconds(self.saved)} ago" if self.positions else ""
        tables = f"; its tables ({', '.join(self.schemas)})" if self.schemas else ""
        return f"{self.positions} positions{since}; {self.aside} entries set aside{tables}"

    def remove(self, connection: Connection) -> None:
        """Take it away, in the connection's transaction."""
        for statement in _REMOVE:
            connection.execute(statement, {"name": self.name})
        for schema in self.schemas:
            connection.execute(text(f'drop schema "{schema}" cascade'))
