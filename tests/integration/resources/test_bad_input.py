"""What cannot be is refused by its rule, in words that say what to do next, and nothing is lost or stored."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.running_resources import ONE, TWO, Town, made
from tests.support.running_service import problem_of

Asking = Callable[[Town], Any]


def booking(begins: float, ends: float, day: int = 7, **given: Any) -> Asking:
    def ask(yuhua: Town) -> Any:
        body = yuhua.booking("", yuhua.hall(), begins, ends, day=day) | given
        return lambda: yuhua.street.post("/bookings", body)

    return ask


def too_many(yuhua: Town) -> Any:
    body = yuhua.booking("", yuhua.hall(capacity=10), 9, 11)
    return lambda: yuhua.street.post("/bookings", body)


def in_blackout(yuhua: Town) -> Any:
    hall = yuhua.hall()
    blackout = {"begins": yuhua.at(0), "ends": yuhua.at(12), "cause_text": "检修"}
    made(yuhua.street.post(f"/resources/{hall}/blackouts", blackout))
    return lambda: yuhua.street.post("/bookings", yuhua.booking("", hall, 11, 13))


def blackout_over_bookings(yuhua: Town) -> Any:
    hall = yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking("", hall, 9, 11)))
    blackout = {"begins": yuhua.at(0), "ends": yuhua.at(12), "cause_text": "检修"}
    return lambda: yuhua.street.post(f"/resources/{hall}/blackouts", blackout)


def conference(yuhua: Town, *units: str) -> str:
    """One of the street, with these units; its path. It is founded below that of the street."""
    if yuhua.street.get("/conferences/430111001").status_code == 404:
        found(yuhua, "430111001", yuhua.unit())
    below = yuhua.new("below")
    found(yuhua, below, *units, parent_id="430111001")
    return f"/conferences/{below}"


def found(yuhua: Town, conference_id: str, *units: str, **given: Any) -> None:
    members = [{"unit_id": u, "seats": 1, "representative_post": "党组书记"} for u in units]
    told = {"conference_id": conference_id, "division_code": "430111001", "name": "联席会"}
    body = {**told, "members": members, "order": [*units], **given}
    made(yuhua.street.post("/conferences", body))


def order_of_nobody(yuhua: Town) -> Any:
    path = conference(yuhua, yuhua.unit())
    return lambda: yuhua.street.post(f"{path}/chair-order", {"order": []})


def last_member_leaves(yuhua: Town) -> Any:
    unit = yuhua.unit()
    path = f"{conference(yuhua, unit)}/members/{unit}/leave"
    return lambda: yuhua.street.post(path, {"cause_text": "调整"})


def only_chair_skipped(yuhua: Town) -> Any:
    unit = yuhua.unit()
    path = conference(yuhua, unit)
    turn = yuhua.street.get(path).json()["chairs"][-1]["begins"]
    body = {"unit_id": unit, "begins": turn, "cause_text": "改制"}
    return lambda: yuhua.street.post(f"{path}/chair/skip", body)


def listing(yuhua: Town) -> str:
    one = yuhua.new("item")
    told = {"kind": "need", "title": "修路灯", "category": "便民", "target": 3, "measure": "盏"}
    closes = str(yuhua.running.clock.today + timedelta(days=30))
    body = {**told, "listing_id": one, "community_code": ONE, "owner_unit_id": ""}
    made(yuhua.street.post("/listings", {**body, "closes_on": closes}))
    return f"/listings/{one}/claims"


def claim_beyond_target(yuhua: Town) -> Any:
    claim = {"unit_id": yuhua.unit(), "amount": 4, "by": "claimant"}
    path = listing(yuhua)
    return lambda: yuhua.street.post(path, claim)


def above_pledge(yuhua: Town) -> Any:
    fund = yuhua.new("fund")
    pledge = {"fund_id": fund, "unit_id": yuhua.unit(), "community_code": ONE, "purpose": "助学"}
    made(yuhua.street.post("/funds", {**pledge, "fen": 500_000}))
    made(yuhua.street.post(f"/funds/{fund}/draw-downs", {"voucher": "v-1", "fen": 300_000}))
    more = {"voucher": "v-2", "fen": 200_001}
    return lambda: yuhua.street.post(f"/funds/{fund}/draw-downs", more)


def sub_conference(**given: Any) -> Asking:
    def ask(yuhua: Town) -> Any:
        conference(yuhua, yuhua.unit())
        below = {"conference_id": yuhua.new("below"), "division_code": TWO, "name": "分会"}
        body = {**below, "members": [], "order": [], "parent_id": "430111001", **given}
        return lambda: yuhua.district.post("/conferences", body)

    return ask


def unit_unknown(path: str, **body: Any) -> Asking:
    return lambda yuhua: lambda: yuhua.street.post(path, {"unit_id": "nobody", **body})


REFUSED: dict[str, tuple[Asking, int, str, str]] = {
    "a booking in the past": (booking(9, 11, -2), 422, "booking-in-past", "wanted.begins"),
    "a booking backwards": (booking(11, 9), 422, "booking-backwards", "wanted.ends"),
    "a booking at night": (booking(23, 24), 422, "outside-opening-hours", "wanted.begins"),
    "a booking of a hall for too many": (too_many, 422, "beyond-capacity", "wanted.amount"),
    "a booking across a blackout": (in_blackout, 409, "in-blackout", "wanted.begins"),
    "a blackout over bookings": (blackout_over_bookings, 409, "blackout-over-bookings", "begins"),
    "a booking for an unknown unit": (
        booking(9, 11, unit_id="nobody"),
        404,
        "unknown-unit",
        "unit_id",
    ),
    "a sub-conference under another division's code": (
        sub_conference(conference_id="430111002"),
        422,
        "id-of-a-division",
        "conference_id",
    ),
    "a sub-conference in a division beside its parent's": (
        sub_conference(division_code="430111002"),
        422,
        "parent-not-above",
        "parent_id",
    ),
    "a sub-conference of nobody below the street's": (
        sub_conference(),
        409,
        "no-member-left-to-chair",
        "order",
    ),
    "an order of nobody": (order_of_nobody, 409, "no-member-left-to-chair", "order"),
    "the last that could chair leaves": (
        last_member_leaves,
        409,
        "no-member-left-to-chair",
        "unit_id",
    ),
    "the only one that chairs is skipped": (
        only_chair_skipped,
        409,
        "no-member-left-to-chair",
        "unit_id",
    ),
    "a claim beyond the target": (claim_beyond_target, 409, "claim-beyond-target", "amount"),
    "a claim of an unknown unit": (
        lambda yuhua: unit_unknown(listing(yuhua), amount=1, by="claimant")(yuhua),
        404,
        "unknown-unit",
        "unit_id",
    ),
    "a pledge of an unknown unit": (
        unit_unknown("/funds", community_code=ONE, purpose="助学", fen=1),
        404,
        "unknown-unit",
        "unit_id",
    ),
    "a pairing with an unknown unit": (
        unit_unknown("/pairings", community_code=TWO, year=2026),
        404,
        "unknown-unit",
        "unit_id",
    ),
    "a draw-down above the pledge": (above_pledge, 409, "draw-down-above-pledge", "fen"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_by_its_rule_and_nothing_is_stored(
    yuhua: Town, case: str
) -> None:
    prepared, status, slug, field = REFUSED[case]
    ask = prepared(yuhua)
    before = yuhua.running.newest_event()

    refused = ask()

    assert problem_of(refused) == (status, slug, [(field, slug)])
    told = refused.json()
    assert told["detail"]
    assert any("\u4e00" <= character <= "\u9fff" for character in str(told))
    assert yuhua.running.newest_event() == before


def test_what_is_refused_once_is_carried_out_when_it_is_put_right(yuhua: Town) -> None:
    hall = yuhua.hall()
    assert yuhua.street.post("/bookings", yuhua.booking("", hall, 11, 9)).status_code == 422
    made(yuhua.street.post("/bookings", yuhua.booking("", hall, 9, 11)))
