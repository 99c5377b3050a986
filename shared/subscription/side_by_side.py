"""One view over several sources, kept by one thread: what has come of all of them is stored at once.

The parts of a topic have news together: a relay ends each batch with a mark in every part. A thread and a
transaction for each part would cost a view as many of both as there are parts. Each source still has its own
checkpoint and its own faults: whoever cannot go with the others goes alone.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.clock import monotonic_seconds
from shared.database import looking_at
from shared.subscription import faults, fence
from shared.subscription.fence import Step
from shared.subscription.follower import Follower
from shared.subscription.preparing import Prepared
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Entry, Projection, Source

_LOOK_SECONDS = 1.0
_Batches = Mapping[str, Sequence[Entry]]


class SideBySide:
    """Keeps one view up to date with some of its sources until it is stopped.

    The sources wait as one: who waits at any of them hears of news of each.
    """

    def __init__(
        self,
        engine: Engine,
        projection: Projection[Any],
        sources: Sequence[Source[Any]],
        *,
        batch: int,
        rest: float,
        moved: Callable[[], None],
    ) -> None:
        """Lead the view through ``sources``.

        Args:
            engine: of the database that holds the view.
            projection: what the view is.
            sources: what it is read from, here.
            batch: entries of one source handled at once, at most.
            rest: seconds between two rounds in which no batch was full.
            moved: called after the view was moved on.
        """
        self._engine, self._view, self._moved = engine, projection.name, moved
        self._batch, self._rest = batch, rest
        self._sources = {source.name: source for source in sources}
        self._projectors = {name: Projector(engine, projection) for name in self._sources}
        self._followers = {
            name: Follower(f"{self._view}:{name}", source, self._projectors[name])
            for name, source in self._sources.items()
        }
        self.loops = {one.name: one for one in self._followers.values()}
        self._at: dict[str, int] = {}
        self._again_at = dict.fromkeys(self._sources, 0.0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=f"view-{self._view}", daemon=True)

    def start(self) -> "SideBySide":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the batches at hand and end."""
        self._stop.set()
        for source in self._sources.values():
            source.wake()
        if self._thread.is_alive():
            self._thread.join(30)

    def run(self) -> None:
        """Nothing is held between two rounds."""
        [one, *_] = self._sources.values()
        while not self._stop.is_set() and (self._at or self._again_at):
            seen = one.seen()
            self._take_up()
            found = self._read()
            if not found:
                self._wait(one, seen)
                continue
            for name in self._go_together(found):
                self._go_alone(name, found[name])
            self._moved()
            if self._rest and max(map(len, found.values())) < self._batch:
                self._stop.wait(self._rest)

    def _take_up(self) -> None:
        """Whoever fell and has waited long enough begins again behind his checkpoint."""
        now = monotonic_seconds()
        for name in [name for name, due in self._again_at.items() if due <= now]:
            try:
                self._at[name] = self._followers[name].take_up()
                del self._again_at[name]
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._fall(name, error)

    def _read(self) -> _Batches:
        found = {}
        for name, after in list(self._at.items()):
            try:
                if batch := self._sources[name].read(after, self._batch):
                    found[name] = batch
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._fall(name, error)
        return found

    def _go_together(self, found: _Batches) -> Sequence[str]:
        """Answers who has to go alone: all, if not everything could be stored at once."""
        try:
            if not self._stored(found):
                return [*found]
        except Exception as error:  # noqa: BLE001 -- whoever is at fault shows when each goes alone
            if not faults.passes(error):
                return [*found]
            for name in found:
                self._fall(name, error)
            return ()
        for name, batch in found.items():
            self._reach(name, batch[-1].position, len(batch))
        return ()

    def _stored(self, found: _Batches) -> bool:
        prepared: dict[str, Prepared] = {}
        for name, batch in found.items():
            one = self._projectors[name].prepare(name, batch)
            if one is None:
                return False
            prepared[name] = one
        if not self._take(prepared):
            return False
        for name, one in prepared.items():
            self._projectors[name].passed(one.entries)
        return True

    def _take(self, prepared: Mapping[str, Prepared]) -> bool:
        """Move the checkpoints and store the rows; one statement where there are none."""
        steps = [Step(name, self._at[name], one.first, one.to) for name, one in prepared.items()]
        shape = next(iter(self._projectors.values())).shape
        rows = [one.rows for one in prepared.values() if not one.rows.empty]
        with looking_at(self._engine) if not rows else self._engine.connect() as connection:
            if not fence.take_live(connection, self._view, shape, steps):
                return False
            for each in rows:
                each.flush(connection)
            if rows:
                connection.commit()
        return True

    def _go_alone(self, name: str, batch: Sequence[Entry]) -> None:
        try:
            end = self._projectors[name].handle(name, self._at[name], batch)
            self._reach(name, end, len(batch))
        except Exception as error:  # noqa: BLE001 -- `fall` judges it
            self._fall(name, error)

    def _reach(self, name: str, position: int, handled: int) -> None:
        self._at[name] = position
        self._followers[name].progress.reach(position, handled)

    def _fall(self, name: str, error: Exception) -> None:
        self._at.pop(name, None)
        self._again_at.pop(name, None)
        pause = self._followers[name].fall(error)
        if pause is not None:
            self._again_at[name] = monotonic_seconds() + pause

    def _wait(self, one: Source[Any], seen: int) -> None:
        for name in self._at:
            self._followers[name].progress.turn(State.WAITING)
        left = [due - monotonic_seconds() for due in self._again_at.values()]
        if not self._stop.is_set():
            one.wait(seen, max(min([_LOOK_SECONDS, *left]), 0.0))
