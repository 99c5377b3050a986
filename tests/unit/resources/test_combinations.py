"""What is booked together: all or nothing, given back whole, and used each part in its time."""

from dataclasses import replace

import pytest

from services.resources.domain.booking import commands
from services.resources.domain.booking.commands import BookTogether
from services.resources.domain.booking.events import BookingCancelled
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.booking.rejections import (
    BookingStepOutOfOrder,
    SlotTaken,
    TooLateToCheckIn,
)
from services.resources.domain.terms import ShareKind
from tests.unit.resources.lending import TERMS, after, book, lending, ref, together
from tests.unit.resources.scene import Scene, asked, at, offer, slot, street

HALL, PROJECTOR = ref("c-1"), ref("c-2", "projector")


def both(hall: int, projector: int, day: int = 10) -> BookTogether:
    """Two hours of the hall and of the projector, from these hours on."""
    return together(slot(at(day, hall)), slot(at(day, projector), 2, "projector", amount=1))


def statuses(scene: Scene) -> list[BookingStatus]:
    books = (scene.states[f"book-{part.resource_id}-2026-03"] for part in (HALL, PROJECTOR))
    return [each.status for book in books for each in book.bookings.values()]


def cancel(part: BookingRef, hours: float) -> commands.CancelBooking:
    return commands.CancelBooking(booking=part, cause_text="雨天", **after(hours))


def test_a_combination_is_booked_whole_or_not_and_given_back_whole() -> None:
    scene = lending().given(book("b", slot(at(10, 12), 2, "projector", amount=1)))
    with pytest.raises(SlotTaken) as refused:
        scene.decide(both(9, 12))
    assert refused.value.field == "2.wanted.begins"
    assert len(scene.when(both(9, 9))) == 2
    events = scene.when(cancel(PROJECTOR, 0))
    assert [type(event) for event in events] == [BookingCancelled, BookingCancelled]


def test_a_combination_does_not_take_one_slot_twice() -> None:
    with pytest.raises(SlotTaken) as refused:
        lending().decide(together(slot(at(10, 9)), slot(at(10, 10))))
    assert refused.value.field == "2.wanted.begins"


def test_who_came_to_one_part_came_to_all() -> None:
    scene = lending().given(both(11, 11, day=2))
    scene.when(commands.CheckIn(booking=HALL, **after(2)))
    assert statuses(scene) == ["in_use", "in_use"]
    scene.when(commands.CompleteBooking(booking=HALL, **after(3)))
    scene.when(commands.CompleteBooking(booking=PROJECTOR, **after(3.5)))
    assert statuses(scene) == ["completed", "completed"]


def test_who_comes_within_the_buffer_of_one_part_came_to_all_of_that_time() -> None:
    """Whatever the buffers of the others; what is booked for later waits."""
    bare = replace(TERMS, buffer_before=0, buffer_after=0)
    scene = street().given(
        offer(terms=TERMS),
        offer("projector", kind=ShareKind.EQUIPMENT, terms=bare),
        offer("room", terms=bare),
        together(
            slot(at(2, 11)),
            slot(at(2, 12), 2, "projector", amount=1),
            slot(at(2, 13), 2, "room"),
        ),
    )
    checked_in = scene.when(commands.CheckIn(booking=HALL, **asked(at(2, 10, 40))))
    assert len(checked_in) == 2
    assert statuses(scene) == ["in_use", "in_use"]


@pytest.mark.parametrize("end", ["check in", "cancel", "release"])
def test_a_part_whose_time_comes_later_is_used_or_given_back_by_itself(end: str) -> None:
    scene = lending().given(both(11, 15, day=2))
    scene.when(commands.CheckIn(booking=HALL, **after(2)))
    scene.when(commands.CompleteBooking(booking=HALL, **after(4)))
    assert statuses(scene) == ["completed", "confirmed"]
    with pytest.raises(BookingStepOutOfOrder):
        scene.decide(cancel(HALL, 4))
    ends = {
        "check in": commands.CheckIn(booking=PROJECTOR, **after(6)),
        "cancel": cancel(PROJECTOR, 4),
        "release": commands.ReleaseNoShow(booking=PROJECTOR, **after(7)),
    }
    assert len(scene.when(ends[end])) == 1


def test_an_owner_who_does_not_lend_his_part_takes_nothing_from_who_uses_the_other() -> None:
    scene = street().given(
        offer(terms=replace(TERMS, needs_approval=True)),
        offer("projector", kind=ShareKind.EQUIPMENT),
        both(11, 11, day=2),
        commands.ApproveBooking(booking=HALL, **asked()),
    )
    scene.when(commands.CheckIn(booking=HALL, **after(2)))
    assert statuses(scene) == ["in_use", "requested"]
    refuse = commands.RefuseBooking(booking=PROJECTOR, cause_text="送修", **after(2))
    assert len(scene.when(refuse)) == 1


def test_who_comes_when_the_time_is_over_is_told_so() -> None:
    scene = lending().given(book("b1", slot(at(2, 11))))
    with pytest.raises(TooLateToCheckIn) as refused:
        scene.decide(commands.CheckIn(booking=ref("b1"), **after(4)))
    assert "13:00" in refused.value.message
    assert "13:00" in refused.value.label
    assert scene.when(commands.CancelBooking(booking=ref("b1"), cause_text="未使用", **asked()))
