"""The loop follows its source: woken by signals, resting between batches, beside another of its name."""

from collections.abc import Sequence

from sqlalchemy import Engine

from shared.messaging.promise import Message
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from tests.shared.subscription.loop.scene import TOLD, Faulty, Start, reached, starting, turned
from tests.support.looking import checkpoint, ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource


def test_it_follows_the_source_and_a_signal_wakes_it(
    engine: Engine, view: Sample, source: ListSource, start: Start
) -> None:
    source.tell(*TOLD[:4])
    subscription = start(Projector(engine, view))
    assert reached(subscription, 4)
    assert turned(subscription, State.WAITING)

    source.tell(*TOLD[4:])

    assert reached(subscription, 10)
    assert turned(subscription, State.WAITING)
    assert (len(ledger(engine)), subscription.lag(), subscription.progress.healthy) == (10, 0, True)


class LateSource(ListSource):
    """Something is told just when the first reader has found nothing."""

    def read(self, after: int, limit: int) -> list[Message]:
        found = super().read(after, limit)
        if self.head() == 0:
            self.tell(TOLD[0])
        return found


def test_a_signal_between_looking_and_waiting_is_not_missed() -> None:
    with starting(LateSource()) as start:
        assert reached(start(Faulty()), 1)


class Noting:
    """A handler that notes what it was given at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def resume(self, _source: str) -> int:
        return 0

    def handle(self, _source: str, _after: int, batch: Sequence[Message]) -> int:
        self.batches.append([entry.position for entry in batch])
        return batch[-1].position

    def close(self) -> None: ...


def test_what_comes_while_it_rests_is_handled_together_and_full_batches_do_not_wait(
    source: ListSource, start: Start
) -> None:
    handler = Noting()
    following = start(handler, batch=3, rest=0.3)
    source.tell(*TOLD[:1])
    assert reached(following, 1)

    source.tell(TOLD[1])
    source.tell(TOLD[2])
    assert reached(following, 3)
    source.tell(*TOLD[3:])
    assert reached(following, 10)

    assert handler.batches == [[1], [2, 3], [4, 5, 6], [7, 8, 9], [10]]


def test_two_at_once_share_the_work_and_double_nothing(
    engine: Engine, view: Sample, source: ListSource, start: Start
) -> None:
    two = [start(Projector(engine, view), batch=2) for _ in range(2)]
    told = messages(*[("abc"[n % 3], n) for n in range(60)])
    for message in told:
        source.tell(message)
    while checkpoint(engine, source.name).position < 60:
        two[0].progress.wait_until(lambda p: p.position == 60, 0.05)

    assert len(ledger(engine)) == 60
    assert parked(engine) == {}
    assert all(one.progress.healthy for one in two)
    assert sum(one.progress.handled for one in two) == 60
