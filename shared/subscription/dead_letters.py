"""Entries a projection could not take: set aside with their reason, never dropped.

The limit is Arroyo's idea: a few bad messages are the messages' fault, many are ours. Followers of an
entry that is set aside are parked behind it, so each stream keeps its order.
"""

from collections import deque
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.subscription.promise import Described, TooManyDeadLetters


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


class Limit:
    """How much may be set aside before the subscription stops."""

    def __init__(self, *, in_a_row: int = 10, share: float = 0.1, window: int = 1000) -> None:
        """Args: ``in_a_row`` failures, or more than ``share`` of the last ``window`` entries."""
        self._in_a_row, self._most = in_a_row, max(in_a_row, int(share * window))
        self._row = 0
        self._recent: deque[bool] = deque(maxlen=window)

    def passed(self) -> None:
        self._row = 0
        self._recent.append(False)

    def failed(self, reason: str) -> None:
        """Count a failure.

        Raises:
            TooManyDeadLetters: the limit is reached; nothing more is set aside.
        """
        self._row += 1
        self._recent.append(True)
        if self._row >= self._in_a_row or sum(self._recent) > self._most:
            raise TooManyDeadLetters(f"{self._row} in a row, last: {reason}")


_PARK = text(
    "insert into subscription.dead_letters"
    " (subscription, source, position, key, type, reason, value) values"
    " (:subscription, :source, :position, :key, :type, :reason, :value)"
)
_KEYS = text(
    "select distinct key from subscription.dead_letters where subscription = :subscription"
)
_LIST = text(
    "select id, subscription, source, position, key, type, reason, value, parked_at"
    " from subscription.dead_letters where subscription = :subscription order by source, position"
)
_REMOVE = text("delete from subscription.dead_letters where id = :id")
_CLEAR = text("delete from subscription.dead_letters where subscription = :subscription")


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
            "reason": reason,
            **entry._asdict(),
        },
    )


def parked_keys(connection: Connection, subscription: str) -> set[str]:
    """The streams that wait behind an entry that was set aside."""
    return set(connection.execute(_KEYS, {"subscription": subscription}).scalars())


def listed(connection: Connection, subscription: str) -> list[DeadLetter]:
    """All that is set aside, in order."""
    return [DeadLetter(*row) for row in connection.execute(_LIST, {"subscription": subscription})]


def remove(connection: Connection, letter: int) -> None:
    connection.execute(_REMOVE, {"id": letter})


def clear(connection: Connection, subscription: str) -> None:
    """Forget all of them: a rebuild has just decided on each entry anew."""
    connection.execute(_CLEAR, {"subscription": subscription})
