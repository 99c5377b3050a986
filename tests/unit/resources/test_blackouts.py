"""Blackouts: the whole time is lent again, whatever of it is named."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from services.resources.domain.booking.blacking_out import BlackoutOverBookings, UnknownBlackout
from services.resources.domain.booking.book import evolve
from services.resources.domain.booking.commands import (
    CancelBooking,
    CheckIn,
    CompleteBooking,
    LiftBlackout,
    RecordUse,
    SetBlackout,
)
from services.resources.domain.booking.events import BlackoutLifted
from services.resources.domain.booking.rejections import BookingIdTaken, InBlackout
from tests.unit.resources.lending import USER, book, lending, ref
from tests.unit.resources.scene import TODAY, Scene, asked, at, slot

IN_APRIL = slot(at(10, 9, month=4))
WHOLE = (at(20, 0), at(29, 0, month=5))


def of_blackout(begins: datetime, ends: datetime, blackout_id: str = "x") -> dict[str, Any]:
    told = {"begins": begins, "ends": ends, "blackout_id": blackout_id}
    return {"resource_id": "hall", **told, **asked()}


def blacked_out() -> Scene:
    """For seventy days: in the books of three months."""
    return lending().given(SetBlackout(cause_text="检修", **of_blackout(*WHOLE)))


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(at(20, 0), at(20, 1)), (at(1, 0, month=4), at(2, 0, month=4)), WHOLE],
)
def test_a_blackout_is_lifted_whole_whatever_of_it_is_named(
    begins: datetime, ends: datetime
) -> None:
    scene = blacked_out()
    with pytest.raises(InBlackout) as refused:
        scene.decide(book("b", IN_APRIL))
    assert "x" in refused.value.message
    lifted = scene.when(LiftBlackout(**of_blackout(begins, ends)))
    assert [each.month for each in lifted if isinstance(each, BlackoutLifted)] == [
        "2026-03",
        "2026-04",
        "2026-05",
    ]
    assert scene.when(book("b", IN_APRIL))


def test_what_an_older_release_left_of_a_blackout_is_lifted_by_any_part_of_it() -> None:
    """It lifted only in the months around the time that was named."""
    scene = blacked_out()
    book_of_march = scene.states["book-hall-2026-03"]
    half = BlackoutLifted("hall", "2026-03", book_of_march.blackouts["x"], TODAY)
    scene.states["book-hall-2026-03"] = evolve(book_of_march, half)
    lifted = scene.when(LiftBlackout(**of_blackout(at(20, 0), at(20, 1))))
    months = [each.month for each in lifted if isinstance(each, BlackoutLifted)]
    assert months == ["2026-04", "2026-05"]


def test_what_was_lifted_keeps_its_id() -> None:
    """Asked for once more, as by a message that came late, it does not stand again."""
    again = SetBlackout(cause_text="检修", **of_blackout(*WHOLE))
    scene = blacked_out().given(LiftBlackout(**of_blackout(*WHOLE)))
    with pytest.raises(BookingIdTaken):
        scene.decide(again)
    assert scene.when(replace(again, blackout_id="y"))


def test_a_blackout_waits_for_who_is_there_or_to_come_not_for_what_was_used() -> None:
    """One use is on record, one ended early; today's second is going on, the third is ahead."""
    by_a_firm = {**USER, "unit_id": "firm"}
    scene = lending().given(RecordUse(booking_id="u", wanted=slot(at(1, 9)), **by_a_firm))
    for number, hour in enumerate((10, 13, 16), 1):
        scene.given(book(f"b{number}", slot(at(9, hour))))
    scene.given(CheckIn(booking=ref("b1"), **asked(at(9, 10))))
    scene.given(CompleteBooking(booking=ref("b1"), **asked(at(9, 11))))
    scene.given(CheckIn(booking=ref("b2"), **asked(at(9, 13))))
    now = asked(at(9, 14))
    month = SetBlackout(**{**of_blackout(at(1, 0), at(31, 0)), **now}, cause_text="检修")
    with pytest.raises(BlackoutOverBookings) as refused:
        scene.decide(month)
    assert refused.value.booking_ids == ("b2", "b3")
    assert "cancel those that have not begun and complete those in use" in str(refused.value)
    scene.given(CompleteBooking(booking=ref("b2"), **now))
    scene.given(CancelBooking(booking=ref("b3"), cause_text="检修", **now))
    assert scene.when(month)


def test_nothing_is_lifted_where_there_is_no_such_blackout() -> None:
    scene = blacked_out()
    for told in (of_blackout(*WHOLE, "y"), of_blackout(at(1, 0, month=7), at(2, 0, month=7))):
        with pytest.raises(UnknownBlackout):
            scene.decide(LiftBlackout(**told))
