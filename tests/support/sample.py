"""A small service's way of the data: its event becomes a message, the message rows of a view."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from shared.event_store import StoredEvent
from shared.messaging.promise import Message, OutgoingMessage
from shared.subscription.promise import Described, Rows
from tests.support.events import NOW

TOPIC = "sample.v1"
TABLES = MetaData(schema="sample")
LEDGER = Table(
    "ledger",
    TABLES,
    Column("event_id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("whole", JSONB),
    Index("ledger_by_stream", "stream", "version"),
)
STREAMS = Table(
    "streams",
    TABLES,
    Column("stream", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last", Integer),
)


class Happened(msgspec.Struct, frozen=True):
    """The sample's public message."""

    id: str
    version: int
    number: int


def translate(event: StoredEvent, topic: str = TOPIC) -> OutgoingMessage | None:
    """The message an event becomes; nothing for what is nobody else's business."""
    if event.type == "something-private":
        return None
    number = msgspec.json.decode(event.data)["number"]
    value = msgspec.json.encode(Happened(event.event_id, event.version, number))
    return OutgoingMessage(topic, event.stream, value, event.position, event.recorded_at)


@dataclass(frozen=True)
class SampleTelling:
    """What the sample's relay needs to know: its messages, and the mark behind private events."""

    topic: str = TOPIC

    def message(self, event: StoredEvent) -> OutgoingMessage | None:
        return translate(event, self.topic)

    def reached(self, event: StoredEvent) -> OutgoingMessage:
        return OutgoingMessage(
            self.topic, MARK, b"{}", event.position, event.recorded_at, everywhere=True
        )


MARK = "log"
"""The key of the messages that only say how far the log has come."""


@dataclass(frozen=True)
class Sample:
    """Each message once in the ledger, and the last of each stream; ``refuses`` some numbers."""

    name: str = "sample.ledger"
    shape: str = "1"
    refuses: frozenset[int] = frozenset()
    tables: MetaData = TABLES

    def describe(self, entry: Message) -> Described:
        return Described(entry.key, "happened", entry.value)

    def project(self, entry: Message, rows: Rows) -> None:
        if entry.key == MARK:
            return
        happened = msgspec.json.decode(entry.value, type=Happened)
        rows.insert(LEDGER, self._line(entry, happened))
        rows.upsert(STREAMS, {"stream": entry.key, "version": happened.version})
        rows.update(STREAMS, {"stream": entry.key}, {"last": happened.number})
        if happened.number in self.refuses:
            raise ValueError(f"number {happened.number} is refused")

    def _line(self, entry: Message, happened: Happened) -> dict[str, Any]:
        return {
            "event_id": happened.id,
            "stream": entry.key,
            "version": happened.version,
            "number": happened.number,
            "sequence": entry.sequence,
            "whole": {"number": happened.number},
        }


class LastOnly(Sample):
    """Remembers the last number of each stream, and would not notice an older one behind it."""

    def project(self, entry: Message, rows: Rows) -> None:
        number = msgspec.json.decode(entry.value, type=Happened).number
        rows.upsert(STREAMS, {"stream": entry.key, "version": 1, "last": number})


def messages(*told: tuple[str, int], start: int = 1) -> list[Message]:
    """A topic's messages: (key, number) each; versions are counted for each key."""
    versions: dict[str, int] = {}
    found = []
    for position, (key, number) in enumerate(told, start):
        versions[key] = versions.get(key, 0) + 1
        value = msgspec.json.encode(Happened(f"{key}@{versions[key]}", versions[key], number))
        found.append(Message(TOPIC, position, key, value, position, NOW))
    return found
