"""Several views of one source, each of which tells the same messages in tables of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, select, text

from shared.messaging.promise import Message
from shared.subscription.promise import Described, Rows
from shared.subscription.views import ensure_view
from tests.support.sample import Happened

NAMES = ("one", "three", "two")


@dataclass(frozen=True)
class Told:
    """What was told, in order of arrival; ``refuses`` some numbers, and ``hears`` not all."""

    schema: str
    shape: str = "1"
    refuses: frozenset[int] = frozenset()
    hears: frozenset[int] | None = None
    tables: MetaData = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tables = MetaData(schema=self.schema)
        Table("told", tables, Column("event_id", Text, primary_key=True), Column("number", Integer))
        object.__setattr__(self, "tables", tables)

    @property
    def name(self) -> str:
        return f"sample.{self.schema}"

    @property
    def table(self) -> Table:
        return self.tables.tables[f"{self.schema}.told"]

    def describe(self, entry: Message) -> Described:
        return Described(entry.key, "happened", entry.value)

    def project(self, entry: Message, rows: Rows) -> None:
        happened = msgspec.json.decode(entry.value, type=Happened)
        if happened.number in self.refuses:
            raise ValueError(f"number {happened.number} is refused")
        if self.hears is None or happened.number in self.hears:
            rows.insert(self.table, {"event_id": happened.id, "number": happened.number})


def views(**given: Mapping[str, Any]) -> list[Told]:
    """One of each name; ``two={"refuses": …}`` makes it special."""
    return [Told(name, **given.get(name, {})) for name in NAMES]


def made(engine: Engine, those: Iterable[Told]) -> list[Told]:
    """They stand and are empty; each row notes when it came."""
    found = list(those)
    for view in found:
        assert ensure_view(engine, view)
        with engine.begin() as connection:
            connection.execute(text(f"alter table {view.schema}.told add column arrival bigserial"))
    return found


def arrivals(engine: Engine, those: Sequence[Told]) -> dict[str, list[str]]:
    """The ids in each view, as they came."""
    with engine.connect() as connection:
        return {
            view.schema: list(
                connection.execute(
                    select(view.table.c.event_id).order_by(text("arrival"))
                ).scalars()
            )
            for view in those
        }


def positions(engine: Engine) -> dict[str, int]:
    """Where each view's checkpoint stands."""
    with engine.connect() as connection:
        asked = text("select subscription, position from subscription.checkpoints")
        return {
            name.removeprefix("sample."): position for name, position in connection.execute(asked)
        }
