"""Clients at work: so much in all, as much as goes, or at an even pace; each in a thread with his own line."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from threading import Event, Lock, Thread
from time import perf_counter
from typing import Protocol


class Client(Protocol):
    """Somebody who does the same again and again.

    Attributes:
        milliseconds: how long each request took, by its name.
    """

    @property
    def milliseconds(self) -> Mapping[str, list[float]]: ...
    def act(self) -> None:
        """Do it once more; whatever is raised is counted as an error."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Load:
    """What came of it.

    Attributes:
        done: how many acts were completed.
        seconds: how long it took.
        milliseconds: of each request, by its name.
        failures: what went wrong, in words.
    """

    done: int
    seconds: float
    milliseconds: Mapping[str, list[float]]
    failures: Sequence[str]

    @property
    def rate(self) -> float:
        """Acts a second."""
        return self.done / self.seconds


Begin = Callable[[], Client]
"""A client with a line of his own."""


def in_all(begin: Begin, clients: int, acts: int) -> Load:
    """So many acts, shared by so many clients; whoever is done takes the next."""
    return _run(begin, clients, repeat(0.0, acts))


def flat_out(begin: Begin, clients: int, seconds: float) -> Load:
    """So many clients at once, each beginning anew as soon as he is done."""
    until = perf_counter() + seconds
    return _run(begin, clients, iter(lambda: 0.0 if perf_counter() < until else None, None))


def paced(begin: Begin, clients: int, paces: Sequence[float], seconds: float) -> Load:
    """Begin so many acts a second, for so long at each pace; nobody is waited for."""
    return _run(begin, clients, _moments(paces, seconds))


def _moments(paces: Sequence[float], seconds: float) -> Iterator[float]:
    began = perf_counter()
    for pace in paces:
        for number in count():
            if number / pace >= seconds:
                break
            yield began + number / pace
        began += seconds


class _Work:
    """Acts that are to begin at their moments, for clients who come one by one."""

    def __init__(self, moments: Iterator[float]) -> None:
        self._moments, self._lock, self._never = moments, Lock(), Event()
        self.done, self.failures = 0, list[str]()

    def take_part(self, client: Client) -> None:
        while (moment := self._next()) is not None:
            if (early := moment - perf_counter()) > 0:
                self._never.wait(early)
            try:
                client.act()
            except Exception as failure:  # noqa: BLE001 -- whatever it is, it is counted as an error
                client.close()
                self._note(f"{type(failure).__name__}: {failure}")
            else:
                self._note("")

    def _next(self) -> float | None:
        with self._lock:
            return next(self._moments, None)

    def _note(self, failure: str) -> None:
        with self._lock:
            self.done += not failure
            self.failures += [failure] if failure else []


def _run(begin: Begin, clients: int, moments: Iterator[float]) -> Load:
    work, people = _Work(moments), [begin() for _ in range(clients)]
    threads = [Thread(target=work.take_part, args=(one,)) for one in people]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - began
    for one in people:
        one.close()
    return Load(work.done, seconds, _together(people), work.failures)


def _together(clients: Sequence[Client]) -> dict[str, list[float]]:
    found = defaultdict[str, list[float]](list)
    for one in clients:
        for name, taken in one.milliseconds.items():
            found[name] += taken
    return dict(found)
