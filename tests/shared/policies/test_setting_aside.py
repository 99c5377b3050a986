"""What a reaction cannot take is set aside, never a fault of the database; a stream keeps its order throughout."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from msgspec import structs
from psycopg import errors
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from shared.database import open_engine
from shared.event_store import (
    AlreadyClaimed,
    InvertedOrder,
    OutcomeUnknown,
    SlotHeld,
    VersionConflict,
)
from shared.freshness import NotInTime
from shared.policies.reaction import Reaction
from shared.subscription.healing import Healed
from shared.subscription.limit import Limit
from shared.subscription.promise import NO_SEQUENCE, Fenced, TooManyDeadLetters
from tests.support.doing import NAME, Doing, refusing
from tests.support.gate import Gate
from tests.support.looking import checkpoint, parked
from tests.support.sample import messages
from tests.support.sources import ListSource

TOLD = messages(("a", 1), ("a", 666), ("b", 2), ("a", 3), ("c", 4), ("a", 5))
FOLLOWS = "follows an entry that was set aside"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def source() -> ListSource:
    return ListSource(TOLD)


@pytest.fixture
def ill(engine: Engine, source: ListSource) -> Doing:
    """It has refused 666: three entries of stream a wait."""
    doing = Doing(refusing(666))
    doing.run(engine, source)
    assert sorted(parked(engine, NAME)) == [2, 4, 6]
    return doing


def mended(ill: Doing) -> Doing:
    """The next release, which remembers what was done."""
    return Doing(done=ill.done)


@pytest.mark.parametrize("batch", [1, 2, 4, 6])
def test_in_any_batching_it_is_set_aside_with_its_reason_and_its_stream_waits_behind_it(
    engine: Engine, source: ListSource, batch: int
) -> None:
    doing = Doing(refusing(666))

    doing.run(engine, source, batch)

    assert doing.done == ["a@1", "b@1", "c@1"]
    assert parked(engine, NAME) == {2: "ValueError: number 666 is refused", 4: FOLLOWS, 6: FOLLOWS}
    assert checkpoint(engine, source.name, NAME)[:2] == (6, 6)


def test_what_the_carrier_found_unfit_is_not_acted_upon(engine: Engine) -> None:
    unfit = structs.replace(TOLD[0], fault="the value is empty", sequence=NO_SEQUENCE)
    doing, source = Doing(), ListSource([TOLD[2], unfit, *TOLD[3:]])

    doing.run(engine, source)

    assert doing.done == ["b@1", "c@1"]
    assert parked(engine, NAME) == {1: "Unfit: the value is empty", 4: FOLLOWS, 6: FOLLOWS}


@pytest.mark.parametrize(
    "fault",
    [
        errors.AdminShutdown(),
        errors.DeadlockDetected(),
        errors.ReadOnlySqlTransaction(),
        errors.UndefinedTable(),
        errors.UniqueViolation(),
        psycopg.OperationalError("the connection is lost"),
        ProgrammingError("select", {}, errors.UndefinedTable()),
        VersionConflict("a", 1, 2),
        SlotHeld(["hall"]),
        InvertedOrder(),
        OutcomeUnknown(),
        NotInTime(),
        ConnectionResetError(),
        Fenced("another is at work"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_what_is_not_the_entrys_fault_is_never_set_aside(
    engine: Engine, source: ListSource, fault: Exception
) -> None:
    doing = Doing(lambda number: fault if number == 666 else None)

    with pytest.raises(type(fault)):
        doing.run(engine, source)

    assert parked(engine, NAME) == {}
    assert checkpoint(engine, source.name, NAME).position == 0
    mended(doing).run(engine, source)
    assert sorted(doing.done) == ["a@1", "a@2", "a@3", "a@4", "b@1", "c@1"]


@pytest.mark.parametrize(
    "fault",
    [errors.UntranslatableCharacter(), errors.ProgramLimitExceeded(), AlreadyClaimed("k", "h")],
    ids=lambda fault: type(fault).__name__,
)
def test_what_no_database_can_hold_is_the_entrys_fault(
    engine: Engine, source: ListSource, fault: Exception
) -> None:
    Doing(lambda number: fault if number == 666 else None).run(engine, source)

    assert sorted(parked(engine, NAME)) == [2, 4, 6]


def test_too_many_in_a_row_stop_it_and_the_rest_is_left_where_it_is(engine: Engine) -> None:
    source, doing = ListSource(messages(*[(f"k{n}", 666) for n in range(20)])), Doing(refusing(666))
    reaction = Reaction(engine, NAME, doing.react, limit=Limit(in_a_row=4))

    with pytest.raises(TooManyDeadLetters, match=r"4 in a row.*number 666 is refused"):
        reaction.handle(source.name, reaction.resume(source.name), source.read(0, 100))
    reaction.close()

    assert sorted(parked(engine, NAME)) == [1, 2, 3]
    assert checkpoint(engine, source.name, NAME).position == 3


def test_who_takes_over_knows_who_is_parked(engine: Engine, source: ListSource, ill: Doing) -> None:
    source.tell(structs.replace(TOLD[5], position=7, sequence=7))

    mended(ill).run(engine, source)

    assert parked(engine, NAME)[7] == FOLLOWS
    assert ill.done == ["a@1", "b@1", "c@1"]


def test_a_retry_acts_in_the_order_of_the_stream_and_the_stream_goes_on(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    reason = "ValueError: number 666 is refused"
    assert ill.healing(engine, source).preview("a") == Healed("a", 0, 3, reason)
    assert ill.healing(engine, source).retry("a") == Healed("a", 0, 3, reason)

    better = mended(ill)
    assert better.healing(engine, source).preview("a") == Healed("a", 3, 0)
    assert ill.done == ["a@1", "b@1", "c@1"], "a preview does nothing"
    assert better.healing(engine, source).retry_all() == [Healed("a", 3, 0)]
    source.tell(messages(*[("a", n) for n in range(6)], start=2)[-1])
    better.run(engine, source)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "a@6"]
    assert (better.again, parked(engine, NAME)) == ([], {})


def test_what_was_healed_while_others_were_acted_upon_is_followed_at_once(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    """The loop has seen stream a parked; before it parks the next, somebody heals it."""
    better = mended(ill)
    later = messages(("d", 1), *[("a", n) for n in range(5)], start=6)
    source.tell(structs.replace(later[0], position=7), structs.replace(later[-1], position=8))
    better.meanwhile = lambda: mended(ill).healing(engine, source).retry_all()

    better.run(engine, source)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "d@1", "a@5"]
    assert parked(engine, NAME) == {}


def test_a_follower_that_is_being_parked_is_healed_with_the_others(
    engine: Engine, source: ListSource, ill: Doing, database_url: str
) -> None:
    """The retry has acted upon all others, and waits with their end until it sees this one."""
    source.tell(structs.replace(messages(*[("a", n) for n in range(5)])[-1], position=7))
    better = mended(ill)
    with (
        Gate(database_url, "subscription.dead_letters", "new.position = 7") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        live = threads.submit(better.run, engine, source)
        gate.wait_for_somebody()
        retry = threads.submit(better.healing(engine, source).retry, "a")
        gate.wait_for_somebody("transactionid", "tuple")
        gate.open()
        live.result(10)
        assert retry.result(10) == Healed("a", 4, 0)

    assert ill.done == ["a@1", "b@1", "c@1", "a@2", "a@3", "a@4", "a@5"]
    assert parked(engine, NAME) == {}


def test_of_two_retries_at_once_one_acts(
    engine: Engine, source: ListSource, ill: Doing, database_url: str
) -> None:
    acting, go_on = Event(), Event()
    first, second = mended(ill), mended(ill)

    def stand_still() -> None:
        acting.set()
        go_on.wait(10)

    first.meanwhile = stand_still
    with (
        Gate(database_url, "subscription.dead_letters", "false") as gate,
        ThreadPoolExecutor(2) as threads,
    ):
        one = threads.submit(first.healing(engine, source).retry, "a")
        assert acting.wait(10)
        other = threads.submit(second.healing(engine, source).retry, "a")
        gate.wait_for_somebody()
        go_on.set()
        found = [one.result(10), other.result(10)]

    assert sum(each.healed for each in found) == 3
    assert [each.left for each in found] == [0, 0]
    assert (ill.done[3:], first.again + second.again) == (["a@2", "a@3", "a@4"], [])


def test_whoever_is_moved_back_leaves_out_what_was_discarded_and_parks_nothing_twice(
    engine: Engine, source: ListSource, ill: Doing
) -> None:
    healing = ill.healing(engine, source)
    assert healing.discard(healing.listed()[0].id, "made up") == Healed("a", 2, 0)
    source.tell(*(structs.replace(m, position=n) for n, m in enumerate(messages(("d", 666)), 7)))
    ill.run(engine, source)
    assert sorted(parked(engine, NAME)) == [7]
    with engine.begin() as connection:
        connection.execute(text("update subscription.checkpoints set position = 0"))

    mended(ill).run(engine, source)

    assert sorted(parked(engine, NAME)) == [7]
    assert ill.done == ["a@1", "b@1", "c@1", "a@3", "a@4"]
    assert checkpoint(engine, source.name, NAME).position == 7
