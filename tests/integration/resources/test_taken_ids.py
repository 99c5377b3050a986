"""An id stands for one thing of a resource, in whichever month; asked for again, that is already so."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.running_resources import Town, beside, made, path_of
from tests.support.running_service import problem_of

SOON, LATER = 7, 97
"""Days ahead, two months apart: neither decision looks at the other's book."""


def asked_for(yuhua: Town, hall: str, kind: str, day: int) -> tuple[str, dict[str, Any]]:
    """Where it is asked for, and how, under an id that gives the booking, or the blackout, the id ``x-1``."""
    slot = yuhua.wanted(hall, 9, 11, day=day)
    wish = {"unit_id": "", "purpose": "讲座", "wanted": slot}
    span = {"begins": slot["begins"], "ends": slot["ends"], "cause_text": "检修"}
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "booking": ("/bookings", {"booking_id": "x-1", **wish}),
        "combination": ("/bookings/together", {"combination_id": "x", **wish, "wanted": [slot]}),
        "series": ("/bookings/series", {"series_id": "x", **wish, "every": "day", "times": 1}),
        "wait": ("/bookings/waitlist", {"entry_id": "x-1", **wish}),
        "blackout": (f"/resources/{hall}/blackouts", {"blackout_id": "x-1", **span}),
    }
    return asked[kind]


def book_otherwise(yuhua: Town, hall: str, day: int) -> str:
    """Somebody else has the slot; answers where his booking is."""
    body = yuhua.booking("", hall, 9, 11, day=day, booking_id=f"other-{day}")
    return path_of(made(yuhua.street.post("/bookings", body)), body["booking_id"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("booking", "booking"), ("combination", "booking"), ("series", "booking")),
        *(("booking", "combination"), ("booking", "series"), ("blackout", "blackout")),
        *(("booking", "wait"), ("wait", "booking"), ("wait", "wait")),
    ],
)
def test_an_id_of_a_distant_month_is_taken(yuhua: Town, first: str, second: str) -> None:
    hall = yuhua.hall()
    for kind, day in ((first, SOON), (second, LATER)):
        if kind == "wait":
            book_otherwise(yuhua, hall, day)
    made(yuhua.street.post(*asked_for(yuhua, hall, first, SOON)))
    path, body = asked_for(yuhua, hall, second, LATER)

    status, rule, errors = problem_of(yuhua.street.post(path, body))

    assert (status, rule) == (409, "booking-id-taken")
    assert errors == [(next(iter(body)), rule)]
    again = yuhua.street.post(*asked_for(yuhua, hall, first, SOON))
    assert again.status_code == 200


def test_what_was_given_back_keeps_its_id(yuhua: Town) -> None:
    hall = yuhua.hall()
    booked = made(yuhua.street.post(*asked_for(yuhua, hall, "booking", SOON)))
    made(yuhua.street.post(f"{path_of(booked, 'x-1')}/cancel", {"cause_text": "改期"}))

    later = yuhua.street.post(*asked_for(yuhua, hall, "booking", LATER))

    assert problem_of(later)[:2] == (409, "booking-id-taken")
    shown = yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    assert [each["status"] for each in shown] == ["cancelled"]


def test_another_resource_and_a_blackout_have_ids_of_their_own(yuhua: Town) -> None:
    hall = yuhua.hall()
    made(yuhua.street.post(*asked_for(yuhua, hall, "booking", SOON)))

    made(yuhua.street.post(*asked_for(yuhua, hall, "blackout", LATER)))
    made(yuhua.street.post(*asked_for(yuhua, yuhua.hall(), "booking", LATER)))


def test_who_waited_gets_the_slot_under_the_id_he_waited_with(yuhua: Town) -> None:
    hall = yuhua.hall()
    other = book_otherwise(yuhua, hall, SOON)
    made(yuhua.street.post(*asked_for(yuhua, hall, "wait", SOON)))

    made(yuhua.street.post(f"{other}/cancel", {"cause_text": "改期"}))

    shown = yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    assert {each["booking_id"]: each["status"] for each in shown}["x-1"] == "confirmed"


def test_of_two_months_that_want_one_id_at_once_one_gets_it(yuhua: Town) -> None:
    """They ask two instances of the service, which share nothing but the database."""
    hall = yuhua.hall()
    with beside(yuhua) as other, ThreadPoolExecutor(2) as both:
        doors = (yuhua.street, other.as_("street_officer", "s1"))
        wishes = [asked_for(yuhua, hall, "booking", day) for day in (SOON, LATER)]
        answers = [*both.map(lambda door, wish: door.post(*wish), doors, wishes)]

    assert sorted(each.status_code for each in answers) == [201, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert problem_of(refused)[1] == "booking-id-taken"
