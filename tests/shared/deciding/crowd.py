"""Commands that come at one desk while another is carried out, so that they are gathered for certain."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

from shared.deciding import Ask, Decision, Desk, Loaded, Outcome
from tests.support.counting import count


def served_together(desk: Desk, asks: Sequence[Ask]) -> list[Outcome | BaseException]:
    """What each of them is told, when all come while another is being decided."""
    opened, busy, ask = Event(), Event(), count("before")

    def decide(loaded: Loaded) -> Decision:
        busy.set()
        assert opened.wait(20)
        return ask.decide(loaded)

    with ThreadPoolExecutor(1 + len(asks)) as threads:
        before = threads.submit(desk.execute, replace(ask, decide=decide))
        assert busy.wait(20)
        waiting = [threads.submit(desk.execute, ask) for ask in asks]
        while len(desk._gathering._line) < len(asks):
            pass
        opened.set()
        told = [each.exception(20) or each.result() for each in waiting]
        assert before.result(20).changed
    return told
