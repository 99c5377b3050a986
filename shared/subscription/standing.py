"""Where every subscription of a database stands, whichever process runs it: for health and metrics.

The checkpoints tell it, so a relay that is down is seen by whoever else of its service is up. A look is
a few rows by their keys, and is kept for a second: however many ask, the database is asked once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple, Protocol, Self, runtime_checkable

from shared.clock import monotonic_seconds, utc_now
from shared.database import Pool
from shared.subscription import faults, rebuilds
from shared.subscription.growth import Grown
from shared.subscription.rebuilds import NEXT

_KEPT_SECONDS = 1.0
_CHECKPOINTS = """
select subscription, source, position, recorded_at,
  extract(epoch from clock_timestamp() - updated_at)::float8
from subscription.checkpoints order by subscription, source
"""
_DEAD_LETTERS = """
select subscription, count(*) from subscription.dead_letters
where discarded_at is null and not subscription like '%#next' group by subscription
"""
"""Of a copy that a rebuild has left behind nobody decides: they go with it."""


class Measured(Protocol):
    """A source whose end can be asked for."""

    @property
    def name(self) -> str: ...
    def head(self) -> int: ...


@runtime_checkable
class Dated(Protocol):
    """A source that can tell cheaply how old its entries are."""

    def recorded_after(self, position: int) -> datetime | None:
        """When the first entry behind ``position`` was recorded; None if there is none."""


@runtime_checkable
class Ends(Protocol):
    """Several sources whose ends are asked for together, in one question."""

    def heads(self) -> Mapping[str, int]:
        """The newest position of each, by its name."""

    def begins(self) -> Mapping[str, int]:
        """The position behind which each begins, by its name: more than 0 where something was deleted."""


class Span(NamedTuple):
    """What a source holds: whatever stands behind ``begin``, up to ``end``."""

    begin: int
    end: int


class Standing(NamedTuple):
    """Where one subscription stands in one of its sources.

    Attributes:
        position: the last one handled.
        checkpoint_age: seconds since that was saved.
        lag_events: how many entries are not handled yet; None when this process cannot ask the source.
        lag_seconds: age of the oldest of them, 0 when there is none. Where a source cannot tell it:
            for how long it has been seen waiting here, or the age of the last entry that was handled
            if it waited already when looking began.
        lost: whether the source ends before the position, or begins behind it: what it held there is gone, and something
            would be passed over.
        followed: whether this release has such a subscription; of one that it has no more, nothing waits for anybody.
    """

    subscription: str
    source: str
    position: int
    checkpoint_age: float
    lag_events: int | None
    lag_seconds: float | None
    lost: bool = False
    followed: bool = True

    def stuck_seconds(self) -> float:
        """For how long nobody has got on although there is something to do."""
        return min(self.checkpoint_age, self.lag_seconds) if self.lag_seconds else 0.0


class Standings(NamedTuple):
    """One look.

    Attributes:
        standings: each subscription in each of its sources.
        dead_letters: how many wait for a decision, by subscription that is followed.
        rebuilds: how much of each rebuild that is going on is read, from 0 to 1, by view.
        faults: why a source could not be asked for its end; how far behind it somebody is, is not known then.
    """

    standings: Sequence[Standing]
    dead_letters: Mapping[str, int]
    rebuilds: Mapping[str, float]
    faults: Sequence[Exception] = ()

    def whole(self) -> Self:
        """The same, for whoever wants to know all of it.

        Raises:
            Exception: the fault of the first source that could not be asked.
        """
        if self.faults:
            raise self.faults[0]
        return self


class Observer:
    """Looks at one service's database."""

    def __init__(
        self,
        pool: Pool,
        sources: Sequence[Measured | Ends],
        followed: Collection[str] | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        kept: float = _KEPT_SECONDS,
    ) -> None:
        """Look with ``pool``.

        Args:
            pool: one connection to the database with the checkpoints (`open_observing_pool`).
            sources: what its subscriptions read, those that can be asked together as one.
            followed: the names of all subscriptions there are in this release; None: of all that have a checkpoint.
            now: the clock that dates entries.
            kept: for how many seconds a look is good.
        """
        self._pool, self._now, self._kept = pool, now, kept
        self._sources, self._followed = sources, followed
        self._grown: dict[str, Grown] = defaultdict(Grown)
        self._looking = Lock()
        self._seen: tuple[float, Standings | Exception] | None = None

    def look(self) -> Standings:
        """Where all stand now, or did a second ago.

        Raises:
            Exception: the database did not answer, whatever its fault is.
        """
        with self._looking:
            if self._seen is None or monotonic_seconds() - self._seen[0] > self._kept:
                found = self._try()
                self._seen = (monotonic_seconds(), found)
            found = self._seen[1]
        if isinstance(found, Exception):
            raise found
        return found

    def _try(self) -> Standings | Exception:
        """A failure is kept as well: nobody waits for a dead database more than once a second."""
        try:
            return self._look()
        except Exception as error:  # noqa: BLE001 -- told to everyone who asks
            return error

    def _look(self) -> Standings:
        with self._pool.connection() as connection:
            saved = [_Saved(*row) for row in connection.execute(_CHECKPOINTS)]
            found = connection.execute(_DEAD_LETTERS)
            letters = {str(name): int(n) for name, n in found if self._follows(str(name))}
            rebuilding = rebuilds.going_on(connection, saved)
        alone = [one for one in self._sources if not isinstance(one, Ends)]
        dated = {one.name: one for one in alone if isinstance(one, Dated)}
        spans, silent = self._spans()
        for name, span in spans.items():
            self._grown[name].note(span.end, self._now())
        standings = [
            self._standing(one, spans.get(one.source), dated.get(one.source))
            for one in saved
            if not one.subscription.endswith(NEXT)
        ]
        return Standings(standings, letters, rebuilding, silent)

    def _spans(self) -> tuple[Mapping[str, Span], Sequence[Exception]]:
        """What all sources hold that answer, and why others do not: the own log is no farther for their sake."""
        spans, silent = dict[str, Span](), list[Exception]()
        for source in self._sources:
            try:
                spans |= _spans_of(source)
            except Exception as error:
                if not faults.passes(error):
                    raise
                silent.append(error)
        return spans, silent

    def _follows(self, name: str) -> bool:
        return self._followed is None or name in self._followed

    def _standing(self, saved: "_Saved", span: Span | None, dated: Dated | None) -> Standing:
        followed, age = self._follows(saved.subscription), max(saved.age, 0.0)
        # A broker that has just been given a partition says that it ends at -1.
        known = span if span and span.end >= 0 and followed else None
        lost = known is not None and not known.begin <= saved.position <= known.end
        lag = known.end - saved.position if known and not lost else None
        seconds = self._seconds(saved, dated) if lag else lag
        at = (saved.subscription, saved.source, saved.position)
        return Standing(*at, age, lag, seconds, lost=lost, followed=followed)

    def _seconds(self, saved: "_Saved", dated: Dated | None) -> float:
        if dated:
            since = dated.recorded_after(saved.position)
        else:
            since = self._grown[saved.source].since(saved.position) or saved.recorded_at
        return max((self._now() - since).total_seconds(), 0.0) if since else saved.age


def _spans_of(source: Measured | Ends) -> Mapping[str, Span]:
    if isinstance(source, Ends):
        heads, begins = source.heads(), source.begins()
        return {name: Span(begins.get(name, 0), head) for name, head in heads.items()}
    return {source.name: Span(0, source.head())}


class _Saved(NamedTuple):
    subscription: str
    source: str
    position: int
    recorded_at: datetime | None
    age: float
