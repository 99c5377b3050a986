"""The event store's promise, on every adapter."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from shared.event_store import (
    AlreadyClaimed,
    Claim,
    EventStore,
    Metadata,
    NewEvent,
    StreamAppend,
    VersionConflict,
)
from tests.support.events import DAY, NOW, appended, happened


def test_what_was_appended_is_read_back_whole(store: EventStore) -> None:
    metadata = Metadata("command-1", "conversation", "cause", "officer-1", "4301/430111")
    store.append([StreamAppend("member-1", 0, [happened(7)], metadata)], NOW)

    [event] = store.read_stream("member-1")

    assert event.event_id == "member-1@1"
    assert (event.type, event.schema_version, event.data) == (
        "something-happened",
        1,
        '{"number":7}',
    )
    assert msgspec.json.decode(event.metadata, type=Metadata) == metadata
    assert (event.effective_date, event.recorded_at) == (DAY, NOW)


@pytest.mark.parametrize("events", [1, 20])
def test_data_is_read_back_to_the_letter(store: EventStore, events: int) -> None:
    data = r'{ "b" : "刘\u5218\\\"\n{},",  "a":[1.50, null,{}]}'
    event = NewEvent("something-happened", 1, data, DAY)
    stream = 'a "quoted" {stream}, \\'

    store.append([StreamAppend(stream, 0, [event] * events, Metadata('c"1'))], NOW)

    assert {event.data for event in store.read_stream(stream)} == {data}
    assert len(store.read_stream(stream)) == events


def test_a_stream_is_read_in_order_from_any_version(store: EventStore) -> None:
    store.append([appended("a", 0, [1, 2, 3])], NOW)
    store.append([appended("a", 3, [4])], NOW)

    assert [event.version for event in store.read_stream("a", after_version=1)] == [2, 3, 4]
    assert store.read_stream("unknown") == []


def test_several_streams_are_read_at_once(store: EventStore) -> None:
    store.append([appended("a", 0, [1, 2]), appended("b", 0)], NOW)

    read = store.read_streams({"a": 0, "b": 0, "c": 0})

    assert {stream: len(events) for stream, events in read.items()} == {"a": 2, "b": 1, "c": 0}
    assert [event.version for event in store.read_streams({"a": 1})["a"]] == [2]


@pytest.mark.parametrize("expected", [0, 1, 3])
@pytest.mark.parametrize("events", [1, 20])
def test_a_wrong_expected_version_is_refused_and_nothing_is_stored(
    store: EventStore, expected: int, events: int
) -> None:
    store.append([appended("a", 0, [1, 2])], NOW)

    with pytest.raises(VersionConflict) as refused:
        store.append([appended("b", 0), appended("a", expected, range(events))], NOW)

    assert (refused.value.stream, refused.value.actual) == ("a", 2)
    assert store.read_stream("b") == []
    assert len(store.read_stream("a")) == 2


@pytest.mark.parametrize("events", [1, 20])
def test_several_streams_are_stored_all_or_none(store: EventStore, events: int) -> None:
    store.append([appended("a", 0, range(events)), appended("b", 0, range(events))], NOW)

    assert [len(events_) for events_ in store.read_streams({"a": 0, "b": 0}).values()] == [
        events
    ] * 2


def test_the_log_has_dense_positions_and_keeps_each_streams_order(store: EventStore) -> None:
    for version in range(4):
        store.append([appended("a", version), appended("b", version)], NOW)

    log = store.read_log(0, 100)

    assert [event.position for event in log] == list(range(1, 9))
    assert store.head() == 8
    for stream in ("a", "b"):
        assert [event.version for event in log if event.stream == stream] == [1, 2, 3, 4]
    assert store.read_log(6, 1) == log[6:7]
    assert store.position_of("a", 3) == next(e.position for e in log if e.event_id == "a@3")
    assert store.position_of("a", 9) is None


def test_fifty_writers_on_one_stream_lose_and_double_nothing(store: EventStore) -> None:
    def write(writer: int) -> None:
        while True:
            version = len(store.read_stream("a"))
            try:
                store.append([appended("a", version, [writer])], NOW)
            except VersionConflict:
                continue
            return

    with ThreadPoolExecutor(50) as writers:
        list(writers.map(write, range(50)))

    events = store.read_stream("a")
    assert [event.version for event in events] == list(range(1, 51))
    assert sorted(msgspec.json.decode(event.data)["number"] for event in events) == list(range(50))


def test_a_claimed_key_belongs_to_one_stream(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, claims=[Claim("id-1", "a")])

    with pytest.raises(AlreadyClaimed) as refused:
        store.append([appended("b", 0)], NOW, claims=[Claim("id-2", "b"), Claim("id-1", "b")])

    assert (refused.value.key, refused.value.holder) == ("id-1", "a")
    assert "id-1" not in str(refused.value)
    assert store.read_stream("b") == []
    assert store.claimed_by(["id-1", "id-2"]) == {"id-1": "a"}


def test_a_stream_may_claim_its_own_key_again(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, claims=[Claim("id-1", "a")])
    store.append([appended("a", 1)], NOW, claims=[Claim("id-1", "a")])

    assert store.claimed_by(["id-1"]) == {"id-1": "a"}


def test_a_released_key_can_be_claimed_by_another(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, claims=[Claim("id-1", "a")])
    store.append([appended("a", 1)], NOW, releases=["a"])
    store.append([appended("b", 0)], NOW, claims=[Claim("id-1", "b")])

    assert store.claimed_by(["id-1"]) == {"id-1": "b"}


def test_a_refused_version_leaves_no_claim_behind(store: EventStore) -> None:
    with pytest.raises(VersionConflict):
        store.append([appended("a", 5)], NOW, claims=[Claim("id-1", "a")])

    assert store.claimed_by(["id-1"]) == {}


def test_two_racing_for_one_key_exactly_one_wins(store: EventStore) -> None:
    together = threading.Barrier(8)

    def claim(writer: int) -> bool:
        together.wait()
        try:
            store.append([appended(f"m-{writer}", 0)], NOW, claims=[Claim("id", f"m-{writer}")])
        except AlreadyClaimed:
            return False
        return True

    with ThreadPoolExecutor(8) as writers:
        won = list(writers.map(claim, range(8)))

    assert won.count(True) == 1
    assert store.claimed_by(["id"]) == {"id": f"m-{won.index(True)}"}
    assert [len(store.read_stream(f"m-{n}")) for n in range(8)] == [int(w) for w in won]


def test_the_end_of_an_act_is_known_by_any_of_its_events(store: EventStore) -> None:
    store.append([appended("a", 0, [1, 2]), appended("b", 0, [3])], NOW)
    store.append([appended("c", 0, [4])], NOW)

    assert {store.position_after("a", 1), store.position_after("b", 1)} == {3}
    assert store.position_after("c", 1) == 4
    assert store.position_after("c", 2) is None


def test_the_newest_event_is_known_at_once(store: EventStore) -> None:
    assert store.newest() is None

    store.append([appended("a", 0, [1, 2]), appended("b", 0, [3])], NOW)

    assert store.newest() == ("b", 1)
