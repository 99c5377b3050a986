"""What is asked for again is quiet; what is asked for otherwise under an id that is taken is refused."""

from dataclasses import replace
from typing import Any

import pytest

from services.resources.domain.booking import commands
from services.resources.domain.booking.rejections import BookingIdTaken
from services.resources.domain.rejection import Rejection
from services.resources.domain.terms import ShareKind
from tests.unit.resources.lending import USER, book, ref, together
from tests.unit.resources.scene import Scene, asked, at, offer, slot, street

FIRST = slot(at(9, 14), 1)
USE = commands.RecordUse(booking_id="u", wanted=slot(at(1, 9)), **USER)
SERIES = commands.BookSeries(
    series_id="s", wanted=FIRST, every=commands.Every.DAY, times=3, skip_conflicts=True, **USER
)
BOTH = together(slot(at(12, 9)), slot(at(12, 9), 2, "projector", amount=1))
BOOKED = book("b", slot(at(10, 14), 1))
WAIT = commands.JoinWaitlist(entry_id="w", wanted=BOOKED.wanted, **USER)
MORE: dict[str, Any] = {"unit_id": "firm", "purpose": "讲座", "listing_id": "l"}


def given() -> Scene:
    """The second of the series meets the booking, and is skipped; somebody waits for its slot."""
    scene = street().given(offer(), offer("projector", kind=ShareKind.EQUIPMENT))
    return scene.given(BOOKED, SERIES, BOTH, USE, WAIT, book("r-1", slot(at(16, 9))))


@pytest.mark.parametrize("known", [BOOKED, SERIES, BOTH, USE])
@pytest.mark.parametrize("field", MORE)
def test_who_else_or_what_else_for_is_another_request(known: Any, field: str) -> None:
    scene = given()
    assert scene.decide(replace(known, purpose=f" {known.purpose} ")) == ()
    with pytest.raises(BookingIdTaken):
        scene.decide(replace(known, **{field: MORE[field]}))


PART = slot(at(12, 9))
OTHERWISE: dict[str, tuple[Any, str]] = {
    "a use of another amount": (replace(USE, wanted=replace(USE.wanted, amount=1)), "booking_id"),
    "a booking of another amount": (book("b", replace(BOOKED.wanted, amount=1)), "booking_id"),
    "a booking longer": (book("b", slot(at(10, 14), 2)), "booking_id"),
    "a use of what was booked": (
        commands.RecordUse(booking_id="b", wanted=BOOKED.wanted, **USER),
        "booking_id",
    ),
    "a part of a combination by itself": (book("c-1", PART), "booking_id"),
    "a part of a series by itself": (book("s-1", FIRST), "booking_id"),
    "a booking as somebody waits": (book("w", slot(at(20, 9))), "booking_id"),
    "a series whose first is booked": (
        replace(SERIES, series_id="r", wanted=slot(at(23, 9))),
        "series_id",
    ),
    "a combination of fewer": (together(PART), "combination_id"),
    "a combination of more": (together(*BOTH.wanted, slot(at(13, 9))), "combination_id"),
    "a shorter series": (replace(SERIES, times=2), "series_id"),
    "a longer series": (replace(SERIES, times=4), "series_id"),
    "a series of weeks": (replace(SERIES, every=commands.Every.WEEK), "series_id"),
    "a series elsewhere": (
        replace(SERIES, wanted=replace(FIRST, resource_id="projector")),
        "series_id",
    ),
    "a series of another amount": (replace(SERIES, wanted=replace(FIRST, amount=1)), "series_id"),
    "a series without conflicts": (replace(SERIES, skip_conflicts=False), "series_id"),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_is_asked_for_otherwise_is_refused_by_its_id(case: str) -> None:
    command, field = OTHERWISE[case]
    with pytest.raises(BookingIdTaken) as refused:
        given().decide(command)
    assert refused.value.field == field


def test_an_id_says_what_it_stands_for_though_it_was_given_back() -> None:
    scene = given()
    scene.given(commands.CancelBooking(booking=ref("b"), cause_text="改期", **asked()))
    assert scene.decide(BOOKED) == ()


def test_who_waits_no_more_has_had_his_id() -> None:
    scene = given()
    scene.given(
        commands.LeaveWaitlist(resource_id="hall", month="2026-03", entry_id="w", **asked())
    )
    with pytest.raises(BookingIdTaken):
        scene.decide(book("w", slot(at(20, 9))))


def test_another_id_is_another_request() -> None:
    with pytest.raises(Rejection) as refused:
        given().decide(replace(SERIES, series_id="t", skip_conflicts=False))
    assert refused.value.slug == "series-has-conflicts"
