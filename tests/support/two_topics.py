"""A view of what two services publish: who lives where, and what a place is called, each told by its own topic."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Engine, Integer, MetaData, Table, Text, text

from shared.messaging.promise import Message, OutgoingMessage
from shared.subscription.promise import KEYED_BY_ENTRY, Described, Rows
from shared.subscription.topics_projection import TopicPart, TopicsProjection
from tests.support.events import NOW
from tests.support.sample import MARK

VIEW = "sample.residence"
TABLES = MetaData(schema="sample_residence")
MOVES = Table(
    "moves",
    TABLES,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("number", Integer, nullable=False),
    info=KEYED_BY_ENTRY,
)
PLACES = Table(
    "places",
    TABLES,
    Column("place", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
REFUSED = 666


class Told(msgspec.Struct):
    number: int


def _number(entry: Message) -> int:
    number = msgspec.json.decode(entry.value, type=Told).number
    if number == REFUSED:
        raise ValueError(f"number {REFUSED} is refused")
    return number


def _move(entry: Message, rows: Rows) -> None:
    """A ledger: rows are only appended."""
    if entry.key != MARK:
        rows.append(MOVES, (str(entry.sequence), entry.key, str(_number(entry))))


def _place(entry: Message, rows: Rows) -> None:
    """A state: what is told last of a stream stands."""
    if entry.key != MARK:
        rows.upsert(PLACES, {"place": entry.key, "number": _number(entry)})


def described(entry: Message) -> Described:
    return Described(entry.key, "told", entry.value)


def residence(moves: str, places: str, **given: Any) -> TopicsProjection:
    """The view of these two topics."""
    parts = {moves: TopicPart({MOVES}, _move), places: TopicPart({PLACES}, _place)}
    told = {"shape": "1", "parts": parts, **given}
    return TopicsProjection(VIEW, TABLES, describe=described, **told)


def outgoing(topic: str, told: Iterable[tuple[str, int]], start: int = 1) -> list[OutgoingMessage]:
    """Messages of one publisher: (key, number) each."""
    return [
        OutgoingMessage(topic, key, msgspec.json.encode(Told(number)), sequence, NOW)
        for sequence, (key, number) in enumerate(told, start)
    ]


def standing(topic: str, told: Iterable[tuple[str, int]], start: int = 1) -> list[Message]:
    """The same as they stand in a topic of one part."""
    return [
        Message(m.topic, m.sequence, m.key, m.value, m.sequence, m.recorded_at)
        for m in outgoing(topic, told, start)
    ]


def content(engine: Engine) -> tuple[Sequence[Any], Sequence[Any]]:
    """Every row of both tables."""
    with engine.connect() as connection:
        found = [
            connection.execute(text(f"table sample_residence.{table} order by 1")).all()
            for table in ("moves", "places")
        ]
    return [tuple(row) for row in found[0]], [tuple(row) for row in found[1]]
