"""Whatever is booked, together or in series, cancelled or not used: a slot is held once."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.resources.domain.booking.commands import (
    ApproveBooking,
    Book,
    BookSeries,
    BookTogether,
    CancelBooking,
    CheckIn,
    CompleteBooking,
    Every,
    JoinWaitlist,
    LiftBlackout,
    RecordUse,
    RefuseBooking,
    ReleaseNoShow,
    SetBlackout,
    Wanted,
)
from services.resources.domain.booking.facts import HOLDING, BookingFacts, BookingRef, BookingStatus
from services.resources.domain.booking.holding import given_back, taken
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.events import OpeningHours, ResourceTerms
from tests.unit.resources.scene import NOW, asked, offer, register, slot, street

USED = {BookingStatus.IN_USE, BookingStatus.COMPLETED}
ALWAYS = tuple(OpeningHours(weekday, 0, 1440) for weekday in range(1, 8))
HALL = ResourceTerms(ALWAYS, capacity=500, buffer_before=60, buffer_after=30, longest_minutes=600)
TENT = ResourceTerms(ALWAYS, capacity=9, quota_per_month=4, needs_approval=True)
RESOURCE = st.sampled_from(["hall", "hall", "tent"])
UNIT = st.sampled_from(["forestry", "school", ""])
HOURS = st.integers(1, 90)
LENGTH = st.integers(1, 6)
PICK = st.integers(0, 99)


class BookingHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scene = street("forestry", "school")
        self.scene.given(offer(terms=HALL), offer("tent", TENT))
        self.now = NOW + timedelta(days=27)  # close to the end of the month
        self.number = 0
        self.table: dict[str, BookingFacts] = {}

    def ask(self, command: Any) -> None:
        before = dict(self.scene.states)
        try:
            events = self.scene.when(command)
        except Rejection:
            assert self.scene.states == before
        else:
            self.tell_the_table(events)

    def tell_the_table(self, events: Sequence[Any]) -> None:
        """As PostgreSQL would: what is given back is deleted first, what is taken must be free."""
        for each in given_back(events):
            del self.table[each.booking_id]
        for each in taken(events):
            assert not any(
                each.resource_id == other.resource_id and each.held.overlaps(other.held)
                for other in self.table.values()
            )
            self.table[each.booking_id] = each

    def asked(self, unit: str) -> dict[str, Any]:
        self.number += 1
        return {"unit_id": unit, "purpose": "共建活动", **asked(self.now)}

    def wanted(self, resource: str, hours: int, length: int) -> Wanted:
        return slot(self.now + timedelta(hours=hours), length, resource, amount=length)

    def bookings(self) -> Iterator[BookingFacts]:
        for stream, book in self.scene.states.items():
            if stream.startswith("book-"):
                yield from book.bookings.values()

    @initialize()
    def some_bookings(self) -> None:
        self.book("hall", "school", 30, 2)

    @rule(resource=RESOURCE, unit=UNIT, hours=HOURS, length=LENGTH)
    def book(self, resource: str, unit: str, hours: int, length: int) -> None:
        wanted = self.wanted(resource, hours, length)
        self.ask(Book(booking_id=f"b{self.number}", wanted=wanted, **self.asked(unit)))

    @rule(unit=UNIT, hours=HOURS, length=LENGTH, more=st.integers(0, 4))
    def book_together(self, unit: str, hours: int, length: int, more: int) -> None:
        wanted = (self.wanted("hall", hours, length), self.wanted("tent", hours + more, length))
        given: dict[str, Any] = {"combination_id": f"c{self.number}", "wanted": wanted}
        self.ask(BookTogether(**given, **self.asked(unit)))

    @rule(unit=UNIT, hours=HOURS, times=st.integers(1, 5), skip=st.booleans())
    def book_series(self, unit: str, hours: int, times: int, skip: bool) -> None:
        self.ask(
            BookSeries(
                series_id=f"s{self.number}",
                wanted=self.wanted("hall", hours, 2),
                every=Every.DAY,
                times=times,
                skip_conflicts=skip,
                **self.asked(unit),
            )
        )

    @rule(resource=RESOURCE, unit=UNIT, hours=HOURS, length=LENGTH)
    def wait(self, resource: str, unit: str, hours: int, length: int) -> None:
        wanted = self.wanted(resource, hours, length)
        self.ask(JoinWaitlist(entry_id=f"w{self.number}", wanted=wanted, **self.asked(unit)))

    @rule(unit=UNIT, hours=HOURS)
    def record_use(self, unit: str, hours: int) -> None:
        wanted = self.wanted("hall", -hours, 1)
        self.ask(RecordUse(booking_id=f"u{self.number}", wanted=wanted, **self.asked(unit)))

    @rule(which=PICK, how=st.integers(0, 5))
    def go_on(self, which: int, how: int) -> None:
        known = sorted(self.bookings(), key=lambda each: each.booking_id)
        one = known[which % len(known)] if known else None
        if one is None:
            return
        ref = BookingRef(one.resource_id, one.month, one.booking_id)
        given: dict[str, Any] = {"booking": ref, **asked(self.now)}
        commands: list[Any] = [
            ApproveBooking(**given),
            RefuseBooking(cause_text="内部使用", **given),
            CancelBooking(cause_text="活动取消", **given),
            CheckIn(**given),
            CompleteBooking(**given),
            ReleaseNoShow(**given),
        ]
        self.ask(commands[how])

    @rule(hours=HOURS, length=LENGTH, lift=st.booleans())
    def black_out(self, hours: int, length: int, lift: bool) -> None:
        begins = self.now + timedelta(hours=hours)
        ends = begins + timedelta(hours=length)
        given: dict[str, Any] = {"resource_id": "hall", "blackout_id": f"x{self.number}"}
        given |= {"begins": begins, **asked(self.now)}
        self.number += 1
        self.ask(SetBlackout(cause_text="检修", ends=ends, **given))
        if lift:
            self.ask(LiftBlackout(ends=begins + timedelta(hours=1), **given))
            books = (s for name, s in self.scene.states.items() if name.startswith("book-"))
            assert not any(given["blackout_id"] in book.blackouts for book in books)

    @rule(hours=st.integers(1, 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.ask(register("school", **asked(self.now)))

    @invariant()
    def no_two_bookings_overlap_buffers_included(self) -> None:
        holding = [each for each in self.bookings() if each.status in HOLDING]
        assert {each.booking_id for each in holding} == set(self.table)
        for one, other in combinations(holding, 2):
            assert one.resource_id != other.resource_id or not one.held.overlaps(other.held)

    @invariant()
    def what_of_a_combination_was_not_used_is_never_half_booked(self) -> None:
        by_ref = {BookingRef(b.resource_id, b.month, b.booking_id): b for b in self.bookings()}
        for each in by_ref.values():
            parts = [by_ref[part].status for part in each.parts]
            assert len({part in HOLDING for part in parts if part not in USED}) <= 1

    @invariant()
    def nothing_but_what_was_used_is_held_in_a_blackout(self) -> None:
        for stream, book in self.scene.states.items():
            if stream.startswith("book-hall"):
                for each in book.blackouts.values():
                    span = Span(each.begins, each.ends)
                    held = {b.status for b in book.holding() if b.held.overlaps(span)}
                    assert held <= {BookingStatus.COMPLETED}

    def teardown(self) -> None:
        self.scene.check_log()


TestBookingHistory = BookingHistory.TestCase
TestBookingHistory.settings = settings(max_examples=80, stateful_step_count=25)
