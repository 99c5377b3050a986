"""Streams that were used lately are read from where they are known, and decided on as if read whole."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from shared.clock import new_id
from shared.deciding import Desk, Memory
from shared.deciding.loaded import Loaded
from shared.deciding.recent import Known, Recent
from shared.event_store import EventStore, StoredEvent, VersionConflict
from shared.event_store.in_memory import InMemoryEventStore
from tests.shared.deciding.crowd import served_together
from tests.support.counting import NUMBERS, Counting, count
from tests.support.events import NOW, appended


class Noting(InMemoryEventStore):
    """Notes behind which versions it is read, and how many events it gave."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, int]] = []
        self.given = 0

    def read_streams(self, streams: Mapping[str, int]) -> Mapping[str, list[StoredEvent]]:
        self.asked.append(dict(streams))
        found = super().read_streams(streams)
        self.given += sum(map(len, found.values()))
        return found


def test_only_the_news_of_a_stream_are_read_the_next_time() -> None:
    store = Noting()
    ours, theirs = (Desk(store, Counting()) for _ in range(2))
    for desk in (ours, theirs, ours, ours):
        desk.execute(count("a"))

    assert [asked["a"] for asked in store.asked] == [0, 0, 1, 3]
    assert store.given == 2, "one of ours to the other, one of the other's to us"


def test_what_was_appended_is_remembered_as_it_would_be_read(store: EventStore) -> None:
    desk = Desk(store, Counting())
    desk.execute(count("a", "b"))
    served_together(desk, [count("a"), count("c"), count("d", "b")])

    for stream, versions in (("a", 2), ("b", 2), ("c", 1), ("d", 1)):
        known = desk.memory.recent.known(stream)
        read = [structs.replace(event, position=0) for event in store.read_stream(stream)]
        assert list(known.events) == read
        assert (len(known.events), known.state) == (versions, versions)


def test_what_another_process_wrote_is_seen(store: EventStore) -> None:
    ours, theirs = Desk(store, Counting()), Desk(store, Counting())
    outcomes = [desk.execute(count("a")) for desk in (ours, theirs, ours, ours, theirs)]

    assert [outcome.versions["a"] for outcome in outcomes] == [1, 2, 3, 4, 5]
    state = Loaded(store, Counting(), ours.memory).state("a", NUMBERS)
    assert state == Loaded(store, Counting(), Memory({})).state("a", NUMBERS)


def test_a_repeated_command_is_known_from_what_is_remembered(store: EventStore) -> None:
    desk, again = Desk(store, Counting()), new_id()
    first = desk.execute(count("a", command=again))
    desk.execute(count("a"))

    repeated = desk.execute(count("a", command=again))

    assert (repeated.repeated, repeated.versions) == (True, first.versions)


def test_a_log_that_was_restored_to_an_earlier_state_is_read_anew() -> None:
    """The desk remembers two of three events; the log it works with now has one."""
    before, restored = InMemoryEventStore(), InMemoryEventStore()
    desk = Desk(before, Counting())
    for command in ("1", "2", "3"):
        desk.execute(count("a", command=command))
    Desk(restored, Counting()).execute(count("a", command="1"))

    desk.store = restored

    assert desk.execute(count("a", command="4")).versions == {"a": 2}


def test_without_forgetting_it_would_conflict_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check above can fail."""
    monkeypatch.setattr(Recent, "forget", lambda _self, _streams: None)
    with pytest.raises(VersionConflict):
        test_a_log_that_was_restored_to_an_earlier_state_is_read_anew()


def events(stream: str, many: int) -> tuple[StoredEvent, ...]:
    store = InMemoryEventStore()
    store.append([appended(stream, 0, range(many))], NOW)
    return tuple(store.read_stream(stream))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 12)), max_size=30))
def test_so_many_events_are_remembered_and_the_newest_always(
    steps: Sequence[tuple[str, int]],
) -> None:
    recent = Recent(most=10)
    for stream, many in steps:
        before = len(recent.known(stream).events)
        recent.keep(stream, Known(events(stream, many)))
        after = {each: len(recent.known(each).events) for each in "abcd"}
        assert sum(after.values()) <= 10
        assert after[stream] == (max(many, before) if many <= 10 else before)


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    recent = Recent(most=10)
    for stream in "abc":
        recent.keep(stream, Known(events(stream, 3)))
    recent.known("a")
    recent.keep("d", Known(events("d", 3)))

    assert [bool(recent.known(each).events) for each in "abcd"] == [True, False, True, True]
