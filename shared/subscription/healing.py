"""What was set aside is taken after all, or left out for good: a person decides.

How an entry is taken is the business of whoever set it aside: a view writes its rows (`ViewCure`), a reaction
acts (`shared.policies.mending`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import Generic, NamedTuple, Protocol

from sqlalchemy import Connection, Engine

from shared.subscription import checkpoints, dead_letters, faults, locks, views
from shared.subscription.dead_letters import DeadLetter
from shared.subscription.locks import Lock
from shared.subscription.promise import Described, Fenced, M, M_contra, Projection, Source
from shared.subscription.rows import BufferedRows


class Cure(Protocol[M_contra]):
    """How one subscription takes an entry that it has set aside."""

    @property
    def name(self) -> str:
        """The subscription's."""

    @property
    def engine(self) -> Engine:
        """Of the database in which its dead letters stand."""

    def passes(self, error: Exception) -> bool:
        """Whether a fault is not the entry's: then it goes on waiting as it did."""

    def describe(self, entry: M_contra) -> Described:
        """What it is called when it is set aside."""

    def hold(self, connection: Connection) -> None:
        """Let the loop hold still until the transaction ends. Raises `Fenced`: not now."""

    def take(self, letter: DeadLetter, entry: M_contra) -> bool:
        """Take the entry, and with that end its waiting; false if somebody else has just decided on it."""

    def rehearsing(self) -> AbstractContextManager[Callable[[M_contra], None]]:
        """What is said of it tries one entry after the other as `take` would, and changes nothing."""


_AGAIN = "it is found when its subscription, moved back, comes by it again"


class Healed(NamedTuple):
    """What a retry did for one stream.

    Attributes:
        key: the stream.
        healed: how many of its entries have been taken.
        left: how many still wait.
        reason: why the first of those failed this time; empty when none is left.
    """

    key: str
    healed: int
    left: int
    reason: str = ""


class Healing(Generic[M]):
    """Retries and discards for one subscription. Entries are read from their sources again.

    A stream's entries are taken in their order, each once, and no follower that comes meanwhile
    overtakes them.
    """

    def __init__(self, cure: Cure[M], sources: Sequence[Source[M]]) -> None:
        self._cure, self._engine, self.name = cure, cure.engine, cure.name
        self._given = sources

    def listed(self) -> list[DeadLetter]:
        """All that waits for a decision, in order."""
        with self._engine.connect() as connection:
            return dead_letters.listed(connection, self.name)

    def retry_all(self) -> list[Healed]:
        """Retry every stream that waits."""
        return [self.retry(key) for key in dict.fromkeys(letter.key for letter in self.listed())]

    def retry(self, key: str) -> Healed:
        """Take one stream's entries, until none waits or one fails again.

        Raises:
            Fenced: the view is being rebuilt, or has another shape: retry afterwards.
        """
        healed = 0
        while letter := self._first(key):
            try:
                healed += self._cure.take(letter, self._entry(letter))
            except Fenced:
                raise
            except Exception as error:
                if self._cure.passes(error):
                    raise
                reason = faults.reason(error)
                return Healed(key, healed, self._explain(letter, reason), reason)
        return Healed(key, healed, 0)

    def preview(self, key: str, *, without: int | None = None) -> Healed:
        """What `retry` would do now, as far as that can be known beforehand; nothing is changed.

        Args:
            key: the stream.
            without: an entry to take for discarded.

        Raises:
            Fenced: as `retry` does.
        """
        waiting = [one for one in self.listed() if one.key == key and one.id != without]
        with self._cure.rehearsing() as attempt:
            for healed, letter in enumerate(waiting):
                try:
                    entry = self._entry(letter)
                    faults.refuse_unfit(entry)
                    attempt(entry)
                except Exception as error:
                    if self._cure.passes(error):
                        raise
                    return Healed(key, healed, len(waiting) - healed, faults.reason(error))
        return Healed(key, len(waiting), 0)

    def discard(self, letter: int, because: str = "") -> Healed:
        """Leave one entry out for good, and take those that waited behind it.

        Raises:
            LookupError: no such entry waits.
            Fenced: the view is being rebuilt, or has another shape: discard afterwards.
        """
        with self._engine.begin() as connection:
            self._cure.hold(connection)
            key = dead_letters.discard(connection, self.name, letter, because)
        return self.retry(key)

    def _first(self, key: str) -> DeadLetter | None:
        with self._engine.connect() as connection:
            return dead_letters.first(connection, self.name, key)

    def _entry(self, letter: DeadLetter) -> M:
        if letter.position is not None:
            found = self._sources[letter.source].read(letter.position - 1, 1)
            if not found or found[0].position != letter.position:
                raise LookupError(f"{letter.source} no longer holds position {letter.position}")
            if letter.tells(found[0], self._cure.describe):
                return found[0]
        raise LookupError(f"{letter.source} holds another entry where it stood: {_AGAIN}")

    @cached_property
    def _sources(self) -> Mapping[str, Source[M]]:
        """Counted when an entry is read: to list what waits, Kafka need not answer."""
        return {source.name: source for source in self._given}

    def _explain(self, letter: DeadLetter, reason: str) -> int:
        with self._engine.begin() as connection:
            dead_letters.explain(connection, letter.id, reason)
            return dead_letters.count(connection, self.name, letter.key)


class ViewCure(Generic[M]):
    """`Cure` of a view: rows and the end of the waiting are one transaction, while the projector holds still."""

    def __init__(self, engine: Engine, projection: Projection[M]) -> None:
        self.engine, self.name, self._projection = engine, projection.name, projection
        self._shape = views.shape_of(projection)
        self.passes, self.describe = faults.passes, projection.describe

    def hold(self, connection: Connection) -> None:
        """Raises `Fenced`: the view is being rebuilt, or has another shape."""
        if not locks.try_share(connection, self.name, Lock.REBUILDING):
            raise Fenced(f"{self.name} is being rebuilt")
        views.refuse_other_shape(connection, self.name, self._shape)
        checkpoints.hold_all(connection, self.name)

    def take(self, letter: DeadLetter, entry: M) -> bool:
        with self.engine.begin() as connection:
            self.hold(connection)
            if dead_letters.first(connection, self.name, letter.key) != letter:
                return False
            faults.refuse_unfit(entry)
            self._write(connection, entry)
            dead_letters.remove(connection, letter.id)
        return True

    @contextmanager
    def rehearsing(self) -> Iterator[Callable[[M], None]]:
        """In a transaction that is rolled back."""
        with self.engine.connect() as connection:
            self.hold(connection)
            yield lambda entry: self._write(connection, entry)

    def _write(self, connection: Connection, entry: M) -> None:
        rows = BufferedRows()
        self._projection.project(entry, rows)
        rows.flush(connection)
