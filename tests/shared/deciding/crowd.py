"""Commands that come at one desk while its lanes are busy, so that they are gathered for certain."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Semaphore

from shared.deciding import Ask, Decision, Desk, Loaded, Outcome
from shared.deciding.desk import LANES
from tests.support.counting import count


def served_together(desk: Desk, asks: Sequence[Ask]) -> list[Outcome | BaseException]:
    """What each of them is told, when all come while the lanes are busy."""
    opened, busy = Event(), Semaphore(0)

    def keeping_busy(lane: int) -> Ask:
        ask = count(f"lane-{lane}")

        def decide(loaded: Loaded) -> Decision:
            busy.release()
            # the last lane stays busy until all were served by the first
            assert opened.wait(20) if lane == 0 else finished.wait(20)
            return ask.decide(loaded)

        return replace(ask, decide=decide)

    finished = Event()
    with ThreadPoolExecutor(LANES + len(asks)) as threads:
        first = [threads.submit(desk.execute, keeping_busy(lane)) for lane in range(LANES)]
        for _ in first:
            assert busy.acquire(timeout=20)
        waiting = [threads.submit(desk.execute, ask) for ask in asks]
        while len(desk._gathering._line) < len(asks):
            pass
        opened.set()
        told = [each.exception(20) or each.result() for each in waiting]
        finished.set()
        assert all(each.result(20).changed for each in first)
    return told
