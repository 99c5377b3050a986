"""A loop that has stopped is called: its checkpoint was put elsewhere, or what it had set aside was decided on."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Engine

from shared.messaging.promise import Message, PositionLost
from shared.policies.reaction import Reaction
from shared.subscription import checkpoints
from shared.subscription.healing import Healed
from shared.subscription.lease import Lease
from shared.subscription.progress import State
from tests.shared.subscription.loop.scene import LONG, TOLD, Start, reached, starting, turned
from tests.support.doing import NAME, Doing, refusing
from tests.support.looking import parked
from tests.support.sample import messages
from tests.support.sources import ListSource

FLOOD, LIMIT = 12, 9


class Losing(ListSource):
    """As Kafka does, it refuses a position that it does not hold."""

    def read(self, after: int, limit: int) -> list[Message]:
        found = super().read(0, limit)
        begins = found[0].position - 1 if found else 0
        if not begins <= after <= self.head():
            raise PositionLost(f"nothing follows {after}")
        return super().read(after, limit)


class Placed:
    """A handler whose checkpoint anybody may put elsewhere."""

    def __init__(self, at: int = 0, *faults: Exception) -> None:
        self.at, self.faults = at, list(faults)
        self.handled: list[int] = []
        self.closed = 0

    def resume(self, _source: str) -> int:
        return self.at

    def handle(self, _source: str, _after: int, batch: Sequence[Message]) -> int:
        if self.faults:
            raise self.faults.pop()
        self.handled += [entry.position for entry in batch]
        self.at = batch[-1].position
        return self.at

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def source() -> ListSource:
    return Losing()


@pytest.fixture
def start(source: ListSource) -> Iterator[Start]:
    """Whoever is called looks at once."""
    with starting(source, look=0.01) as started:
        yield started


@pytest.mark.parametrize("to", [0, 4])
def test_a_lost_position_stays_lost_until_it_is_put_elsewhere(
    source: ListSource, start: Start, to: int
) -> None:
    """Also when the source has grown past it: what came below would be passed over."""
    source.tell(*TOLD[:5])
    handler = Placed(at=7)
    loop = start(handler)
    assert turned(loop, State.STOPPED)
    source.tell(*TOLD[5:])

    loop.look_again()
    assert loop.progress.wait_until(lambda _: handler.closed == 2, LONG), "it looked, and let go"
    assert (loop.progress.state, loop.progress.reason, handler.handled) == (
        State.STOPPED,
        "PositionLost: nothing follows 7",
        [],
    )

    handler.at = to
    loop.look_again()
    assert reached(loop, 10)
    assert handler.handled == [*range(to + 1, 11)]
    assert turned(loop, State.WAITING)


def test_from_the_beginning_nothing_can_be_passed_over(source: ListSource, start: Start) -> None:
    """Whoever had read nothing of a topic that lost its beginning is where he is to begin already."""
    source.tell(*TOLD[3:])
    handler = Placed()
    loop = start(handler)
    assert turned(loop, State.STOPPED)

    source._messages[:0] = TOLD[:3]
    loop.look_again()

    assert reached(loop, 10)
    assert handler.handled == [*range(1, 11)]


def test_a_fault_nobody_expected_is_met_again_only_elsewhere(
    source: ListSource, start: Start
) -> None:
    source.tell(*TOLD)
    handler = Placed(2, ZeroDivisionError("a bug"))
    loop = start(handler)
    assert turned(loop, State.STOPPED)

    loop.look_again()
    assert loop.progress.wait_until(lambda _: handler.closed == 2, LONG)
    assert loop.progress.reason == "ZeroDivisionError: a bug"
    handler.at = 3
    loop.look_again()

    assert reached(loop, 10)
    assert handler.handled == [*range(4, 11)]


def test_what_a_flood_has_set_aside_is_decided_on_and_it_goes_on_with_as_much_patience(
    engine: Engine, source: ListSource, start: Start
) -> None:
    doing, flood = Doing(refusing(666)), messages(*[(f"k{n}", 666) for n in range(FLOOD)])
    source.tell(*flood, *messages(("z", 1), start=FLOOD + 1))
    reaction = Reaction(engine, NAME, doing.react)
    loop = start(reaction)
    assert turned(loop, State.STOPPED)
    assert len(parked(engine, NAME)) == LIMIT

    loop.look_again()
    assert loop.progress.wait_until(
        lambda p: p.state is State.STOPPED and "11 in a row" in p.reason, LONG
    )
    assert len(parked(engine, NAME)) == LIMIT, "nobody has decided: nothing more is set aside"

    healing = doing.healing(engine, source)
    for letter in healing.listed():
        assert healing.discard(letter.id) == Healed(letter.key, 0, 0)
    loop.look_again()

    assert reached(loop, FLOOD + 1)
    assert (doing.done, sorted(parked(engine, NAME))) == (["z@1"], [10, 11, 12])


def test_who_has_stopped_lets_another_work_and_stands_by_for_him_when_called(
    engine: Engine, source: ListSource, start: Start
) -> None:
    with engine.begin() as connection:
        checkpoints.ensure(connection, NAME, source.name)
        assert checkpoints.put(connection, NAME, source.name, 0, 7)
    loop = start(Reaction(engine, NAME, Doing().react))
    assert turned(loop, State.STOPPED)

    other = Lease(engine, f"{NAME}:{source.name}")
    other.take()
    loop.look_again()
    assert turned(loop, State.STANDING_BY)

    other.give_back()
    assert turned(loop, State.STOPPED)
