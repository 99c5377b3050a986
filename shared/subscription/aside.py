"""What is done with a batch in which something fails: only that is set aside, and its followers behind it.

Views and reactions do it alike. A batch that fails is halved until the entry that is at fault stands alone;
setting it aside and moving the checkpoint past it is one transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol

import structlog
from sqlalchemy import Connection, Engine

from shared.subscription import checkpoints, dead_letters, faults
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.dead_letters import Place
from shared.subscription.fence import Held
from shared.subscription.limit import Limit
from shared.subscription.promise import Described, Entry, Fenced, M, M_contra

logger = structlog.get_logger(__name__)


class Handles(Protocol[M_contra]):
    """What is known of a handler by whoever sets aside for it."""

    def hold(self, connection: Connection, source: str, after: int) -> Held:
        """Lock the checkpoint until the transaction ends. Raises `Fenced`: it is not at ``after``."""

    def together(self, source: str, after: int, batch: Sequence[M_contra]) -> int:
        """Handle the batch and save the checkpoint; answers the new position.

        It raises at the first entry that it cannot take; nothing of the batch behind that is handled.
        """


class Aside(Generic[M]):
    """What one subscription sets aside.

    Attributes:
        parked: the streams that wait behind an entry, as they were seen last.
    """

    def __init__(
        self,
        engine: Engine,
        subscription: str,
        describe: Callable[[M], Described],
        *,
        passes: Callable[[BaseException], bool] = faults.passes,
        limit: Limit | None = None,
    ) -> None:
        """Set entries aside.

        Args:
            engine: of the database in which the checkpoints stand.
            subscription: whose they are.
            describe: what an entry is called.
            passes: whether a fault is not the entry's: then nothing is set aside, and it is raised.
            limit: how much may be set aside.
        """
        self._engine, self._subscription, self._describe = engine, subscription, describe
        self._passes, self._limit = passes, limit or Limit()
        self.parked: set[str] = set()

    def look(self, connection: Connection) -> None:
        """See which streams are parked now."""
        self._see(dead_letters.parked_keys(connection, self._subscription))

    def begin(self, connection: Connection, held: Held) -> Checkpoint:
        """The same behind the checkpoint that is held, if there may be any; answers that checkpoint."""
        if held.parked:
            self.look(connection)
        else:
            self._see(set())
        return held.checkpoint

    def follows(self, entry: M) -> bool:
        """Whether its stream waits behind an entry that was set aside."""
        return bool(self.parked) and self._key(entry) in self.parked

    def follow(self, connection: Connection, source: str, entry: M) -> None:
        """Park it behind the one its stream waits for."""
        self._park(connection, source, entry, "follows an entry that was set aside")

    def come_again(self, connection: Connection, source: str, repeated: Iterable[M]) -> None:
        """Note where those of them stand that wait: in a topic that was made anew it is elsewhere."""
        for entry in filter(self.follows, repeated):
            described, place = self._describe(entry), _place(source, entry)
            dead_letters.stands(connection, self._subscription, described, place)

    def passed(self, entries: int) -> None:
        """Count entries that were handled."""
        self._limit.passed(entries)

    def apart(self, handler: Handles[M], source: str, after: int, batch: Sequence[M]) -> int:
        """Look at each entry; when one fails, halve the batch until only that one is set aside.

        Raises:
            TooManyDeadLetters: the limit is reached.
            Fenced: another instance is at work.
            Exception: the fault of the database or the network; what was handled before is saved.
        """
        try:
            return handler.together(source, after, batch)
        except Fenced:
            raise
        except Exception as error:
            if self._passes(error):
                raise
            if len(batch) == 1:
                return self._set_aside(handler, source, after, batch[0], error)
        middle = len(batch) // 2
        reached = self.apart(handler, source, after, batch[:middle])
        return self.apart(handler, source, reached, batch[middle:])

    def _set_aside(
        self, handler: Handles[M], source: str, after: int, entry: M, error: Exception
    ) -> int:
        reason = faults.reason(error)
        self._limit.failed(reason)
        with self._engine.begin() as connection:
            reached = self.begin(connection, handler.hold(connection, source, after)).sequence
            self._park(connection, source, entry, reason)
            to = Checkpoint(entry.position, max(reached, entry.sequence), entry.recorded_at)
            checkpoints.move(connection, self._subscription, source, after, to)
        self.parked.add(self._key(entry))
        told = {"subscription": self._subscription, "source": source, "position": entry.position}
        logger.error("subscription.set_aside", **told)
        return entry.position

    def _see(self, parked: set[str]) -> None:
        if self.parked - parked:  # only a person lets a stream go on
            self._limit.begin_anew()
        self.parked = parked

    def _key(self, entry: M) -> str:
        return dead_letters.storable(self._describe(entry).key)

    def _park(self, connection: Connection, source: str, entry: M, reason: str) -> None:
        described, place = self._describe(entry), _place(source, entry)
        dead_letters.park(connection, self._subscription, described, place, reason)


def _place(source: str, entry: Entry) -> Place:
    return Place(source, entry.position, entry.sequence)
