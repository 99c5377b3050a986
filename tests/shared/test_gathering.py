"""Threads that ask at the same time are served together, and none waits for company."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shared import gathering
from shared.clock import monotonic_seconds
from shared.gathering import Gathering


class Counter:
    """Serves numbers with their doubles; groups that hold a number below zero wait for `opened`."""

    def __init__(self) -> None:
        self.groups: list[Sequence[int]] = []
        self.opened = threading.Event()
        self._busy = threading.Semaphore(0)

    def serve(self, asked: Sequence[int]) -> Sequence[int | None]:
        self.groups.append(asked)
        if min(asked) < 0:
            self._busy.release()
            assert self.opened.wait(20)
        if 13 in asked:
            raise ValueError(13)
        return [2 * number if number != 7 else None for number in asked]

    def wait_until_busy(self) -> None:
        assert self._busy.acquire(timeout=20)


class LateRiser(Gathering[int, int]):
    """Whoever asked for `LATE` wakes late: he neither calls others nor leaves until `awake`."""

    LATE = 22

    def __init__(self, serve: Callable[[Sequence[int]], Sequence[int | None]]) -> None:
        super().__init__(serve)
        self.awake = threading.Event()

    def _pass_on(self, turn: gathering._Turn[int, int]) -> None:
        if turn.asked == self.LATE:
            assert self.awake.wait(20)
        super()._pass_on(turn)


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.opened.set()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as threads:
        yield threads


def test_who_comes_alone_is_served_alone_and_in_his_own_thread(counter: Counter) -> None:
    served_by: list[int] = []

    def serve(asked: Sequence[int]) -> Sequence[int | None]:
        served_by.append(threading.get_ident())
        return counter.serve(asked)

    assert Gathering(serve).ask(4) == 8
    assert counter.groups == [[4]]
    assert served_by == [threading.get_ident()]


def test_who_comes_while_others_are_served_is_served_with_the_next_group(
    counter: Counter, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 20)
    asking: Gathering[int, int] = Gathering(counter.serve)
    first = _busy(threads, asking, counter, -1)
    waiting = [threads.submit(asking.ask, number) for number in range(20, 25)]
    _until(lambda: len(asking._line) == 5)

    counter.opened.set()

    assert first.result(20) == -2
    assert [each.result(20) for each in waiting] == [40, 42, 44, 46, 48]
    assert [sorted(group) for group in counter.groups] == [[-1], [20, 21, 22, 23, 24]]


def test_who_comes_back_before_all_are_told_waits_for_the_rest_of_his_group(
    counter: Counter, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 20)
    asking = LateRiser(counter.serve)
    first = _busy(threads, asking, counter, -1)
    group = []
    for number in (20, 21, LateRiser.LATE):
        group.append(threads.submit(asking.ask, number))
        _until(lambda: len(asking._line) == len(group))
    counter.opened.set()
    assert [each.result(20) for each in (first, *group[:2])] == [-2, 40, 42]

    back = [threads.submit(asking.ask, number) for number in (30, 31)]
    _until(lambda: len(asking._line) == len(back))
    asking.awake.set()

    assert [each.result(20) for each in (group[2], *back)] == [2 * LateRiser.LATE, 60, 62]
    assert [sorted(group) for group in counter.groups] == [[-1], [20, 21, 22], [30, 31]]


def test_none_is_told_when_there_is_no_answer(counter: Counter) -> None:
    assert Gathering(counter.serve).ask(7) is None


def test_a_failure_is_raised_to_who_served_and_none_told_to_the_others(
    counter: Counter, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 20)
    asking: Gathering[int, int] = Gathering(counter.serve)
    first = _busy(threads, asking, counter, -1)
    failing = threads.submit(asking.ask, 13)
    _until(lambda: len(asking._line) == 1)
    other = threads.submit(asking.ask, 14)
    _until(lambda: len(asking._line) == 2)

    counter.opened.set()

    assert first.result(20) == -2
    assert isinstance(failing.exception(20), ValueError)
    assert other.result(20) is None
    assert asking.ask(5) == 10, "others are served again"


def test_who_has_stood_in_line_too_long_leaves_it(
    counter: Counter, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", 0.01)
    asking: Gathering[int, int] = Gathering(counter.serve)
    hanging = _busy(threads, asking, counter, -1)

    assert asking.ask(3) is None

    counter.opened.set()
    assert hanging.result(20) == -2
    assert counter.groups == [[-1]]


def test_each_of_many_gets_his_own_answer(counter: Counter, threads: ThreadPoolExecutor) -> None:
    asking: Gathering[int, int] = Gathering(counter.serve)

    def ask_often(thread: int) -> bool:
        numbers = range(1000 * thread + 20, 1000 * thread + 120)
        return all(asking.ask(number) == 2 * number for number in numbers)

    assert all(threads.map(ask_often, range(16)))
    assert sorted(number for group in counter.groups for number in group) == sorted(
        number for thread in range(16) for number in range(1000 * thread + 20, 1000 * thread + 120)
    )


def _busy(
    threads: ThreadPoolExecutor, asking: Gathering[int, int], counter: Counter, number: int
) -> "Future[int | None]":
    """Keep everybody waiting until the counter is opened."""
    asked = threads.submit(asking.ask, number)
    counter.wait_until_busy()
    return asked


def _until(true: Callable[[], bool]) -> None:
    deadline = monotonic_seconds() + 20
    while not true():
        assert monotonic_seconds() < deadline
