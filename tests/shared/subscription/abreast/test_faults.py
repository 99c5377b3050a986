"""Views kept by one thread, when sessions break, others are at work too, or somebody stands still."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.subscription import checkpoints, fence, follower
from shared.subscription.progress import State
from shared.subscription.views import shape_of
from tests.shared.subscription.abreast.scene import IDS, TOLD, Start, reached, turned
from tests.support.gate import Gate
from tests.support.looking import cut_sessions
from tests.support.several_views import NAMES, arrivals, made, positions, views
from tests.support.sources import ListSource

S = "sample.v1/0"


def test_a_session_cut_in_the_middle_is_tried_again_by_all(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    those = made(engine, views())
    source.tell(*TOLD)
    with Gate(database_url, "three.told", "new.number = 9") as gate:
        abreast = start(those)
        gate.cut_who_waits()
        gate.open()
        assert reached(abreast, 30)

    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)
    assert all(one.progress.retries == 1 for one in abreast.loops.values())


def test_a_restart_of_the_server_goes_unnoticed(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    those = made(engine, views())
    source.tell(*TOLD[:10])
    abreast = start(those)
    assert reached(abreast, 10)
    assert turned(abreast, "one", State.WAITING)

    cut_sessions(database_url)
    source.tell(*TOLD[10:])

    assert reached(abreast, 30)
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)


def test_two_at_once_double_nothing(engine: Engine, source: ListSource, start: Start) -> None:
    those = made(engine, views())
    two = [start(those, batch=2) for _ in range(2)]
    for message in TOLD:
        source.tell(message)
    while set(positions(engine).values()) != {30}:
        two[0].loops["sample.one"].progress.wait_until(lambda p: p.position == 30, 0.05)

    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)
    handled = [one.progress.handled for each in two for one in each.loops.values()]
    assert sum(handled) == 3 * 30


def test_who_is_paused_amid_a_batch_of_one_view_is_ended(
    engine: Engine, source: ListSource, start: Start, database_url: str
) -> None:
    """His session holds one checkpoint; the server lets go of it, and all go on."""
    short, those = open_engine(database_url, idle=0.3), made(engine, views())
    source.tell(*TOLD)
    with engine.begin() as connection:
        checkpoints.ensure(connection, "sample.two", S)
    paused = short.connect()
    shape = shape_of(those[2])
    fence.hold_live(paused, "sample.two", S, 0, view="sample.two", shape=shape)

    abreast = start(those, on=short)

    assert reached(abreast, 30)
    paused.invalidate()
    paused.close()
    abreast.stop()
    short.dispose()
    assert arrivals(engine, those) == dict.fromkeys(NAMES, IDS)


def test_stopping_does_not_wait_for_the_next_attempt(
    engine: Engine, source: ListSource, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_FIRST_PAUSE", 3600.0)
    (one,) = made(engine, views()[:1])
    source.tell(*TOLD)
    abreast = start([replace(one, shape="2")])
    assert turned(abreast, "one", State.STANDING_BY)

    abreast.stop()

    assert not abreast._thread.is_alive()
