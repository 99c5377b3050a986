"""What a reaction cannot take is set aside, never a fault of the database; a stream keeps its order throughout."""

import psycopg
import pytest
from msgspec import structs
from psycopg import errors
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from shared.event_store import (
    AlreadyClaimed,
    InvertedOrder,
    OutcomeUnknown,
    SlotHeld,
    VersionConflict,
)
from shared.freshness import NotInTime
from shared.policies.reaction import Reaction
from shared.subscription.limit import Limit
from shared.subscription.promise import NO_SEQUENCE, Fenced, TooManyDeadLetters
from tests.shared.policies.conftest import TOLD
from tests.support.doing import NAME, Doing, mended, refusing
from tests.support.looking import checkpoint, parked
from tests.support.sample import messages
from tests.support.sources import ListSource

FOLLOWS = "follows an entry that was set aside"


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
