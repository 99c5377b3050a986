"""The backbone in PostgreSQL: a durable, ordered, replayable log for a process that hosts it all."""

from collections.abc import Sequence
from typing import LiteralString

import psycopg

from shared.database import Connection, Pool
from shared.messaging.promise import Message, OutgoingMessage, PublishFailed
from shared.signals import Signals

STORED = "messages_stored"
"""Signalled with every publication."""

_ENSURE = "insert into messaging.topics (topic) values (%s) on conflict do nothing"
_TAKE = (
    "update messaging.topics set last_position = last_position + %s"
    " where topic = %s returning last_position"
)
_COPY = "copy messaging.messages (topic, position, key, value, sequence, recorded_at) from stdin"
_IN_INDEX_ORDER = "set local enable_sort = off"
"""On a table that was filled just now, the planner would else sort the whole topic for each batch."""
_AT_ONCE = 200
"""Rows turned into messages while they are still in the processor's cache: a fifth faster."""
_READ = (
    "select position, key, value, sequence, recorded_at from messaging.messages"
    " where topic = %s and position > %s order by position limit %s"
)
_HEAD = "select last_position from messaging.topics where topic = %s"


class EmbeddedPublisher:
    """`Publisher`: the topic's row is locked until the messages stand, so positions have no gap."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        try:
            with self._pool.connection() as connection, connection.transaction():
                for topic in sorted({message.topic for message in messages}):
                    self._store(connection, topic, [m for m in messages if m.topic == topic])
                connection.execute(f"notify {STORED}".encode())
        except psycopg.Error as error:
            raise PublishFailed(type(error).__name__) from error

    @staticmethod
    def _store(connection: Connection, topic: str, messages: list[OutgoingMessage]) -> None:
        connection.execute(_ENSURE, (topic,))
        taken = connection.execute(_TAKE, (len(messages), topic)).fetchone()
        first = (taken[0] if taken else 0) - len(messages) + 1
        with connection.cursor().copy(_COPY) as copy:
            for position, message in enumerate(messages, first):
                copy.write_row(
                    (
                        topic,
                        position,
                        message.key,
                        message.value,
                        message.sequence,
                        message.recorded_at,
                    )
                )


class EmbeddedSource:
    """A topic as something to subscribe to."""

    def __init__(self, pool: Pool, signals: Signals, topic: str) -> None:
        self._pool, self._signals, self._topic = pool, signals, topic
        self.name = f"{topic}/0"

    def read(self, after: int, limit: int) -> list[Message]:
        topic = self._topic
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(_IN_INDEX_ORDER)
            cursor = connection.cursor(binary=True).execute(_READ, (topic, after, limit))
            found: list[Message] = []
            while rows := cursor.fetchmany(_AT_ONCE):
                found += [Message(topic, p, k, v, s, r) for p, k, v, s, r in rows]
        return found

    def head(self) -> int:
        with self._pool.connection() as connection:
            row = connection.execute(_HEAD, (self._topic,)).fetchone()
        return int(row[0]) if row else 0

    def seen(self) -> int:
        return self._signals.count(STORED)

    def wait(self, seen: int, timeout: float) -> None:
        self._signals.wait(STORED, seen, timeout)

    def wake(self) -> None:
        self._signals.wake_all()


class EmbeddedBackbone:
    """`Backbone` over one database."""

    channels: tuple[LiteralString, ...] = (STORED,)

    def __init__(self, pool: Pool, signals: Signals) -> None:
        self._pool, self._signals = pool, signals

    def publisher(self) -> EmbeddedPublisher:
        return EmbeddedPublisher(self._pool)

    def sources(self, topic: str) -> list[EmbeddedSource]:
        return [EmbeddedSource(self._pool, self._signals, topic)]
