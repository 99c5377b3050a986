"""The one loop: read from the checkpoint, handle, save the checkpoint. One thread leads one or several.

Those who stand at one position are led through a batch together, where a way is given in which they can
go together. Whoever cannot go with the others goes alone, and comes back to them when it stands where
they stand.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic

from shared.clock import monotonic_seconds
from shared.subscription import faults
from shared.subscription.follower import Follower
from shared.subscription.progress import State
from shared.subscription.promise import Entry, Fenced, M, Source

_LOOK_SECONDS = 1.0

Together = Callable[[Sequence[str], int, Sequence[Entry]], tuple[Collection[str], Collection[str]]]
"""Handle a batch for those named, who stand behind a position. Answers who has handled it and who was
fenced; all others go alone."""


class Leading(Generic[M]):
    """Leads followers through a source until it is stopped; a `Following` whose loops are one thread's.

    Faults of the database or the network are tried again, ever more slowly, from the saved
    checkpoint. When another instance is faster, this one takes up from where that one is: it stands
    by without doubling anything.
    """

    fault, rebalances = "", 0

    def __init__(
        self,
        source: Source[M],
        loops: Mapping[str, Follower[M]],
        *,
        batch: int,
        rest: float,
        moved: Callable[[], None],
        together: Together = lambda *_: ((), ()),
    ) -> None:
        """Lead ``loops`` through ``source``.

        Args:
            source: what is followed.
            loops: the followers, by name.
            batch: entries handled at once, at most.
            rest: seconds between two batches, unless they are full: where an entry may wait a
                moment, a stream of single entries then costs a transaction for several of them.
            moved: called after a batch.
            together: how several handle one batch at once; none can, by default.
        """
        self.loops, self._source, self._moved = loops, source, moved
        self._batch, self._rest, self._together = batch, rest, together
        self._at: dict[str, int] = {}
        self._again_at = dict.fromkeys(loops, 0.0)
        self._stop = threading.Event()
        name = f"following-{'+'.join(loops)}"
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> "Leading[M]":
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
            for each in self.loops.values():
                each.handler.close()

    def _lead(self) -> None:
        while not self._stop.is_set() and (self._at or self._again_at):
            self._take_up()
            if not self._at:
                self._stop.wait(self._until_due())
                continue
            try:
                self._go_on()
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._all_fall(list(self._at), error)

    def _take_up(self) -> None:
        """Whoever fell and has waited long enough begins again behind his checkpoint."""
        now = monotonic_seconds()
        for name in [name for name, due in self._again_at.items() if due <= now]:
            try:
                self._at[name] = self.loops[name].take_up()
                del self._again_at[name]
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._fall(name, error)

    def _until_due(self) -> float:
        due = min(self._again_at.values(), default=0.0)
        return max(due - monotonic_seconds(), 0.0)

    def _go_on(self) -> None:
        seen = self._source.seen()
        found = [self._advance(position, names) for position, names in self._groups()]
        if not any(found):
            self._wait(seen)
        elif self._rest and max(found) < self._batch:
            self._stop.wait(self._rest)

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

    def _go_together(self, names: Sequence[str], after: int, batch: Sequence[M]) -> Sequence[str]:
        """Answers who has to handle the batch alone."""
        try:
            stored, fenced = self._together(names, after, batch)
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

    def _go_alone(self, name: str, after: int, batch: Sequence[M]) -> None:
        try:
            end = self.loops[name].handler.handle(self._source.name, after, batch)
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
        if self._stop.is_set():  # the wake may have come before the look
            return
        for name in self._at:
            self.loops[name].progress.turn(State.WAITING)
        due = self._until_due() if self._again_at else _LOOK_SECONDS
        self._source.wait(seen, min(_LOOK_SECONDS, due))
