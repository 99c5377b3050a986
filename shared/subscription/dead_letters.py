"""Entries a projection or a reaction could not take: set aside with their reason, never dropped.

Followers of an entry that is set aside are parked behind it, so each stream keeps its order. What is
discarded stays known, so that a rebuild leaves it out as well.

An entry is known by its sequence, which it keeps in a topic that is made anew; one that tells none by its
position and its value.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.subscription.discarded import Describe, Discarded
from shared.subscription.promise import NO_SEQUENCE, Described, Entry


class Place(NamedTuple):
    """Where an entry stands: see `Entry`."""

    source: str
    position: int
    sequence: int


class DeadLetter(NamedTuple):
    """An entry that waits for a decision.

    Attributes:
        position: where it stood when it came last; None where another has been found there since.
        sequence: as it tells it, or `NO_SEQUENCE`.
    """

    id: int
    subscription: str
    source: str
    position: int | None
    sequence: int
    key: str
    type: str
    reason: str
    value: bytes
    parked_at: datetime

    def tells(self, entry: Entry, describe: Describe) -> bool:
        """Whether the ``entry`` that stands at its position is the one that waits."""
        if self.sequence == NO_SEQUENCE:
            return describe(entry).value == self.value
        return entry.sequence == self.sequence


_KNOWN = text(
    "with known as (select id from subscription.dead_letters"
    " where subscription = :subscription and source = :source and (sequence = :sequence"
    " or sequence is null and position = :position and value = :value) order by sequence limit 1),"
    " gone as (update subscription.dead_letters set position = null"
    " where subscription = :subscription and source = :source and position = :position"
    " and id is distinct from (select id from known))"
    " select id from known"
)
"""Whatever else was seen there stands there no more: the topic has been made anew."""
_STANDS = text(
    "update subscription.dead_letters set position = :position,"
    " sequence = coalesce(sequence, :sequence) where id = :id"
)
_PARK = text(
    "insert into subscription.dead_letters"
    " (subscription, source, position, sequence, key, type, reason, value) values"
    " (:subscription, :source, :position, :sequence, :key, :type, :reason, :value)"
)
_WAITING = (
    "from subscription.dead_letters where subscription = :subscription and discarded_at is null"
)
_SELECT = (
    "select id, subscription, source, position, coalesce(sequence, :none), key, type, reason, value,"
    f" parked_at {_WAITING}"
)
_ORDER = (
    "order by source, coalesce(sequence, max(sequence) over (partition by source order by id))"
    " nulls first, id"
)
"""As the publisher's log has them; who tells no place there is behind those that were set aside before."""
_KEYS = text(f"select distinct key {_WAITING}")
_LIST = text(f"{_SELECT} {_ORDER}").bindparams(none=NO_SEQUENCE)
_FIRST = text(f"{_SELECT} and key = :key {_ORDER} limit 1").bindparams(none=NO_SEQUENCE)
_COUNT = text(f"select count(*) {_WAITING} and key = :key")
_TELLING = text(f"select exists (select {_WAITING} and position(:words in value) > 0)")
_EXPLAIN = text("update subscription.dead_letters set reason = :reason where id = :id")
_REMOVE = text("delete from subscription.dead_letters where id = :id")
_DISCARD = text(
    "update subscription.dead_letters set discarded_at = now(), reason = reason || :because"
    " where id = :id and subscription = :subscription and discarded_at is null returning key"
)
_DISCARDED = text(
    "select sequence, position, value from subscription.dead_letters"
    " where subscription = :subscription and source = :source and discarded_at is not null"
    " and (sequence is not null or position is not null)"
)
_GIVE_WAY = text(
    "update subscription.dead_letters set position = null where subscription = :to"
    f" and (source, position) in (select source, position {_WAITING})"
)
_RENAME = text(
    f"update subscription.dead_letters set subscription = :to where id in (select id {_WAITING})"
)
_CLEAR = text(f"delete {_WAITING}")


def park(
    connection: Connection,
    subscription: str,
    entry: Described,
    place: Place,
    reason: str,
) -> None:
    """Set an entry aside with its reason; one that waits already goes on waiting, as whoever was moved back finds it."""
    if not stands(connection, subscription, entry, place):
        described = {"key": storable(entry.key), "type": storable(entry.type)}
        told = {**described, "reason": storable(reason), "value": entry.value}
        connection.execute(_PARK, {"subscription": subscription, **_told(place), **told})


def stands(connection: Connection, subscription: str, entry: Described, place: Place) -> bool:
    """Note where an entry stands that comes again; false if it was never set aside."""
    asked = {"subscription": subscription, "value": entry.value, **_told(place)}
    known = connection.execute(_KNOWN, asked).scalar()
    if known is None:
        return False
    connection.execute(_STANDS, {"id": known, **_told(place)})
    return True


def _told(place: Place) -> dict[str, object]:
    sequence = None if place.sequence == NO_SEQUENCE else place.sequence
    return {**place._asdict(), "sequence": sequence}


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


def discarded(
    connection: Connection, subscription: str, source: str, describe: Describe
) -> Discarded:
    """What is left out of the view for good; ``describe`` as it was described when it was set aside."""
    asked = {"subscription": subscription, "source": source}
    found = connection.execute(_DISCARDED, asked).all()
    sequences = frozenset(sequence for sequence, *_ in found if sequence is not None)
    values = {position: value for sequence, position, value in found if sequence is None}
    return Discarded(sequences, values, describe)


def clear(connection: Connection, subscription: str) -> None:
    """Forget all that wait: each entry is about to be decided on anew."""
    connection.execute(_CLEAR, {"subscription": subscription})


def rename(connection: Connection, subscription: str, to: str) -> None:
    """Those that wait for a decision belong to another subscription from now on, and stand where they do."""
    connection.execute(_GIVE_WAY, {"subscription": subscription, "to": to})
    connection.execute(_RENAME, {"subscription": subscription, "to": to})
