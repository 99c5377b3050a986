"""Where a subscription stands in each of its sources, saved in the handler's own transaction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, text

from shared.subscription.promise import Fenced

BY_HAND = "checkpoints_put"
"""Signalled, about a subscription, when a person has put a checkpoint of it elsewhere, decided on what it set aside,
or switched its view: whoever follows looks at the checkpoint again, also who has stopped for good."""


class Checkpoint(NamedTuple):
    """Position in the source, the publisher's sequence there, and when that entry was recorded."""

    position: int = 0
    sequence: int = 0
    recorded_at: datetime | None = None


_READ = "select position, sequence, recorded_at from subscription.checkpoints where subscription = :subscription and source = :source"
_ENSURE = text(
    "insert into subscription.checkpoints (subscription, source) select :subscription, :source"
    " where not exists (select from subscription.checkpoints"
    " where subscription = :subscription and source = :source) on conflict do nothing"
)
"""A row that is there is only looked at: to insert it would be to wait for whoever is moving it."""
_LOOK = text(_READ)
_LOCK = text(_READ + " for update")
_MOVE = text(
    "update subscription.checkpoints set position = :position, sequence = :sequence,"
    " recorded_at = :recorded_at, updated_at = now()"
    " where subscription = :subscription and source = :source and position = :expected"
)
_MOVE_TOGETHER = text(
    "update subscription.checkpoints set position = :position,"
    " sequence = greatest(sequence, :sequence), recorded_at = :recorded_at, updated_at = now()"
    " where subscription = any(:subscriptions) and source = :source"
)
_SAVE = text(
    "with lazy as materialized (select set_config('synchronous_commit', 'off', true))"
    " update subscription.checkpoints set position = :position, sequence = :sequence,"
    " recorded_at = :recorded_at, updated_at = now() from lazy"
    " where subscription = :subscription and source = :source and position = :expected"
)
_PUT = text(
    "update subscription.checkpoints set position = :to, updated_at = now()"
    " where subscription = :subscription and source = :source and position = :expected"
)
_CALL = text("select pg_notify(:channel, :subscription)")
_FORGET = text("delete from subscription.checkpoints where subscription = :subscription")
_RENAME = text(
    "update subscription.checkpoints set subscription = :to where subscription = :subscription"
)
_HOLD = text(
    "select from subscription.checkpoints where subscription = :subscription"
    " order by source for update"
)


def read(connection: Connection, subscription: str, source: str) -> Checkpoint:
    """Where the subscription stands; the very beginning if it never ran."""
    row = connection.execute(_LOOK, {"subscription": subscription, "source": source}).first()
    return Checkpoint(*row) if row else Checkpoint()


def ensure(connection: Connection, subscription: str, source: str) -> Checkpoint:
    """The same, and the row is there to be locked from now on."""
    connection.execute(_ENSURE, {"subscription": subscription, "source": source})
    return read(connection, subscription, source)


def begin(engine: Engine, subscription: str, sources: Iterable[str]) -> None:
    """Let a subscription stand at the beginning of each source it has never been in.

    Whoever asks how far a view is takes the source furthest behind: also one that nobody follows yet.
    """
    told = [{"subscription": subscription, "source": source} for source in sources]
    with engine.begin() as connection:
        connection.execute(_ENSURE, told)


def lock(connection: Connection, subscription: str, source: str, expected: int) -> Checkpoint:
    """Hold the checkpoint until the transaction ends.

    Raises:
        Fenced: it is not where we left it: another instance is at work.
    """
    row = connection.execute(_LOCK, {"subscription": subscription, "source": source}).first()
    if row is None or row.position != expected:
        raise Fenced(f"another has moved {subscription} in {source}")
    return Checkpoint(*row)


def move(
    connection: Connection, subscription: str, source: str, expected: int, to: Checkpoint
) -> None:
    """Move the checkpoint on.

    Raises:
        Fenced: it is not at ``expected`` any more.
    """
    moved = connection.execute(
        _MOVE,
        {"subscription": subscription, "source": source, "expected": expected, **to._asdict()},
    )
    if moved.rowcount == 0:
        raise Fenced(f"another has moved {subscription} in {source}")


def save(
    connection: Connection, subscription: str, source: str, expected: int, to: Checkpoint
) -> None:
    """Move the checkpoint on for work that is done already; mostly it is all of its transaction.

    The commit does not wait for the disk. Should the database server crash, its last moments are lost
    whole and done again from the checkpoint before: exactly what a subscription does after any crash.

    Raises:
        Fenced: it is not at ``expected`` any more.
    """
    told = {"subscription": subscription, "source": source, "expected": expected, **to._asdict()}
    if connection.execute(_SAVE, told).rowcount == 0:
        raise Fenced(f"another has moved {subscription} in {source}")


def put(connection: Connection, subscription: str, source: str, expected: int, to: int) -> bool:
    """Put the checkpoint elsewhere by hand, and call whoever follows; false if it is not at ``expected``."""
    told = {"subscription": subscription, "source": source, "expected": expected, "to": to}
    put_there = connection.execute(_PUT, told).rowcount > 0
    if put_there:
        call(connection, subscription)
    return put_there


def call(connection: Connection, subscription: str) -> None:
    """Call whoever follows, once the transaction has ended well."""
    connection.execute(_CALL, {"channel": BY_HAND, "subscription": subscription})


def move_together(
    connection: Connection, subscriptions: Collection[str], source: str, to: Checkpoint
) -> None:
    """Move the checkpoints of several subscriptions, all of which are held."""
    asked = {"subscriptions": list(subscriptions), "source": source, **to._asdict()}
    connection.execute(_MOVE_TOGETHER, asked)


def forget(connection: Connection, subscription: str) -> None:
    """Start from the beginning, in every source."""
    connection.execute(_FORGET, {"subscription": subscription})


def rename(connection: Connection, subscription: str, to: str) -> None:
    """Another subscription stands from now on where this one stood."""
    connection.execute(_RENAME, {"subscription": subscription, "to": to})


def hold_all(connection: Connection, subscription: str) -> None:
    """Keep every writer of this subscription waiting until a person's decision is stored, and call them then."""
    connection.execute(_HOLD, {"subscription": subscription})
    call(connection, subscription)
