"""What the view shows as free, and what can be booked."""

from datetime import datetime

from tests.support.running_resources import Town, made
from tests.support.running_service import problem_of


def test_between_a_blackout_and_a_booking_what_is_shown_as_free_can_be_booked(yuhua: Town) -> None:
    """Setting up takes an hour, clearing away half of one; the view is read where both could matter."""
    hall = yuhua.hall(buffer_before=60, buffer_after=30)
    user = yuhua.unit()
    span = {"begins": yuhua.at(9), "ends": yuhua.at(10), "cause_text": "检修"}
    made(yuhua.street.post(f"/resources/{hall}/blackouts", {"blackout_id": "x", **span}))
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 15, 17)))

    for since, shown in ((10.5, [(11, 13.5)]), (8, [(8, 8.5), (11, 13.5)])):
        told = yuhua.street.get(
            f"/resources/{hall}/availability", begins=yuhua.at(since), ends=yuhua.at(17)
        ).json()["free"]
        found = [(each["begins"], each["ends"]) for each in told]
        expected = [(yuhua.at(begins), yuhua.at(ends)) for begins, ends in shown]
        assert instants(found) == instants(expected)
    for hours, slug in (((10.5, 12), "in-blackout"), ((12, 14), "slot-taken")):
        refused = yuhua.street.post("/bookings", yuhua.booking(user, hall, *hours))
        assert problem_of(refused)[1] == slug
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 11, 13.5)))


def instants(spans: list[tuple[str, str]]) -> list[list[datetime]]:
    return [[datetime.fromisoformat(end) for end in span] for span in spans]
