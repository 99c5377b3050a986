"""What was set aside is brought into the view after all, or left out for good: a person decides."""

from collections.abc import Sequence
from typing import Generic, NamedTuple

from sqlalchemy import Connection, Engine

from shared.subscription import checkpoints, dead_letters, faults, locks, views
from shared.subscription.dead_letters import DeadLetter
from shared.subscription.locks import Lock
from shared.subscription.promise import Fenced, M, Projection, Source
from shared.subscription.rows import BufferedRows


class Healed(NamedTuple):
    """What a retry did for one stream.

    Attributes:
        key: the stream.
        healed: how many of its entries are in the view now.
        left: how many still wait.
        reason: why the first of those failed this time; empty when none is left.
    """

    key: str
    healed: int
    left: int
    reason: str = ""


class Healing(Generic[M]):
    """Retries and discards for one view. Entries are read from their sources again.

    A stream's entries are taken in their order, each in one transaction with the end of its waiting,
    while the projector holds still: so none counts twice, none overtakes another.
    """

    def __init__(
        self, engine: Engine, projection: Projection[M], sources: Sequence[Source[M]]
    ) -> None:
        self._engine, self._projection = engine, projection
        self._sources = {source.name: source for source in sources}
        self._shape = views.shape_of(projection)

    def listed(self) -> list[DeadLetter]:
        """All that waits for a decision, in order."""
        with self._engine.connect() as connection:
            return dead_letters.listed(connection, self._projection.name)

    def retry_all(self) -> list[Healed]:
        """Retry every stream that waits."""
        return [self.retry(key) for key in dict.fromkeys(letter.key for letter in self.listed())]

    def retry(self, key: str) -> Healed:
        """Take one stream's entries into the view, until none waits or one fails again.

        Raises:
            Fenced: the view is being rebuilt, or has another shape: retry afterwards.
        """
        healed = 0
        while letter := self._first(key):
            try:
                healed += self._retry(letter)
            except Fenced:
                raise
            except Exception as error:
                if faults.passes(error):
                    raise
                reason = _reason(error)
                return Healed(key, healed, self._explain(letter, reason), reason)
        return Healed(key, healed, 0)

    def preview(self, key: str) -> Healed:
        """What `retry` would do now, tried in a transaction that is rolled back.

        Raises:
            Fenced: as `retry` does.
        """
        waiting = [letter for letter in self.listed() if letter.key == key]
        with self._engine.connect() as connection:
            self._hold(connection)
            for healed, letter in enumerate(waiting):
                try:
                    rows = BufferedRows()
                    entry = self._entry(letter)
                    faults.refuse_unfit(entry)
                    self._projection.project(entry, rows)
                    rows.flush(connection)
                except Exception as error:
                    if faults.passes(error):
                        raise
                    return Healed(key, healed, len(waiting) - healed, _reason(error))
        return Healed(key, len(waiting), 0)

    def discard(self, letter: int, because: str = "") -> Healed:
        """Leave one entry out of the view for good, and take those that waited behind it.

        Raises:
            LookupError: no such entry waits.
            Fenced: the view is being rebuilt, or has another shape: discard afterwards.
        """
        with self._engine.begin() as connection:
            self._hold(connection)
            key = dead_letters.discard(connection, self._projection.name, letter, because)
        return self.retry(key)

    def _first(self, key: str) -> DeadLetter | None:
        with self._engine.connect() as connection:
            return dead_letters.first(connection, self._projection.name, key)

    def _retry(self, letter: DeadLetter) -> bool:
        entry, rows = self._entry(letter), BufferedRows()
        with self._engine.begin() as connection:
            self._hold(connection)
            if dead_letters.first(connection, self._projection.name, letter.key) != letter:
                return False  # somebody else has just decided on it
            faults.refuse_unfit(entry)
            self._projection.project(entry, rows)
            rows.flush(connection)
            dead_letters.remove(connection, letter.id)
        return True

    def _entry(self, letter: DeadLetter) -> M:
        found = self._sources[letter.source].read(letter.position - 1, 1)
        if not found or found[0].position != letter.position:
            raise LookupError(f"{letter.source} no longer holds position {letter.position}")
        return found[0]

    def _hold(self, connection: Connection) -> None:
        name = self._projection.name
        if not locks.try_share(connection, name, Lock.REBUILDING):
            raise Fenced(f"{name} is being rebuilt")
        views.refuse_other_shape(connection, name, self._shape)
        checkpoints.hold_all(connection, name)

    def _explain(self, letter: DeadLetter, reason: str) -> int:
        with self._engine.begin() as connection:
            dead_letters.explain(connection, letter.id, reason)
            return dead_letters.count(connection, self._projection.name, letter.key)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
