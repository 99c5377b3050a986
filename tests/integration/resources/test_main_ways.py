"""The main ways through the service, as an office and a unit go them."""

from datetime import timedelta

from tests.support.running_resources import ONE, Town, made, path_of
from tests.support.running_service import problem_of


def test_from_a_unit_to_a_conference_with_its_chair_now_and_next(yuhua: Town) -> None:
    one, two, three = (yuhua.unit() for _ in range(3))
    members = [{"unit_id": u, "seats": 1, "representative_post": "党组书记"} for u in (one, two)]
    told = {"conference_id": ONE, "division_code": ONE, "name": "广济桥社区党建联席会"}
    made(yuhua.street.post("/conferences", {**told, "members": members, "order": [one, two]}))
    member = {"unit_id": three, "seats": 2, "representative_post": "院长"}

    made(yuhua.street.post(f"/conferences/{ONE}/members", {"member": member}))
    made(yuhua.street.post(f"/conferences/{ONE}/chair-order", {"order": [one, three, two]}))

    shown = yuhua.street.get(f"/conferences/{ONE}").json()
    assert (shown["chair_now"], shown["chair_next"]) == (one, three)
    assert [each["unit_id"] for each in shown["members"]] == sorted([one, two, three])
    assert shown["chairs"][-1]["ends"] is None
    yuhua.running.clock.ahead += timedelta(days=200)
    try:
        assert yuhua.street.get(f"/conferences/{ONE}").json()["chair_now"] == three
    finally:
        yuhua.running.clock.ahead -= timedelta(days=200)


def test_an_agreement_is_signed_and_in_force(yuhua: Town) -> None:
    unit = yuhua.unit("430111001002")
    code = "430111001002"
    member = [{"unit_id": unit, "seats": 1, "representative_post": "局长"}]
    told = {"conference_id": code, "division_code": code, "name": "联席会"}
    made(yuhua.street.post("/conferences", {**told, "members": member, "order": [unit]}))
    today = yuhua.running.clock.today
    obligation = {"number": 1, "unit_id": unit, "kind": "venue", "text": "礼堂", "target": 720}
    draft = {
        "agreement_id": "a-1",
        "conference_id": code,
        "title": "共建协议",
        "parties": [unit],
        "obligations": [obligation],
        "begins": str(today),
        "ends": str(today + timedelta(days=365)),
    }
    made(yuhua.street.post("/agreements", draft))

    made(yuhua.liaison(unit).post("/agreements/a-1/sign", {"unit_id": unit}))

    shown = yuhua.liaison(unit).get("/agreements/a-1").json()
    assert (shown["stage"], shown["obligations"][0]["fulfilled"]) == ("in_force", 0)
    assert [each["unit_id"] for each in shown["signatures"]] == [unit]


def test_a_hall_is_booked_used_and_no_longer_free(yuhua: Town) -> None:
    owner, user = yuhua.unit(), yuhua.unit()
    hall = yuhua.hall(owner)
    body = yuhua.booking(user, hall, 9, 11, booking_id="b-used")

    booked = made(yuhua.liaison(user).post("/bookings", body))

    shown = yuhua.liaison(owner).get("/bookings", resource_id=hall).json()["items"]
    assert [(each["booking_id"], each["status"]) for each in shown] == [("b-used", "confirmed")]
    free = yuhua.street.get(
        f"/resources/{hall}/availability", begins=yuhua.at(0), ends=yuhua.at(24)
    ).json()["free"]
    assert [span["begins"][11:16] for span in free] == ["04:00"]  # noon in the city, in UTC
    cancel = yuhua.liaison(user).post(f"{path_of(booked, 'b-used')}/cancel", {"cause_text": "改期"})
    assert made(cancel)["events"][0]["type"] == "booking-cancelled"


def test_a_taken_slot_is_refused_with_the_next_free_ones(yuhua: Town) -> None:
    user, hall = yuhua.unit(), yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 9, 11)))

    refused = yuhua.street.post("/bookings", yuhua.booking(user, hall, 10, 12))

    status, slug, errors = problem_of(refused)
    assert (status, slug) == (409, "slot-taken")
    assert errors[0] == ("wanted.begins", "slot-taken")
    next_free = [each["message"] for each in refused.json()["errors"][1:]]
    assert next_free[0].startswith(yuhua.at(12)[:16])


def test_repeating_a_request_is_quiet(yuhua: Town) -> None:
    user, hall = yuhua.unit(), yuhua.hall()
    body = yuhua.booking(user, hall, 14, 16)
    key = {"Idempotency_Key": "7a0c7a1e-0000-4000-8000-000000000001"}

    first = made(yuhua.street.post("/bookings", body, **key))
    again = made(yuhua.street.post("/bookings", body, **key))

    assert (again["version"], again["repeated"]) == (first["version"], True)
    assert len(yuhua.street.get("/bookings", resource_id=hall).json()["items"]) == 1


def test_a_series_is_refused_whole_or_skips_with_a_list(yuhua: Town) -> None:
    user, hall = yuhua.unit(), yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 9, 11, day=7 + 59)))
    series = yuhua.booking(user, hall, 9, 11, every="day", times=60, series_id="s-60")

    refused = yuhua.street.post("/bookings/series", series)
    assert problem_of(refused)[1] == "series-has-conflicts"
    assert [each["rule"] for each in refused.json()["errors"][1:]] == ["slot-taken"]
    assert yuhua.street.get("/bookings", series_id="s-60").json()["items"] == []

    made(yuhua.street.post("/bookings/series", {**series, "skip_conflicts": True}))
    assert len(yuhua.street.get("/bookings", series_id="s-60", limit=100).json()["items"]) == 59


def test_a_combination_is_booked_whole_or_not_at_all(yuhua: Town) -> None:
    user, hall, projector = yuhua.unit(), yuhua.hall(), yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking(user, projector, 9, 11)))
    parts = [yuhua.wanted(hall, 9, 11), yuhua.wanted(projector, 9, 11)]

    refused = yuhua.street.post(
        "/bookings/together", {"unit_id": user, "purpose": "讲座", "wanted": parts}
    )

    assert problem_of(refused)[1] == "slot-taken"
    assert yuhua.street.get("/bookings", resource_id=hall).json()["items"] == []


def test_who_waits_gets_the_slot_that_is_given_back(yuhua: Town) -> None:
    first, second, hall = yuhua.unit(), yuhua.unit(), yuhua.hall()
    booked = made(
        yuhua.street.post("/bookings", yuhua.booking(first, hall, 9, 11, booking_id="b-1"))
    )
    waits = yuhua.booking(second, hall, 9, 11, entry_id="b-2")
    made(yuhua.street.post("/bookings/waitlist", waits))

    made(yuhua.street.post(f"{path_of(booked, 'b-1')}/cancel", {"cause_text": "改期"}))

    shown = yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    assert {each["booking_id"]: each["status"] for each in shown} == {
        "b-1": "cancelled",
        "b-2": "confirmed",
    }


def test_who_does_not_come_gives_the_slot_back(yuhua: Town) -> None:
    user, hall = yuhua.unit(), yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 9, 11, booking_id="b-late")))
    assert yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    [clerk] = yuhua.running.service.clerks.values()

    yuhua.running.clock.ahead += timedelta(days=8)
    try:
        clerk.look()
        yuhua.street.written.event = yuhua.running.newest_event()
        [shown] = yuhua.street.get("/bookings", resource_id=hall).json()["items"]
    finally:
        yuhua.running.clock.ahead -= timedelta(days=8)
    assert shown["status"] == "no_show"


def test_money_is_pledged_drawn_down_and_never_beyond(yuhua: Town) -> None:
    unit = yuhua.unit()
    pledge = {"fund_id": "f-1", "unit_id": unit, "community_code": ONE, "purpose": "助学"}
    made(yuhua.liaison(unit).post("/funds", {**pledge, "fen": 500_000}))
    made(yuhua.street.post("/funds/f-1/draw-downs", {"voucher": "v-1", "fen": 300_000}))

    refused = yuhua.street.post("/funds/f-1/draw-downs", {"voucher": "v-2", "fen": 300_000})

    assert problem_of(refused)[:2] == (409, "draw-down-above-pledge")
    shown = yuhua.street.get("/funds/f-1").json()
    assert shown["balance"] == 200_000
    assert [(each["debit"], each["credit"], each["fen"]) for each in shown["ledger"]] == [
        ("fund", "unit", 500_000),
        ("spent", "fund", 300_000),
    ]


def test_both_sides_agree_on_a_claim(yuhua: Town) -> None:
    unit = yuhua.unit()
    need = {
        "listing_id": "n-1",
        "kind": "need",
        "title": "修路灯",
        "community_code": ONE,
        "owner_unit_id": "",
        "category": "便民",
        "target": 3,
        "measure": "盏",
        "closes_on": str(yuhua.running.clock.today + timedelta(days=30)),
    }
    made(yuhua.street.post("/listings", need))
    claim = {"claim_id": "k-1", "unit_id": unit, "amount": 2, "by": "claimant"}
    made(yuhua.liaison(unit).post("/listings/n-1/claims", claim))
    made(yuhua.street.post("/listings/n-1/claims/k-1/confirm", {"by": "owner"}))

    beyond = {**claim, "claim_id": "k-2"}
    assert problem_of(yuhua.street.post("/listings/n-1/claims", beyond))[1] == "claim-beyond-target"
    assert yuhua.street.get("/listings/n-1").json()["claimed"] == 2


def test_a_task_is_filed_and_admitted_by_the_district(yuhua: Town) -> None:
    today = yuhua.running.clock.today
    task = {
        "task_id": "t-1",
        "department_id": "430111",
        "title": "人口核查",
        "basis": "文件",
        "communities": [ONE],
        "fen": 100_000,
        "hours_a_month": 8,
        "begins": str(today),
        "ends": str(today + timedelta(days=90)),
    }
    made(yuhua.district.post("/tasks", task))

    assert yuhua.street.post("/tasks/t-1/admit", {"reviewer": "s1"}).status_code == 403
    nobody = problem_of(yuhua.district.post("/tasks/t-1/admit", {"reviewer": "nobody"}))
    assert nobody == (422, "unknown-organisation", [("reviewer", "unknown-organisation")])
    above = yuhua.district.post("/tasks/t-1/admit", {"reviewer": "4301"})
    assert above.status_code == 403
    made(yuhua.district.post("/tasks/t-1/admit", {"reviewer": "430111"}))

    assert yuhua.street.get("/tasks", communities=ONE).json()["items"][0]["stage"] == "admitted"


def test_a_calendar_can_be_subscribed_to(yuhua: Town) -> None:
    user, hall = yuhua.unit(), yuhua.hall()
    made(yuhua.street.post("/bookings", yuhua.booking(user, hall, 9, 11, booking_id="b-ics")))

    for path in (f"/resources/{hall}/calendar.ics", f"/units/{user}/calendar.ics"):
        answer = yuhua.street.get(path)
        assert answer.headers["content-type"].startswith("text/calendar")
        assert f"UID:b-ics@{hall}\r\n" in answer.text
        assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
