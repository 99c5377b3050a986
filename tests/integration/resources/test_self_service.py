"""A unit's liaison acts for his own unit, endpoint by endpoint, and for no other."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.support.running_resources import EVERY_DAY, ONE, TWO, Town, made, path_of


@dataclass(frozen=True)
class Things:
    """Of everything something that is the unit's."""

    town: Town
    unit: str
    other: str
    hall: str
    requested: str
    used: str
    waiting: str

    @property
    def closes(self) -> str:
        return str(self.town.running.clock.today + timedelta(days=30))


@pytest.fixture(scope="module")
def things(yuhua: Town) -> Things:
    unit, other = yuhua.unit(TWO), yuhua.unit(TWO)
    hall = yuhua.hall(unit, TWO, needs_approval=True)
    free = yuhua.hall("", TWO)
    told = {"kind": "need", "title": "修路灯", "category": "便民", "target": 9, "measure": "盏"}
    closes = str(yuhua.running.clock.today + timedelta(days=30))
    for one, owner in (("s-need", ""), ("s-own", unit)):
        body = {**told, "listing_id": one, "community_code": TWO, "owner_unit_id": owner}
        made(yuhua.street.post("/listings", {**body, "closes_on": closes}))
    for path, claimant in (("s-need", unit), ("s-own", other)):
        claim = {"claim_id": "k", "unit_id": claimant, "amount": 1, "by": "claimant"}
        made(yuhua.street.post(f"/listings/{path}/claims", claim))
    made(yuhua.street.post("/listings/s-need/claims/k/confirm", {"by": "owner"}))
    member = [{"unit_id": unit, "seats": 1, "representative_post": "局长"}]
    code = {"conference_id": TWO, "division_code": TWO, "name": "联席会", "order": [unit]}
    made(yuhua.street.post("/conferences", {**code, "members": member}))
    obligation = {"number": 1, "unit_id": unit, "kind": "venue", "text": "礼堂", "target": 720}
    today = str(yuhua.running.clock.today)
    draft = {"agreement_id": "s-a", "conference_id": TWO, "title": "协议", "parties": [unit]}
    span = {"begins": today, "ends": closes, "obligations": [obligation]}
    made(yuhua.street.post("/agreements", {**draft, **span}))
    pair = {"pairing_id": "s-p", "unit_id": unit, "community_code": TWO, "year": 2026}
    made(yuhua.street.post("/pairings", pair))
    asked = yuhua.booking(other, hall, 9, 11, booking_id="s-asked")
    requested = made(yuhua.street.post("/bookings", asked))
    used = made(
        yuhua.street.post("/bookings", yuhua.booking(unit, free, 9, 11, booking_id="s-used"))
    )
    waits = yuhua.booking(unit, free, 9, 11, entry_id="s-waits")
    waiting = made(yuhua.street.post("/bookings/waitlist", waits))
    month = waiting["stream"][-7:]
    return Things(
        yuhua,
        unit,
        other,
        hall,
        path_of(requested, "s-asked"),
        path_of(used, "s-used"),
        f"/resources/{free}/waitlist/{month}/s-waits",
    )


TERMS = {"opening": EVERY_DAY, "capacity": 500}
Asked = tuple[str, dict[str, Any]]


def asked_for(t: Things) -> dict[str, Asked]:
    """Each endpoint a unit may use by itself, asked for what is the unit's, in an order that works."""
    town, free = t.town, t.town.hall("", TWO)
    slot = town.wanted(free, 13, 15)
    use = {"unit_id": t.unit, "purpose": "讲座"}
    item = {"kind": "resource", "title": "讲座", "category": "文化", "target": 3, "measure": "场"}
    item |= {"community_code": TWO, "owner_unit_id": t.unit, "closes_on": t.closes}
    blackout = {"begins": town.at(0, day=90), "ends": town.at(1, day=90)}
    cause = {"cause_text": "调整"}
    liaison = {"post": "主任", "liaison_name": "李四", "liaison_phone": "13800000000"}
    task = {"title": "核查", "basis": "文件", "communities": [TWO], "fen": 100, "hours_a_month": 1}
    task |= {"begins": str(town.running.clock.today), "ends": t.closes}
    offer = {"kind": "venue", "name": "会议室", "community_code": TWO, "terms": TERMS}
    return {
        "book": ("/bookings", {**use, "wanted": slot}),
        "book together": ("/bookings/together", {**use, "wanted": [town.wanted(free, 16, 17)]}),
        "book a series": (
            "/bookings/series",
            {**use, "wanted": town.wanted(free, 18, 19), "every": "day", "times": 2},
        ),
        "wait": ("/bookings/waitlist", {**use, "wanted": slot}),
        "leave the waitlist": (f"{t.waiting}/leave", {}),
        "approve": (f"{t.requested}/approve", {}),
        "cancel": (f"{t.used}/cancel", cause),
        "offer": ("/resources", {**offer, "owner_unit_id": t.unit}),
        "set terms": (f"/resources/{t.hall}/terms", {"terms": TERMS}),
        "black out": (f"/resources/{t.hall}/blackouts", {**blackout, **cause, "blackout_id": "x"}),
        "lift": (f"/resources/{t.hall}/blackouts/x/lift", blackout),
        "withdraw a resource": (f"/resources/{t.hall}/withdraw", cause),
        "pledge": (
            "/funds",
            {"unit_id": t.unit, "community_code": TWO, "purpose": "助学", "fen": 100},
        ),
        "sign": ("/agreements/s-a/sign", {"unit_id": t.unit}),
        "name a liaison": (f"/units/{t.unit}/liaison", liaison),
        "publish": ("/listings", item),
        "claim": ("/listings/s-need/claims", {"unit_id": t.unit, "amount": 1, "by": "claimant"}),
        "report progress": ("/listings/s-need/claims/k/progress", {"done": 1, "note": "完成"}),
        "confirm": ("/listings/s-own/claims/k/confirm", {"by": "owner"}),
        "withdraw a claim": ("/listings/s-need/claims/k/withdraw", cause),
        "file a task": ("/tasks", {**task, "task_id": "s-t", "department_id": t.unit}),
        "withdraw a task": ("/tasks/s-t/withdraw", {}),
        "promise a deed": ("/pairings/s-p/deeds", {"number": 1, "text": "步道", "due": t.closes}),
        "do a deed": ("/pairings/s-p/deeds/1/done", {}),
    }


def test_a_liaison_uses_each_endpoint_for_his_own_unit_and_no_other(things: Things) -> None:
    own, other = things.town.liaison(things.unit), things.town.liaison(things.town.unit(TWO))
    for name, (path, body) in asked_for(things).items():
        assert other.post(path, body).status_code == 403, name
        answer = own.post(path, body)
        assert answer.status_code in {200, 201}, (name, answer.text)


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("publish", {"community_code": ONE}),
        ("publish", {"points": 1}),
        ("publish", {"petition_id": "p-1"}),
        ("offer", {"community_code": ONE}),
    ],
)
def test_away_from_its_premises_and_with_points_or_appeals_an_office_acts(
    things: Things, act: str, given: dict[str, Any]
) -> None:
    path, body = asked_for(things)[act]
    assert things.town.liaison(things.unit).post(path, {**body, **given}).status_code == 403
    made(things.town.street.post(path, {**body, **given}))


OFFICE_ONLY: dict[str, dict[str, Any]] = {
    "/units/{unit}/correct": {"name": "改名"},
    "/units/{unit}/premises": {"community_code": TWO},
    "/units/{unit}/depart": {"cause_text": "迁出"},
    "/units/{unit}/liaison/forget": {},
    "/units/{unit}/liaison/contact": {},
    "/units/{unit}/sheets/2026": {},
    f"/conferences/{TWO}/chair-order": {"order": ["x"]},
    "/agreements/s-a/end": {"cause_text": "终止"},
    "/pairings/s-p/deeds/1/scores": {"role": "community_officer", "points": 90},
    "/listings/s-own/withdraw": {"cause_text": "取消"},
    "/listings/s-own/complete": {"result": "完成"},
}


@pytest.mark.parametrize("path", OFFICE_ONLY)
def test_what_is_an_offices_own_is_refused_to_the_unit_itself(things: Things, path: str) -> None:
    own = things.town.liaison(things.unit)
    assert own.post(path.format(unit=things.unit), OFFICE_ONLY[path]).status_code == 403


def test_what_is_looked_up_is_the_units_own_or_around_it(things: Things) -> None:
    own, other = things.town.liaison(things.unit), things.town.liaison(things.town.unit(TWO))
    assert [each["unit_id"] for each in own.get("/units").json()["items"]] == [things.unit]
    for path in ("/agreements/s-a", "/pairings/s-p", f"/units/{things.unit}"):
        assert own.get(path).status_code == 200, path
        assert other.get(path).status_code == 404, path
    assert own.get(f"/units/{things.unit}/calendar.ics").status_code == 200
    assert other.get(f"/units/{things.unit}/calendar.ics").status_code == 403
    assert own.get("/liaison-readings").status_code == 403
