"""The backbone in PostgreSQL: a durable, ordered, replayable log for a process that hosts it all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import LiteralString

import psycopg

from shared.database import Connection, Pool
from shared.messaging import embedded_bundles
from shared.messaging.all_parts import AllParts
from shared.messaging.promise import Lead, Message, OutgoingMessage, PublishFailed
from shared.signals import Signals
from shared.subscription.bundle import Bundle
from shared.subscription.checkpoints import Checkpoint

STORED = "messages_stored"
"""Signalled with every publication, and about its topic: nobody wakes for another's."""

_ENSURE = "insert into messaging.topics (topic) values (%s) on conflict do nothing"
_TAKE = (
    "update messaging.topics set last_position = last_position + %s"
    " where topic = %s returning last_position"
)
_FEW = 50
"""Up to so many messages of one topic are stored by one statement."""
_PUBLISH = f"""
with taken as (
  update messaging.topics set last_position = last_position + %(many)s where topic = %(topic)s
  returning last_position - %(many)s as before
), stored as (
  insert into messaging.messages (topic, position, key, value, sequence, recorded_at)
  select %(topic)s, before + number, key, value, sequence, recorded_at
  from taken, unnest(%(keys)s::text[], %(values)s::bytea[], %(sequences)s::bigint[],
    %(times)s::timestamptz[]) with ordinality as told (key, value, sequence, recorded_at, number)
  returning position
)
select count(*), pg_notify('{STORED}', %(topic)s) from stored
"""
_COPY = "copy messaging.messages (topic, position, key, value, sequence, recorded_at) from stdin"
_AT_ONCE = 200
"""Rows turned into messages while they are still in the processor's cache: a fifth faster."""
_TOGETHER = 2_000
"""Rows asked for by one statement: the result of many more is spread over fresh memory, a quarter slower."""
_READ = (
    "select position, key, value, sequence, recorded_at from messaging.messages"
    " where topic = %s and position > %s and position <= %s order by position"
)
"""Positions are dense: a bounded range needs no limit, with which the planner would sort a whole topic
that was filled just now for each batch."""
_RECORDED_AT = "select recorded_at from messaging.messages where topic = %s and position = %s"
_HEAD = "select last_position from messaging.topics where topic = %s"


class EmbeddedPublisher:
    """`Publisher`: the topic's row is locked until the messages stand, so positions have no gap."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def publish(self, messages: Sequence[OutgoingMessage]) -> None:
        by_topic: dict[str, list[OutgoingMessage]] = {}
        for message in messages:
            told = by_topic.setdefault(message.topic, [])
            if not (message.everywhere and told and told[-1].sequence == message.sequence):
                told.append(message)
        try:
            with self._pool.connection() as connection:
                match [*by_topic.values()]:
                    case []:
                        return
                    case [few] if len(few) <= _FEW and _few(connection, few):
                        return
                self._many(connection, by_topic)
        except psycopg.Error as error:
            raise PublishFailed(type(error).__name__) from error

    def _many(self, connection: Connection, by_topic: dict[str, list[OutgoingMessage]]) -> None:
        with connection.transaction():
            for topic in sorted(by_topic):
                self._store(connection, topic, by_topic[topic])
                connection.execute("select pg_notify(%s, %s)", (STORED, topic))

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


def _few(connection: Connection, messages: Sequence[OutgoingMessage]) -> bool:
    """Store messages of one topic in one statement; false when the topic is not there yet."""
    told = {
        "topic": messages[0].topic,
        "many": len(messages),
        "keys": [message.key for message in messages],
        "values": [message.value for message in messages],
        "sequences": [message.sequence for message in messages],
        "times": [message.recorded_at for message in messages],
    }
    return connection.execute(_PUBLISH, told).fetchone() == (len(messages), "")


class EmbeddedSource:
    """A topic as something to subscribe to."""

    reads_ahead = False

    def __init__(self, pool: Pool, signals: Signals, topic: str, hears: str | None = None) -> None:
        """``hears``: the topic whose news end a wait, its own by default; empty for those of every topic."""
        self._pool, self._signals, self._topic = pool, signals, topic
        self._hears = topic if hears is None else hears
        self.name = f"{topic}/0"

    def read(self, after: int, limit: int) -> list[Message]:
        found: list[Message] = []
        with self._pool.connection() as connection:
            for first in range(after, after + limit, _TOGETHER):
                until = min(first + _TOGETHER, after + limit)
                found += self._between(connection, first, until)
                if len(found) < until - after:
                    break  # positions are dense: nothing follows
        return found

    def _between(self, connection: Connection, after: int, until: int) -> Iterator[Message]:
        topic = self._topic
        cursor = connection.cursor(binary=True).execute(_READ, (topic, after, until))
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from [Message(topic, p, k, v, s, r) for p, k, v, s, r in rows]

    def bundle(self, after: int, to: int) -> Bundle[Message] | None:
        """All messages behind ``after``, up to ``to``, in one piece; None if there are none."""
        with self._pool.connection() as connection:
            blocks, sequences = found = embedded_bundles.fetch(connection, self._topic, after, to)
        if not sequences:
            return None
        end = after + len(sequences)
        last = Checkpoint(end, sequences[-1], self.recorded_after(end - 1))
        return Bundle(
            blocks, after, sequences[0], last, found.rising, lambda: self.read(after, end - after)
        )

    def head(self) -> int:
        with self._pool.connection() as connection:
            row = connection.execute(_HEAD, (self._topic,)).fetchone()
        return int(row[0]) if row else 0

    def recorded_after(self, position: int) -> datetime | None:
        """When the first message behind ``position`` was recorded; None if there is none."""
        with self._pool.connection() as connection:
            row = connection.execute(_RECORDED_AT, (self._topic, position + 1)).fetchone()
        return row[0] if row else None

    def seen(self) -> int:
        return self._signals.count(STORED, self._hears)

    def wait(self, seen: int, timeout: float) -> None:
        self._signals.wait(STORED, seen, timeout, self._hears)

    def wake(self) -> None:
        self._signals.wake_all()


class EmbeddedBackbone:
    """`Backbone` over one database."""

    channels: tuple[LiteralString, ...] = (STORED,)
    for_bureaus, relay_rest = False, 0.0

    def __init__(self, pool: Pool, signals: Signals) -> None:
        """Over ``pool``; ``signals`` listen from when somebody follows, if they do not already."""
        self._pool, self._signals = pool, signals

    def publisher(self, *, for_bureaus: bool = False) -> EmbeddedPublisher:
        del for_bureaus  # they cannot read here
        return EmbeddedPublisher(self._pool)

    def sources(self, topic: str) -> list[EmbeddedSource]:
        return [EmbeddedSource(self._pool, self._signals, topic)]

    def follow(self, topics: tuple[str, ...], group: str, lead: Lead) -> AllParts:
        """Every instance follows whole topics; the slower of two stands by behind its checkpoint."""
        del group
        self._signals.start()
        hears = "" if len(topics) > 1 else topics[0]
        parts = [EmbeddedSource(self._pool, self._signals, topic, hears) for topic in topics]
        return AllParts(parts, lead)
