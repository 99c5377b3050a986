"""The one loop: read from the checkpoint, handle, save the checkpoint. One thread leads one or several.

Where a way is given in which several can go together, they do: those of one source who stand at the same
position, and all of different sources. Whoever cannot go with the others goes alone, and comes back to
them when it stands where they stand.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from shared.clock import monotonic_seconds
from shared.subscription import faults
from shared.subscription.follower import Follower
from shared.subscription.progress import State
from shared.subscription.promise import Entry, Fenced

_LOOK_SECONDS = 1.0


class Ahead(NamedTuple):
    """What lies ahead of a follower who stands at the position ``after`` of a source."""

    source: str
    after: int
    batch: Sequence[Any]


Company = Mapping[str, Ahead]
"""Who may go together, by name."""
Together = Callable[[Company], tuple[Collection[str], Collection[str]]]
"""Handle what lies ahead of several. Answers who has handled it and who was fenced; all others go alone."""


def _nobody(_company: Company) -> tuple[Collection[str], Collection[str]]:
    return (), ()


class Leading:
    """Leads followers through their sources until it is stopped; a `Following` whose loops are one thread's.

    Faults of the database or the network are tried again, ever more slowly, from the saved
    checkpoint. When another instance is faster, this one takes up from where that one is: it stands
    by without doubling anything. Who has stopped for good waits to be called (`Follower.look_again`).
    """

    fault, rebalances = "", 0

    def __init__(
        self,
        *loops: Follower[Any],
        batch: int,
        rest: float,
        moved: Callable[[], None],
        together: Together = _nobody,
    ) -> None:
        """Lead ``loops``.

        Args:
            loops: the followers. Their sources wait as one: who waits at any hears of news of each.
            batch: entries of one source handled at once, at most.
            rest: seconds between two rounds, unless a batch was full: where an entry may wait a
                moment, a stream of single entries then costs a transaction for several of them.
            moved: called after each round.
            together: how several handle what lies ahead of them at once; none can, by default.
        """
        self.loops = {each.name: each for each in loops}
        self._batch, self._rest, self._moved, self._together = batch, rest, moved, together
        self._at: dict[str, int] = {}
        self._again_at = dict.fromkeys(self.loops, 0.0)
        self._stop = threading.Event()
        name = f"following-{'+'.join(self.loops)}"
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> "Leading":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish what is at hand and end."""
        self._stop.set()
        for each in self.loops.values():
            each.origin.wake()
        if self._thread.is_alive():
            self._thread.join(30)

    def run(self) -> None:
        try:
            self._lead()
        finally:
            for each in self.loops.values():
                each.handler.close()

    def _lead(self) -> None:
        while not self._stop.is_set():
            self._let_go_of_called()
            self._take_up()
            if not self._at:
                self._stop.wait(self._until_due())
                continue
            try:
                self._go_on()
            except Exception as error:  # noqa: BLE001 -- `fall` judges it
                self._all_fall(list(self._at), error)

    def _let_go_of_called(self) -> None:
        """Whose checkpoint may have been put elsewhere begins again behind it, also who has stopped."""
        for name, loop in self.loops.items():
            if loop.looks_again and name not in self._again_at:
                self._at.pop(name, None)
                self._again_at[name] = 0.0

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
        """Seconds until somebody takes up again; whoever is called does so within a look."""
        due = min(self._again_at.values(), default=inf)
        return min(max(due - monotonic_seconds(), 0.0), _LOOK_SECONDS)

    def _go_on(self) -> None:
        any_source = next(iter(self.loops.values())).origin
        seen, longest = any_source.seen(), 0
        for company in self._companies():
            for name in self._go_together(company):
                self._go_alone(name, company[name])
            longest = max(longest, *(len(each.batch) for each in company.values()))
        if longest:
            self._moved()
            if self._rest and longest < self._batch:
                self._stop.wait(self._rest)
        elif not self._stop.is_set():  # else the wake may have come before the look
            for name in self._at:
                self.loops[name].progress.turn(State.WAITING)
            any_source.wait(seen, self._until_due())

    def _companies(self) -> Iterable[Company]:
        """What lies ahead of those who stand at one position of one source is read once."""
        standing, nth = defaultdict(list), Counter[str]()
        for name, after in self._at.items():
            standing[self.loops[name].source, after].append(name)
        companies: dict[int, dict[str, Ahead]] = defaultdict(dict)
        for (source, after), names in sorted(standing.items()):
            if batch := self._read(after, names):
                companies[nth[source]].update(dict.fromkeys(names, Ahead(source, after, batch)))
                nth[source] += 1
        return companies.values()

    def _read(self, after: int, names: Sequence[str]) -> Sequence[Entry]:
        try:
            return self.loops[names[0]].origin.read(after, self._batch)
        except Exception as error:  # noqa: BLE001 -- `fall` judges it
            self._all_fall(names, error)
            return ()

    def _go_together(self, company: Company) -> Sequence[str]:
        """Answers who has to go alone."""
        try:
            stored, fenced = self._together(company)
        except Exception as error:  # noqa: BLE001 -- whoever is at fault shows when each goes alone
            if not faults.passes(error):
                return [*company]
            self._all_fall([*company], error)
            return ()
        for name in stored:
            batch = company[name].batch
            self._reach(name, batch[-1].position, len(batch))
        for name in fenced:
            self._fall(name, Fenced(f"{name} is being switched, or another has moved it"))
        return [name for name in company if name not in stored and name not in fenced]

    def _go_alone(self, name: str, ahead: Ahead) -> None:
        try:
            end = self.loops[name].handler.handle(*ahead)
            self._reach(name, end, len(ahead.batch))
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
