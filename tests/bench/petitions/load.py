"""Load of three shapes: as much as goes, an even pace, and DIGIT's burst."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Event, Lock, Thread
from time import perf_counter

from tests.bench.petitions.lifecycle import Resident, together

BURST = (1, 15, 1, 25, 2, 35, 10)
"""Lifecycles begun a second, one after the other: DIGIT's own shape."""


@dataclass(frozen=True)
class Load:
    """What came of it.

    Attributes:
        lifecycles: how many were completed.
        seconds: how long it took.
        milliseconds: of each request, by its name.
        failures: what went wrong, in words.
    """

    lifecycles: int
    seconds: float
    milliseconds: dict[str, list[float]]
    failures: Sequence[str]

    @property
    def rate(self) -> float:
        """Lifecycles a second."""
        return self.lifecycles / self.seconds


Begin = Callable[[], Resident]
"""A resident with a connection of his own."""


def flat_out(begin: Begin, residents: int, seconds: float) -> Load:
    """So many residents at once, each beginning anew as soon as he is done."""
    until = perf_counter() + seconds
    return _run(begin, residents, iter(lambda: 0.0 if perf_counter() < until else None, None))


def paced(begin: Begin, residents: int, paces: Sequence[float], seconds: float) -> Load:
    """Begin so many lifecycles a second, for so long at each pace; nobody is waited for."""
    return _run(begin, residents, _moments(paces, seconds))


def _moments(paces: Sequence[float], seconds: float) -> Iterator[float]:
    began = perf_counter()
    for pace in paces:
        for number in count():
            if number / pace >= seconds:
                break
            yield began + number / pace
        began += seconds


class _Work:
    """Lifecycles that are to begin at their moments, for residents who come one by one."""

    def __init__(self, moments: Iterator[float]) -> None:
        self._moments, self._lock, self._never = moments, Lock(), Event()
        self.lifecycles, self.failures = 0, list[str]()

    def take_part(self, resident: Resident) -> None:
        while (moment := self._next()) is not None:
            self._never.wait(max(moment - perf_counter(), 0))
            try:
                resident.live()
            except Exception as failure:  # noqa: BLE001 -- whatever it is, it is counted as an error
                resident.close()
                self._note(f"{type(failure).__name__}: {failure}")
            else:
                self._note("")

    def _next(self) -> float | None:
        with self._lock:
            return next(self._moments, None)

    def _note(self, failure: str) -> None:
        with self._lock:
            self.lifecycles += not failure
            self.failures += [failure] if failure else []


def _run(begin: Begin, residents: int, moments: Iterator[float]) -> Load:
    work, people = _Work(moments), [begin() for _ in range(residents)]
    threads = [Thread(target=work.take_part, args=(one,)) for one in people]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - began
    for one in people:
        one.close()
    return Load(work.lifecycles, seconds, together(people), work.failures)
