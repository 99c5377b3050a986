"""Entries a projection or a reaction could not take: set aside with their reason, never dropped.

Followers of an entry that is set aside are parked behind it, so each stream keeps its order. What is
discarded stays known, so that a rebuild leaves it out as well.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.subscription.promise import Described


class DeadLetter(NamedTuple):
    """An entry that waits for a decision."""

    id: int
    subscription: str
    source: str
    position: int
    key: str
    type: str
    reason: str
    value: bytes
    parked_at: datetime


_PARK = text(
    "insert into subscription.dead_letters"
    " (subscription, source, position, key, type, reason, value) values"
    " (:subscription, :source, :position, :key, :type, :reason, :value)"
    " on conflict (subscription, source, position) do nothing"
)
"""Whoever was moved back comes by what waits already: it goes on waiting."""
_WAITING = (
    "from subscription.dead_letters where subscription = :subscription and discarded_at is null"
)
_SELECT = (
    f"select id, subscription, source, position, key, type, reason, value, parked_at {_WAITING}"
)
_KEYS = text(f"select distinct key {_WAITING}")
_LIST = text(f"{_SELECT} order by source, position")
_FIRST = text(f"{_SELECT} and key = :key order by source, position limit 1")
_COUNT = text(f"select count(*) {_WAITING} and key = :key")
_TELLING = text(f"select exists (select {_WAITING} and position(:words in value) > 0)")
_EXPLAIN = text("update subscription.dead_letters set reason = :reason where id = :id")
_REMOVE = text("delete from subscription.dead_letters where id = :id")
_DISCARD = text(
    "update subscription.dead_letters set discarded_at = now(), reason = reason || :because"
    " where id = :id and subscription = :subscription and discarded_at is null returning key"
)
_DISCARDED = text(
    "select position from subscription.dead_letters"
    " where subscription = :subscription and source = :source and discarded_at is not null"
)
_RENAME = text(
    f"update subscription.dead_letters set subscription = :to where id in (select id {_WAITING})"
)
_CLEAR = text(f"delete {_WAITING}")


def park(
    connection: Connection,
    subscription: str,
    entry: Described,
    *,
    source: str,
    position: int,
    reason: str,
) -> None:
    """Set an entry aside with its reason."""
    connection.execute(
        _PARK,
        {
            "subscription": subscription,
            "source": source,
            "position": position,
            "key": storable(entry.key),
            "type": storable(entry.type),
            "reason": storable(reason),
            "value": entry.value,
        },
    )


def storable(text: str) -> str:
    """The text as PostgreSQL can hold it: what is set aside may well be what it refused."""
    return text.encode(errors="replace").decode().replace("\0", "\ufffd")


def parked_keys(connection: Connection, subscription: str) -> set[str]:
    """The streams that wait behind an entry that was set aside."""
    return set(connection.execute(_KEYS, {"subscription": subscription}).scalars())


def listed(connection: Connection, subscription: str) -> list[DeadLetter]:
    """All that is set aside and waits for a decision, in order."""
    return [DeadLetter(*row) for row in connection.execute(_LIST, {"subscription": subscription})]


def first(connection: Connection, subscription: str, key: str) -> DeadLetter | None:
    """The one that its stream waits for."""
    row = connection.execute(_FIRST, {"subscription": subscription, "key": key}).first()
    return DeadLetter(*row) if row else None


def count(connection: Connection, subscription: str, key: str) -> int:
    """How many entries of one stream wait."""
    asked = {"subscription": subscription, "key": key}
    return int(connection.execute(_COUNT, asked).scalar_one())


def any_tells(connection: Connection, subscription: str, words: bytes) -> bool:
    """Whether ``words`` stand in an entry that waits: what the view would show of them, it does not show yet."""
    asked = {"subscription": subscription, "words": words}
    return bool(connection.execute(_TELLING, asked).scalar_one())


def explain(connection: Connection, letter: int, reason: str) -> None:
    """Note why it failed this time."""
    connection.execute(_EXPLAIN, {"id": letter, "reason": reason})


def remove(connection: Connection, letter: int) -> None:
    """It is in the view now."""
    connection.execute(_REMOVE, {"id": letter})


def discard(connection: Connection, subscription: str, letter: int, because: str = "") -> str:
    """Leave it out of the view for good; ``because`` is noted behind its reason.

    Returns:
        The key of its stream.

    Raises:
        LookupError: no such entry waits.
    """
    noted = f"; left out because {storable(because)}" if because else ""
    asked = {"subscription": subscription, "id": letter, "because": noted}
    key: str | None = connection.execute(_DISCARD, asked).scalar()
    if key is None:
        raise LookupError(f"{subscription} has no entry {letter} that waits for a decision")
    return key


def discarded(connection: Connection, subscription: str, source: str) -> set[int]:
    """The positions that are left out of the view for good."""
    asked = {"subscription": subscription, "source": source}
    return set(connection.execute(_DISCARDED, asked).scalars())


def clear(connection: Connection, subscription: str) -> None:
    """Forget all that wait: each entry is about to be decided on anew."""
    connection.execute(_CLEAR, {"subscription": subscription})


def rename(connection: Connection, subscription: str, to: str) -> None:
    """Those that wait for a decision belong to another subscription from now on."""
    connection.execute(_RENAME, {"subscription": subscription, "to": to})
