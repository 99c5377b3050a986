"""Acts of many commands in one transaction: each whole or not at all, none in the way of another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.event_store import Act, EventStore, OutcomeUnknown, StreamAppend
from shared.event_store.postgres import PostgresEventStore
from tests.support.events import NOW, appended
from tests.support.gate import Gate


def act(*appends: StreamAppend) -> Act:
    return Act(appends, NOW)


def lengths(store: EventStore, *streams: str) -> list[int]:
    return [len(events) for events in store.read_streams(dict.fromkeys(streams, 0)).values()]


def test_acts_are_stored_together(store: EventStore) -> None:
    stored = store.append_each(
        [act(appended("b", 0, [1, 2]), appended("c", 0, [3])), act(appended("a", 0, [4])), act()]
    )

    assert stored == [True, True, True]
    assert lengths(store, "a", "b", "c") == [1, 2, 1]
    assert [event.version for event in store.read_stream("b")] == [1, 2]
    log = [event.event_id for event in store.read_log(0, 10)]
    assert sorted(log) == ["a@1", "b@1", "b@2", "c@1"]
    assert log.index("b@1") < log.index("b@2") < log.index("c@1"), "an act keeps its order"


def test_each_act_keeps_its_own_instant_and_command(store: EventStore) -> None:
    later = NOW.replace(microsecond=7)
    store.append_each(
        [act(appended("a", 0, command="one")), Act([appended("b", 0, command="two")], later)]
    )

    [a], [b] = store.read_stream("a"), store.read_stream("b")
    assert (a.recorded_at, b.recorded_at) == (NOW, later)
    assert "one" in a.metadata
    assert "two" in b.metadata


def test_an_act_whose_stream_has_moved_on_is_left_out_whole(store: EventStore) -> None:
    store.append([appended("b", 0)], NOW)

    stored = store.append_each(
        [
            act(appended("a", 0)),
            act(appended("x", 0), appended("b", 0, [1, 2])),
            act(appended("b", 5)),
            act(appended("c", 0)),
        ]
    )

    assert stored == [True, False, False, True]
    assert lengths(store, "a", "b", "c", "x") == [1, 1, 1, 0]


def test_acts_are_stored_if_what_they_rest_on_stands(store: EventStore) -> None:
    store.append([appended("b", 0, [1, 2])], NOW)

    stored = store.append_each(
        [act(appended("a", 0)), act(appended("c", 0))], {"b": 2, "a": 0, "nobody's": 0}
    )

    assert stored == [True, True]
    assert lengths(store, "a", "b", "c", "nobody's") == [1, 2, 1, 0]


@pytest.mark.parametrize("standing", [{"b": 1}, {"b": 3}, {"a": 0, "nobody's": 1}])
def test_none_is_stored_when_what_they_rest_on_has_moved(
    store: EventStore, standing: dict[str, int]
) -> None:
    store.append([appended("b", 0, [1, 2])], NOW)

    stored = store.append_each([act(appended("a", 0)), act(appended("c", 0))], standing)

    assert stored == [False, False]
    assert lengths(store, "a", "b", "c") == [0, 2, 0]


def test_of_acts_that_want_the_same_version_one_is_stored_at_most(store: EventStore) -> None:
    stored = store.append_each([act(appended("a", 0)), act(appended("a", 0, [2]))])

    assert sum(stored) <= 1
    assert lengths(store, "a") == [sum(stored)]


def test_many_who_store_the_same_streams_at_once_store_each_version_once(
    store: EventStore,
) -> None:
    """Eight offer the same ten acts: each is stored by exactly one of them, and nobody hangs."""
    acts = [act(appended(f"s-{number}", 0)) for number in range(10)]

    def offer(writer: int) -> list[bool]:
        turned = acts[writer:] + acts[:writer]
        stored = store.append_each(turned)
        return [*stored[-writer:], *stored[:-writer]] if writer else [*stored]

    with ThreadPoolExecutor(8) as writers:
        stored = list(writers.map(offer, range(8)))

    assert [sum(each) for each in zip(*stored, strict=True)] == [1] * 10
    assert lengths(store, *(f"s-{number}" for number in range(10))) == [1] * 10


def test_who_was_faster_between_the_look_and_the_rows_stops_only_his_own_stream(
    database_url: str, open_store: Callable[[], PostgresEventStore]
) -> None:
    """Both have looked; the first holds the stream's next version until the gate opens."""
    store = open_store()
    with (
        Gate(database_url, "event_log.events", "new.stream = 'z'") as gate,
        ThreadPoolExecutor(2) as writers,
    ):
        faster = writers.submit(store.append, [appended("b", 0), appended("z", 0)], NOW)
        gate.wait_for_somebody()
        slower = writers.submit(
            store.append_each, [act(appended("a", 0)), act(appended("b", 0, [2]))]
        )
        gate.wait_for_somebody("transactionid")
        gate.open()
        faster.result(10)
        assert slower.result(10) == [True, False]
    assert lengths(store, "a", "b", "z") == [1, 1, 1]


def test_a_lost_answer_is_unknown_for_all(
    database_url: str, open_store: Callable[[], PostgresEventStore]
) -> None:
    store = open_store()
    with (
        Gate(database_url, "event_log.events", "new.stream = 'z'") as gate,
        ThreadPoolExecutor(1) as writer,
    ):
        lost = writer.submit(store.append_each, [act(appended("a", 0)), act(appended("z", 0))])
        gate.cut_who_waits()
        with pytest.raises(OutcomeUnknown):
            lost.result(10)
        gate.open()
    assert lengths(store, "a", "z") == [0, 0]
