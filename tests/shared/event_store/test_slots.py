"""One holder at a time: what the store itself refuses, whatever a decision had seen."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest

from shared.event_store import (
    AlreadyClaimed,
    Claim,
    EventStore,
    Slot,
    SlotHeld,
    Slots,
    VersionConflict,
)
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


@pytest.mark.parametrize("events", [1, 9], ids=["one statement", "copied"])
def test_who_takes_a_slot_may_claim_a_key_with_it(store: EventStore, events: int) -> None:
    def take(stream: str, at: int, holder: str, hour: int) -> None:
        taken = Slots([slot(holder, hour, hour + 1)])
        claims = [Claim(holder, stream), Claim(holder, stream)]
        store.append([appended(stream, at, range(events))], NOW, claims=claims, slots=taken)

    take("a", 0, "one", 9)
    store.append([appended("a", events)], NOW, slots=Slots(freed=[slot("one", 9, 10)]))

    with pytest.raises(AlreadyClaimed) as refused:
        take("b", 0, "one", 20)
    with pytest.raises(VersionConflict):
        take("b", 5, "two", 20)
    with pytest.raises(SlotHeld):
        store.append(
            [appended("b", 0)],
            NOW,
            claims=[Claim("three", "b")],
            slots=Slots([slot("three", 12, 13), slot("four", 12, 14)]),
        )

    assert (refused.value.key, refused.value.holder) == ("one", "a")
    assert store.claimed_by(["one", "two", "three"]) == {"one": "a"}
    assert store.read_stream("b") == []
    take("a", events + 1, "one", 20)


WRITERS = 16
PAIRS = [(f"hall-{number}", f"room-{number}") for number in range(12)]


@pytest.mark.parametrize("events", [1, 9], ids=["one statement", "copied"])
def test_of_many_who_race_for_slots_one_wins_each(store: EventStore, events: int) -> None:
    """Two things at a time, in either order; who loses is told that they are held, and nothing else."""
    start = Barrier(WRITERS)

    def wins(number: int) -> int:
        won = 0
        for pair in PAIRS:
            wanted = [slot(f"{key}-{number}", 9, 12, key) for key in pair[:: 1 - number % 2 * 2]]
            booking = appended(f"{pair[0]}-{number}", 0, range(events))
            start.wait(30)
            with suppress(SlotHeld):
                store.append([booking], NOW, slots=Slots(wanted))
                won += 1
        return won

    with ThreadPoolExecutor(WRITERS) as crowd:
        assert sum(crowd.map(wins, range(WRITERS))) == len(PAIRS)
