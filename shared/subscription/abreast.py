"""Several views of one source, kept by one thread: what happened is read once, and stored once for all.

A service has a dozen views of its own log, of which an event changes two or three. Each on its own would
read it, lock its checkpoint, move it and commit: a dozen times the work of all of them together. Each view
still has its own checkpoint, its own dead letters and its own rebuild, and its own faults: whoever cannot
go with the others goes alone, and comes back to them when it stands where they stand.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.clock import monotonic_seconds
from shared.subscription import faults, together
from shared.subscription.follower import Follower
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Entry, Fenced, Source

_LOOK_SECONDS = 1.0


class Abreast:
    """Keeps the views up to date until it is stopped; a `Following` whose loops are one thread's."""

    fault, rebalances = "", 0

    def __init__(
        self,
        engine: Engine,
        source: Source[Any],
        projectors: Sequence[Projector[Any]],
        *,
        batch: int,
        rest: float,
        moved: Callable[[], None],
    ) -> None:
        """Lead the projectors through ``source``.

        Args:
            engine: of the database that holds the views.
            source: what they are read from.
            projectors: one for each view; all are named by their view.
            batch: entries handled at once, at most.
            rest: seconds between two batches that are not full.
            moved: called after views were moved on.
        """
        self._engine, self._source, self._moved = engine, source, moved
        self._batch, self._rest = batch, rest
        self._projectors = {each.subscription: each for each in projectors}
        self.loops = {name: Follower(name, source, p) for name, p in self._projectors.items()}
        self._at: dict[str, int] = {}
        self._again_at = dict.fromkeys(self.loops, 0.0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="abreast", daemon=True)

    def start(self) -> "Abreast":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stop.set()
        self._source.wake()
        if self._thread.is_alive():
            self._thread.join(30)

    def run(self) -> None:
        try:
            self._lead()
        finally:
            for each in self._projectors.values():
                each.close()

    def _lead(self) -> None:
        while not self._stop.is_set() and (self._at or self._again_at):
            seen = self._source.seen()
            self._take_up()
            found = [self._advance(position, names) for position, names in self._groups()]
            if not any(found):
                self._wait(seen)
            elif self._rest and max(found) < self._batch:
                self._stop.wait(self._rest)

    def _take_up(self) -> None:
        """Whoever fell and has waited long enough begins again behind his checkpoint."""
        now = monotonic_seconds()
        for name in [name for name, due in self._again_at.items() if due <= now]:
            try:
                self._at[name] = self.loops[name].take_up()
                del self._again_at[name]
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._fall(name, error)

    def _groups(self) -> list[tuple[int, list[str]]]:
        """Who stands at the same position; mostly all do."""
        groups = defaultdict(list)
        for name, position in self._at.items():
            groups[position].append(name)
        return sorted(groups.items())

    def _advance(self, after: int, names: Sequence[str]) -> int:
        """Lead those who stand at ``after`` through the next batch; answers its length."""
        try:
            batch = self._source.read(after, self._batch)
        except Exception as error:  # noqa: BLE001 -- `fall` judges it
            self._all_fall(names, error)
            return 0
        if batch:
            for name in self._go_together(names, after, batch):
                self._go_alone(name, after, batch)
            self._moved()
        return len(batch)

    def _go_together(
        self, names: Sequence[str], after: int, batch: Sequence[Entry]
    ) -> Sequence[str]:
        """Answers who has to handle the batch alone."""
        those: Mapping[str, Projector[Any]] = {name: self._projectors[name] for name in names}
        try:
            stored, fenced = together.store(self._engine, those, self._source.name, after, batch)
        except Exception as error:  # noqa: BLE001 -- whoever is at fault shows when each goes alone
            if not faults.passes(error):
                return names
            self._all_fall(names, error)
            return ()
        for name in stored:
            self._reach(name, batch[-1].position, len(batch))
        for name in fenced:
            self._fall(name, Fenced(f"{name} is being switched, or another has moved it"))
        return [name for name in names if name not in stored and name not in fenced]

    def _go_alone(self, name: str, after: int, batch: Sequence[Entry]) -> None:
        try:
            end = self._projectors[name].handle(self._source.name, after, batch)
            self._reach(name, end, len(batch))
        except Exception as error:  # noqa: BLE001 -- `fall` judges it
            self._fall(name, error)

    def _reach(self, name: str, position: int, handled: int) -> None:
        self._at[name] = position
        self.loops[name].progress.reach(position, handled)

    def _fall(self, name: str, error: Exception) -> None:
        self._at.pop(name, None)
        self._again_at.pop(name, None)
        pause = self.loops[name].fall(error)
        if pause is not None:
            self._again_at[name] = monotonic_seconds() + pause

    def _all_fall(self, names: Sequence[str], error: Exception) -> None:
        for name in names:
            self._fall(name, error)

    def _wait(self, seen: int) -> None:
        for name in self._at:
            self.loops[name].progress.turn(State.WAITING)
        left = [due - monotonic_seconds() for due in self._again_at.values()]
        self._source.wait(seen, max(min([_LOOK_SECONDS, *left]), 0.0))
