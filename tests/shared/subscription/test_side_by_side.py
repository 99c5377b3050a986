"""One view over the parts of a topic, kept by one thread: one transaction for all, and who is ill goes alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from shared.messaging.promise import Message, PositionLost
from shared.subscription import checkpoints, locks
from shared.subscription.leading import Leading
from shared.subscription.locks import Lock
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection
from shared.subscription.side_by_side import side_by_side
from tests.support.looking import checkpoint, cut_sessions, last, ledger, parked
from tests.support.sample import MARK, Sample, messages
from tests.support.sources import ListSource, beside_one_another

LONG, PARTS = 20.0, 3
Start = Callable[..., Leading]


@pytest.fixture
def parts() -> list[ListSource]:
    return beside_one_another(PARTS)


@pytest.fixture
def start(engine: Engine, parts: list[ListSource]) -> Iterator[Start]:
    started: list[Leading] = []

    def _start(view: Projection[Message], batch: int = 7) -> Leading:
        one = side_by_side(engine, view, parts, batch=batch, rest=0.0, moved=lambda: None)
        started.append(one.start())
        return one

    yield _start
    for one in started:
        one.stop()


def told(count: int, start: int = 1) -> list[list[Message]]:
    """So many messages for each part, of streams of its own; behind them a mark."""
    return [
        messages(*[(f"{part}-{start + n % 2}", n) for n in range(count)], (MARK, 0), start=start)
        for part in range(PARTS)
    ]


def tell(parts: Sequence[ListSource], those: Sequence[Sequence[Message]]) -> None:
    for part, found in zip(parts, those, strict=True):
        part.tell(*found)


def reached(one: Leading, position: int, *which: int) -> bool:
    return all(
        one.loops[f"sample.ledger:sample.v1/{n}"].progress.wait_until(
            lambda p: p.position >= position, LONG
        )
        for n in which or range(PARTS)
    )


def turned(one: Leading, which: int, state: State) -> bool:
    progress = one.loops[f"sample.ledger:sample.v1/{which}"].progress
    return progress.wait_until(lambda p: p.state is state, LONG)


def test_what_has_come_of_all_parts_is_stored_at_once(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    commits: list[int] = []
    tell(parts, told(6))
    event.listen(engine, "commit", lambda _: commits.append(1))

    one = start(view)

    assert reached(one, 7)
    assert all(turned(one, part, State.WAITING) for part in range(PARTS))
    assert len(commits) == PARTS + 1  # each takes up once
    assert len(ledger(engine)) == 6 * PARTS
    assert [checkpoint(engine, part.name)[:2] for part in parts] == [(7, 7)] * PARTS
    assert all(each.lag() == 0 and each.progress.healthy for each in one.loops.values())


def test_of_marks_alone_it_is_one_statement(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    one, statements = start(view), list[str]()
    assert all(turned(one, part, State.WAITING) for part in range(PARTS))
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))

    for part in parts[1:]:
        part._messages += messages((MARK, 1))
    parts[0].tell(*messages((MARK, 1)))

    assert reached(one, 1)
    assert len(statements) == 1


def test_an_entry_that_is_refused_is_set_aside_and_the_other_parts_go_on(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    one = start(replace(view, refuses=frozenset({66})))
    bad = messages(("bad", 66), ("good", 1), ("bad", 2))
    tell(parts, [bad, *told(6)[1:]])
    assert reached(one, 3, 0)
    tell(parts[1:], told(2, start=8)[1:])

    assert reached(one, 10, 1, 2)
    assert sorted(parked(engine)) == [1, 3]
    assert "good@1" in ledger(engine)
    assert all(each.progress.healthy for each in one.loops.values())


def test_what_comes_again_counts_once(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    one, again = start(view), told(6)
    tell(parts, again)
    assert reached(one, 7)

    moved = [[_moved(message, 7) for message in part] for part in again]
    tell(parts, moved)

    assert reached(one, 14)
    assert len(ledger(engine)) == 6 * PARTS
    assert parked(engine) == {}


def _moved(message: Message, by: int) -> Message:
    fields = {name: getattr(message, name) for name in message.__struct_fields__}
    return Message(**{**fields, "position": message.position + by})


def test_a_part_that_another_has_moved_stands_by_and_comes_back(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    one = start(view)
    tell(parts, told(6))
    assert reached(one, 7)
    more = told(2, start=8)
    other = Projector(engine, view)
    other.handle(parts[0].name, other.resume(parts[0].name), more[0])

    tell(parts, more)

    assert reached(one, 10)
    assert len(set(ledger(engine))) == len(ledger(engine))
    assert last(engine)["0-8"] == last(engine)["1-8"]


def test_while_it_is_compared_it_waits_and_then_goes_on(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    with locks.holding(engine, view.name, Lock.WRITING):
        one = start(view)
        tell(parts, told(6))
        assert not one.loops["sample.ledger:sample.v1/0"].progress.wait_until(
            lambda p: p.position > 0, 0.2
        )
    assert reached(one, 7)


def test_of_another_shape_it_stands_by(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    tell(parts, told(6))

    one = start(replace(view, shape="2"))

    assert all(turned(one, part, State.STANDING_BY) for part in range(PARTS))
    assert ledger(engine) == []


def test_a_part_that_cannot_be_read_any_more_stops_alone(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    def lost(after: int, limit: int) -> list[Message]:
        raise PositionLost(f"nothing behind {after}, of {limit}")

    parts[1].read = lost  # type: ignore[method-assign]
    one = start(view)
    tell(parts, told(6))

    assert turned(one, 1, State.STOPPED)
    assert reached(one, 7, 0, 2)
    assert len(ledger(engine)) == 6 * 2


def test_a_part_whose_position_was_lost_goes_on_beside_the_others_from_where_it_is_put(
    engine: Engine, view: Sample, parts: list[ListSource], start: Start
) -> None:
    """The others do not take it along before, whatever comes."""
    before, read = told(6), parts[1].read

    def lost(after: int, limit: int) -> list[Message]:
        if after > 3:
            raise PositionLost(f"nothing behind {after}")
        return read(after, limit)

    one = start(view)
    tell(parts, before)
    assert reached(one, 7)
    parts[1].read = lost  # type: ignore[method-assign]
    tell(parts, told(2, start=8))
    assert turned(one, 1, State.STOPPED)
    assert reached(one, 10, 0, 2)

    parts[1].read = read  # type: ignore[method-assign]
    with engine.begin() as connection:
        assert checkpoints.put(connection, view.name, parts[1].name, 7, 3)
    one.loops["sample.ledger:sample.v1/1"].look_again()

    assert reached(one, 10, 1)
    assert turned(one, 1, State.WAITING)
    assert last(engine)["1-8"] == last(engine)["0-8"]
    assert len(set(ledger(engine))) == len(ledger(engine))


def test_a_restart_of_the_server_goes_unnoticed(
    view: Sample, parts: list[ListSource], start: Start, database_url: str
) -> None:
    one = start(view)
    tell(parts, told(6))
    assert reached(one, 7)

    cut_sessions(database_url)
    tell(parts, told(2, start=8))

    assert reached(one, 10)
    assert all(each.progress.healthy for each in one.loops.values())
