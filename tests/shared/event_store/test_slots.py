"""One holder at a time: what the store itself refuses, whatever a decision had seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.event_store import EventStore, Slot, SlotHeld, Slots, VersionConflict
from tests.support.events import NOW, appended


def slot(holder: str, first: int, last: int, key: str = "hall") -> Slot:
    """From one hour to another."""
    return Slot(key, holder, NOW + timedelta(hours=first), NOW + timedelta(hours=last))


def test_two_slots_of_one_key_never_meet_and_nothing_is_stored(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, slots=Slots([slot("one", 9, 12)]))

    with pytest.raises(SlotHeld):
        store.append([appended("b", 0)], NOW, slots=Slots([slot("two", 11, 13)]))

    assert store.read_stream("b") == []


def test_slots_of_another_key_and_those_that_only_touch_are_free(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, slots=Slots([slot("one", 9, 12)]))
    free = [slot("two", 12, 13), slot("three", 8, 9), slot("one", 10, 11, "projector")]

    store.append([appended("b", 0)], NOW, slots=Slots(free))

    assert len(store.read_stream("b")) == 1


def test_an_append_takes_what_it_frees(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, slots=Slots([slot("one", 9, 12)]))

    store.append([appended("a", 1)], NOW, slots=Slots([slot("two", 9, 12)], [slot("one", 9, 12)]))

    with pytest.raises(SlotHeld):
        store.append([appended("b", 0)], NOW, slots=Slots([slot("three", 11, 13)]))


def test_a_refused_append_frees_and_takes_nothing(store: EventStore) -> None:
    store.append([appended("a", 0)], NOW, slots=Slots([slot("one", 9, 12)]))

    with pytest.raises(VersionConflict):
        store.append(
            [appended("a", 0)], NOW, slots=Slots([slot("x", 20, 21)], [slot("one", 9, 12)])
        )

    with pytest.raises(SlotHeld):
        store.append([appended("b", 0)], NOW, slots=Slots([slot("two", 11, 13)]))
    store.append([appended("c", 0)], NOW, slots=Slots([slot("two", 20, 21)]))


def test_of_many_who_race_for_one_slot_one_wins(store: EventStore) -> None:
    def wins(number: int) -> bool:
        wanted = Slots([slot(f"holder-{number}", 9, 12)])
        try:
            store.append([appended(f"book-{number}", 0)], NOW, slots=wanted)
        except SlotHeld:
            return False
        return True

    with ThreadPoolExecutor(16) as crowd:
        assert sum(crowd.map(wins, range(16))) == 1
