"""What is shown as free can be booked, and what is not shown cannot: one rule for both."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.resources.domain.booking.blacking_out import BlackoutOverBookings
from services.resources.domain.booking.book import Book as BookOfAMonth
from services.resources.domain.booking.commands import Book, SetBlackout
from services.resources.domain.booking.rejections import (
    InBlackout,
    OutsideOpeningHours,
    SlotTaken,
)
from services.resources.domain.booking.slots import free_spans, near
from services.resources.domain.intervals import Span
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.events import OpeningHours, ResourceTerms
from tests.unit.resources.scene import HALL, Scene, asked, at, offer, slot, street

HALF = timedelta(minutes=30)
WISH = Span(at(31, 0), at(2, 0, month=4))
"""Two days, at the turn of a month: their bookings stand in two books."""
STEPS = 96
HOURS = st.sampled_from([(0, 1440), (480, 1320), (540, 720)])
PLACES = st.lists(st.tuples(st.integers(-6, STEPS), st.integers(1, 12)), max_size=4)


def booking(number: int, begins: int, length: int) -> Book:
    wanted = slot(WISH.begins + begins * HALF, length / 2)
    asking = {"unit_id": "school", "purpose": "共建活动", **asked()}
    return Book(booking_id=f"b{number}", wanted=wanted, **asking)


def blackout(number: int, begins: int, length: int) -> SetBlackout:
    since = WISH.begins + begins * HALF
    return SetBlackout(
        resource_id="hall",
        blackout_id=f"x{number}",
        begins=since,
        ends=since + length * HALF,
        cause_text="检修",
        **asked(),
    )


def taken(scene: Scene, wish: Span) -> Iterator[Span]:
    """What stands in the hall's books near the wish, as the view has it."""
    books: list[Any] = [s for s in scene.states.values() if isinstance(s, BookOfAMonth)]
    for book in books:
        for each in (*book.holding(), *book.blackouts.values()):
            if each.held.overlaps(wish):
                yield each.held


def free(scene: Scene, terms: ResourceTerms) -> list[Span]:
    return [*free_spans(terms, taken(scene, near(terms, WISH)), WISH)]


def can_be_had(scene: Scene, wanted: Book) -> bool:
    try:
        scene.decide(wanted)
    except (InBlackout, SlotTaken, OutsideOpeningHours):
        return False
    return True


@given(
    hours=HOURS,
    buffers=st.tuples(st.sampled_from([0, 30, 90]), st.sampled_from([0, 30, 60])),
    booked=PLACES,
    blacked_out=PLACES,
    length=st.integers(1, 6),
)
@settings(max_examples=40)
def test_whatever_is_shown_as_free_can_be_booked_and_nothing_else(
    hours: tuple[int, int],
    buffers: tuple[int, int],
    booked: list[tuple[int, int]],
    blacked_out: list[tuple[int, int]],
    length: int,
) -> None:
    opening = tuple(OpeningHours(weekday, *hours) for weekday in range(1, 8))
    terms = ResourceTerms(opening, 500, *buffers)
    scene = street("forestry", "school").given(offer(terms=terms))
    wishes: list[Book | SetBlackout] = []
    wishes += [blackout(number, *each) for number, each in enumerate(blacked_out)]
    wishes += [booking(number, *each) for number, each in enumerate(booked)]
    for command in wishes:
        try:
            scene.given(command)
        except Rejection:
            continue

    shown = free(scene, terms)

    for begins in range(STEPS - length + 1):
        wanted = booking(99, begins, length)
        span = Span(wanted.wanted.begins, wanted.wanted.ends)
        assert can_be_had(scene, wanted) == any(each.covers(span) for each in shown), span


def test_setting_up_and_clearing_away_keep_clear_of_a_blackout() -> None:
    """The hall needs half an hour on either side; it is out of use from 12 to 14 o'clock."""
    scene = street("forestry", "school").given(offer(), blackout(1, 24, 4))

    assert free(scene, HALL)[:2] == [
        Span(at(31, 8), at(31, 11, 30)),
        Span(at(31, 14, 30), at(31, 22)),
    ]
    for begins in (20, 28):
        with pytest.raises(InBlackout):
            scene.decide(booking(1, begins, 4))
    assert scene.decide(booking(1, 19, 4))
    assert scene.decide(booking(1, 29, 4))


def test_a_blackout_waits_for_those_who_would_clear_away_in_it() -> None:
    scene = street("forestry", "school").given(offer(), booking(1, 20, 4))

    with pytest.raises(BlackoutOverBookings):
        scene.decide(blackout(1, 24, 4))
    assert scene.decide(blackout(1, 25, 4))


def test_where_setting_up_takes_longer_than_clearing_away_an_earlier_use_is_seen() -> None:
    terms = ResourceTerms(HALL.opening, 500, buffer_before=90)
    scene = street("forestry", "school").given(offer(terms=terms), booking(1, 17, 3))
    wish = Span(at(31, 10, 30), at(31, 14))

    assert [*free_spans(terms, taken(scene, near(terms, wish)), wish)] == [
        Span(at(31, 11, 30), at(31, 14))
    ]
    with pytest.raises(SlotTaken):
        scene.decide(booking(2, 21, 2))
