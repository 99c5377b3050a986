"""What is booked in parts is acted upon part by part, also where the server draws the id."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.running_resources import ONE, Town, made


def asked_for(yuhua: Town, hall: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Two mornings, or the same morning and an afternoon."""
    parts = [yuhua.wanted(hall, 9, 11), yuhua.wanted(hall, 14, 16)]
    return {
        "series": ("/bookings/series", yuhua.booking("", hall, 9, 11, every="day", times=2)),
        "combination": ("/bookings/together", yuhua.booking("", hall, 9, 11, wanted=parts)),
    }


def shown(yuhua: Town, hall: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    return sorted(items, key=lambda each: str(each["begins"]))


def act(yuhua: Town, booking: dict[str, Any], act: str, **body: Any) -> None:
    path = "/resources/{resource_id}/bookings/{month}/{booking_id}".format(**booking)
    made(yuhua.street.post(f"{path}/{act}", body))


@pytest.mark.parametrize("kind", ["series", "combination"])
def test_each_part_is_approved_used_and_cancelled(yuhua: Town, kind: str) -> None:
    hall = yuhua.hall(needs_approval=True)
    path, body = asked_for(yuhua, hall)[kind]
    made(yuhua.street.post(path, body))
    first, second = shown(yuhua, hall)

    act(yuhua, first, "approve")
    ahead = datetime.fromisoformat(yuhua.at(9)) - yuhua.running.clock()
    yuhua.running.clock.ahead += ahead
    try:
        act(yuhua, first, "check-in")
        act(yuhua, first, "complete")
        act(yuhua, second, "cancel", cause_text="改期")
    finally:
        yuhua.running.clock.ahead -= ahead

    assert [each["status"] for each in shown(yuhua, hall)] == ["completed", "cancelled"]


def test_a_part_is_refused_and_serves_an_item_of_the_lists(yuhua: Town) -> None:
    hall = yuhua.hall(needs_approval=True)
    path, body = asked_for(yuhua, hall)["series"]
    made(yuhua.street.post(path, body))
    first, second = shown(yuhua, hall)
    act(yuhua, first, "refuse", cause_text="送修")
    item = {"kind": "project", "title": "讲座", "category": "文化", "target": 3, "measure": "场"}
    closes = str(yuhua.running.clock.today)
    told = {"listing_id": "l", "community_code": ONE, "owner_unit_id": "", "closes_on": closes}
    made(yuhua.street.post("/listings", {**item, **told}))

    ref = {name: second[name] for name in ("resource_id", "month", "booking_id")}
    made(yuhua.street.post("/listings/l/bookings", {"booking": ref}))
