"""A batch of which a view writes nothing costs it one statement, and is fenced like every other."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from shared.database import looking_at
from shared.subscription import fence, locks
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.fence import Step
from shared.subscription.locks import Lock
from shared.subscription.projector import Projector
from shared.subscription.promise import Fenced
from tests.support.events import NOW
from tests.support.looking import checkpoint, ledger, parked
from tests.support.sample import MARK, Sample, messages

S = "sample.v1/0"
MARKS = messages((MARK, 1), (MARK, 2), (MARK, 3))
STEP = Step(S, 0, 1, Checkpoint(3, 3, NOW))


@pytest.fixture
def statements(engine: Engine, view: Sample) -> list[str]:
    """Every statement from now on."""
    assert view
    found: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: found.append(told[2]))
    return found


def test_it_is_one_statement(engine: Engine, view: Sample, statements: list[str]) -> None:
    projector = Projector(engine, view)
    projector.resume(S)
    statements.clear()

    assert projector.handle(S, 0, MARKS) == 3

    assert len(statements) == 1
    assert checkpoint(engine, S)[:2] == (3, 3)
    assert ledger(engine) == []


def test_who_is_slower_is_fenced(engine: Engine, view: Sample) -> None:
    slow, fast = Projector(engine, view), Projector(engine, view)
    slow.resume(S)
    fast.handle(S, fast.resume(S), MARKS[:2])

    with pytest.raises(Fenced):
        slow.handle(S, 0, MARKS)

    assert checkpoint(engine, S).position == 2


def test_a_view_of_another_shape_is_not_moved(engine: Engine, view: Sample) -> None:
    other = Projector(engine, replace(view, shape="2"))
    other.resume(S)

    with pytest.raises(Fenced):
        other.handle(S, 0, MARKS)

    assert checkpoint(engine, S).position == 0


def test_followers_of_what_was_set_aside_are_parked_and_not_passed(
    engine: Engine, view: Sample
) -> None:
    ill = Projector(engine, replace(view, refuses=frozenset({1})))
    told = messages(("a", 1), (MARK, 2), ("a", 3))
    position = ill.handle(S, ill.resume(S), told[:1])
    position = ill.handle(S, position, told[1:2])

    assert ill.handle(S, position, told[2:]) == 3
    assert sorted(parked(engine)) == [1, 3]


def test_while_it_is_compared_nothing_passes(engine: Engine, view: Sample) -> None:
    projector = Projector(engine, view)
    projector.resume(S)
    with locks.holding(engine, view.name, Lock.WRITING), looking_at(engine) as connection:
        assert not fence.take_live(connection, view.name, projector.shape, [STEP])
    assert projector.handle(S, 0, MARKS) == 3
