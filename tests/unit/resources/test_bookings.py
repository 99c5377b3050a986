"""Bookings: what is refused and why, series, combinations, waitlist, use and no-show."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.resources.domain.booking import commands
from services.resources.domain.booking.events import (
    BookingCancelled,
    BookingCompleted,
    BookingMade,
    SeriesBooked,
    UseRecorded,
    WaitlistLeft,
)
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.booking.rejections import (
    BeyondCapacity,
    BookingBackwards,
    BookingInPast,
    BookingTooLong,
    InBlackout,
    NoticeTooShort,
    OutsideOpeningHours,
    QuotaUsedUp,
    SeriesHasConflicts,
    SlotTaken,
    StillTimeToCome,
    TooFarAhead,
    UnknownBooking,
)
from services.resources.domain.calendar import month_of
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import UnknownResource
from services.resources.domain.unit.unit import UnknownUnit
from tests.unit.resources.lending import ALWAYS, USER, after, book, lending, ref
from tests.unit.resources.scene import HALL, asked, at, offer, slot, street


def test_a_booking_holds_its_slot_with_its_buffers() -> None:
    (event,) = lending().when(book("b1", slot(at(10, 9))))
    assert isinstance(event, BookingMade)
    assert event.after.held == Span(at(10, 8, 30), at(10, 11, 30))
    assert event.after.status is BookingStatus.CONFIRMED


def test_of_two_for_one_slot_the_second_gets_the_reason_and_the_next_free_slots() -> None:
    scene = lending().given(book("b1", slot(at(10, 9))))
    with pytest.raises(SlotTaken) as refused:
        scene.decide(book("b2", slot(at(10, 11))))
    first, *_ = refused.value.alternatives
    assert first == Span(at(10, 12), at(10, 14))
    assert scene.when(book("b2", slot(first.begins)))


@pytest.mark.parametrize(
    ("wanted", "rejection", "field"),
    [
        (slot(at(1, 9)), BookingInPast, "wanted.begins"),
        (slot(at(10, 9), -1), BookingBackwards, "wanted.ends"),
        (slot(at(2, 9, 30)), NoticeTooShort, "wanted.begins"),
        (slot(at(20, 9, month=7)), TooFarAhead, "wanted.begins"),
        (slot(at(10, 9), 9), BookingTooLong, "wanted.ends"),
        (slot(at(10, 21)), OutsideOpeningHours, "wanted.begins"),
        (slot(at(10, 9), amount=501), BeyondCapacity, "wanted.amount"),
        (slot(at(20, 9)), InBlackout, "wanted.begins"),
        (slot(at(10, 9), resource_id="nothing"), UnknownResource, "wanted.resource_id"),
    ],
)
def test_a_slot_that_cannot_be_had_is_refused(
    wanted: commands.Wanted, rejection: type[Rejection], field: str
) -> None:
    blackout = commands.SetBlackout(
        resource_id="hall",
        blackout_id="x",
        begins=at(20, 0),
        ends=at(21, 0),
        cause_text="检修",
        **asked(),
    )
    with pytest.raises(rejection) as refused:
        lending().given(blackout).decide(book("b1", wanted))
    assert refused.value.field == field
    assert refused.value.label


def test_an_unknown_unit_books_nothing_and_one_unit_not_everything() -> None:
    scene = lending()
    with pytest.raises(UnknownUnit):
        scene.decide(book("b", slot(at(10, 9)), unit_id="nobody"))
    scene.given(*(book(f"b{day}", slot(at(day, 9))) for day in (10, 11, 12)))
    with pytest.raises(QuotaUsedUp):
        scene.decide(book("b13", slot(at(13, 9))))
    assert scene.when(book("b14", slot(at(13, 9)), unit_id="firm"))


def series(times: int, **given: Any) -> commands.BookSeries:
    wanted = slot(at(9, 14), 1, "projector", amount=1)
    asked_for = {"series_id": "s", "wanted": wanted, "every": commands.Every.DAY, **USER, **given}
    return commands.BookSeries(times=times, **asked_for)


def test_a_series_of_60_with_a_conflict_in_the_last_is_refused_whole_or_skips_it() -> None:
    last = slot(at(9, 14) + timedelta(days=59), 1, "projector", amount=1)
    scene = lending().given(book("b", last))
    with pytest.raises(SeriesHasConflicts) as refused:
        scene.decide(series(60))
    (conflict,) = refused.value.conflicts
    assert (conflict.begins, conflict.rule) == (last.begins, "slot-taken")
    told, *made = scene.when(series(60, skip_conflicts=True))
    assert isinstance(told, SeriesBooked)
    assert (len(made), told.skipped) == (59, (conflict,))


def test_who_waits_gets_the_slot_when_it_is_given_back() -> None:
    scene = lending().given(book("b1", slot(at(10, 9))))
    scene.when(commands.JoinWaitlist(entry_id="w", wanted=slot(at(10, 10)), **USER))
    cancel = commands.CancelBooking(booking=ref("b1"), cause_text="改期", **asked())
    cancelled, promoted, made = scene.when(cancel)
    assert isinstance(cancelled, BookingCancelled)
    assert isinstance(promoted, WaitlistLeft)
    assert isinstance(made, BookingMade)
    assert made.after.booking_id == "w"


def test_of_two_who_wait_for_one_slot_the_first_gets_it() -> None:
    scene = lending().given(book("b1", slot(at(10, 9))))
    for entry in ("w1", "w2"):
        scene.when(commands.JoinWaitlist(entry_id=entry, wanted=slot(at(10, 10)), **USER))
    cancel = commands.CancelBooking(booking=ref("b1"), cause_text="改期", **asked())
    made = [event for event in scene.when(cancel) if isinstance(event, BookingMade)]
    assert [event.after.booking_id for event in made] == ["w1"]


NIGHT = slot(at(31, 22), 4)
"""Two hours of March and two of April."""


@pytest.mark.parametrize("first", ["march", "april"])
def test_who_began_to_wait_first_comes_first_in_whichever_month(first: str) -> None:
    scene = street().given(offer(terms=replace(HALL, opening=ALWAYS)), book("b1", NIGHT))
    waited_for = {"march": slot(at(31, 21), 4), "april": slot(at(1, 0, month=4), 4)}
    for hours, entry in enumerate(sorted(waited_for, key=lambda entry: entry != first)):
        joined = {**USER, **after(hours), "entry_id": entry, "wanted": waited_for[entry]}
        scene.when(commands.JoinWaitlist(**joined))
    cancel = commands.CancelBooking(booking=ref("b1"), cause_text="改期", **after(2))
    made = [event for event in scene.when(cancel) if isinstance(event, BookingMade)]
    assert [event.after.booking_id for event in made] == [first]


def test_within_a_month_its_book_tells_who_was_first_whatever_the_clocks_said() -> None:
    scene = lending().given(book("b1", slot(at(10, 9))))
    for hours, entry in ((1, "w1"), (0, "w2")):
        wish = {**USER, **after(hours), "entry_id": entry, "wanted": slot(at(10, 10))}
        scene.when(commands.JoinWaitlist(**wish))
    cancel = commands.CancelBooking(booking=ref("b1"), cause_text="改期", **after(1))
    made = [event for event in scene.when(cancel) if isinstance(event, BookingMade)]
    assert [event.after.booking_id for event in made] == ["w1"]


@pytest.mark.parametrize(
    ("booked", "waited_for"),
    [
        (slot(at(30, 9), 96), slot(at(2, 9, month=4))),
        (slot(at(1, 9, month=4)), slot(at(30, 9), 96)),
    ],
    ids=["it begins in a later month", "it began in an earlier month"],
)
def test_who_waits_gets_what_is_given_back_in_another_month(
    booked: commands.Wanted, waited_for: commands.Wanted
) -> None:
    terms = replace(HALL, opening=ALWAYS, longest_minutes=7 * 1440)
    scene = street().given(offer(terms=terms), book("b1", booked))
    scene.when(commands.JoinWaitlist(entry_id="w", wanted=waited_for, **USER))
    given_back = BookingRef("hall", month_of(booked.begins), "b1")
    events = scene.when(commands.CancelBooking(booking=given_back, cause_text="改期", **asked()))
    assert [type(event) for event in events] == [BookingCancelled, WaitlistLeft, BookingMade]


def test_who_waits_at_the_turn_of_a_month_does_not_get_what_the_other_book_holds() -> None:
    night = replace(HALL, opening=ALWAYS, buffer_before=0, buffer_after=0)
    scene = street().given(offer(terms=night))
    scene.given(book("b0", slot(at(31, 22), 2.5)), book("b1", slot(at(1, 0, 30, month=4), 1)))
    scene.when(commands.JoinWaitlist(entry_id="w", wanted=slot(at(1, 0, month=4)), **USER))
    given_back = BookingRef("hall", "2026-04", "b1")
    events = scene.when(commands.CancelBooking(booking=given_back, cause_text="改期", **asked()))
    assert [type(event) for event in events] == [BookingCancelled]


def test_a_use_is_checked_in_completed_and_counted_in_minutes() -> None:
    scene = lending().given(book("b1", slot(at(2, 11))))
    scene.when(commands.CheckIn(booking=ref("b1"), **after(1.75)))
    (event,) = scene.when(commands.CompleteBooking(booking=ref("b1"), **after(9)))
    assert isinstance(event, BookingCompleted)
    assert event.minutes == 120


def test_who_does_not_come_loses_the_slot_after_the_rules_half_hour() -> None:
    scene = lending().given(book("b1", slot(at(2, 11))))
    with pytest.raises(StillTimeToCome):
        scene.decide(commands.ReleaseNoShow(booking=ref("b1"), **after(2.4)))
    assert len(scene.when(commands.ReleaseNoShow(booking=ref("b1"), **after(2.5)))) == 1
    with pytest.raises(UnknownBooking):
        scene.decide(commands.CancelBooking(booking=ref("b9"), cause_text="x", **asked()))


def test_what_was_lent_without_booking_is_put_on_record() -> None:
    use = commands.RecordUse(booking_id="u1", wanted=slot(at(1, 9)), **USER)
    (event,) = lending().when(use)
    assert isinstance(event, UseRecorded)
    assert event.minutes == 120
