"""What can be looked up: meetings and resolutions due, pairings and scores, sheets, counts and points."""

import io
from datetime import timedelta
from typing import Any

import python_calamine

from tests.support.running_resources import ONE, TWO, Town, made


def conference(yuhua: Town, code: str, *units: str) -> None:
    members = [{"unit_id": u, "seats": 1, "representative_post": "党组书记"} for u in units]
    told = {"conference_id": code, "division_code": code, "name": "联席会", "order": [*units]}
    made(yuhua.street.post("/conferences", {**told, "members": members}))


def test_a_meeting_from_its_agenda_to_resolutions_due(yuhua: Town) -> None:
    one, two = yuhua.unit(), yuhua.unit()
    conference(yuhua, ONE, one, two)
    body = {"meeting_id": "m-1", "chair": one, "starts": yuhua.at(9, day=20), "venue": "会议室"}
    point = {"title": "停车难", "unit_id": two}
    made(yuhua.street.post(f"/conferences/{ONE}/meetings", {**body, "agenda": [point]}))
    shown = yuhua.liaison(two).get("/meetings/m-1").json()
    assert (shown["stage"], shown["quorate"]) == ("convened", None)
    assert [(each["title"], each["unit_id"]) for each in shown["agenda"]] == [("停车难", two)]

    path = f"/conferences/{ONE}/meetings/m-1"
    yuhua.running.clock.ahead += timedelta(days=21)
    try:
        made(yuhua.street.post(f"{path}/attendance", {"present": [one, two]}))
        made(yuhua.street.post(f"{path}/minutes", {"reference": "纪要〔2026〕1号"}))
        today = yuhua.running.clock.today
        for number, days in ((1, 3), (2, 30)):
            due = str(today + timedelta(days=days))
            told = {"number": number, "text": "开放车位", "owner": two, "due": due}
            made(yuhua.street.post(f"{path}/resolutions", told))
        soon = {"conference_id": ONE, "done": False, "due_by": str(today + timedelta(days=7))}
        found = yuhua.street.get("/resolutions", **soon).json()["items"]
        assert [each["number"] for each in found] == [1]
        done = {"note": "已开放", "done": True}
        made(yuhua.street.post(f"{path}/resolutions/1/follow-up", done))
    finally:
        yuhua.running.clock.ahead -= timedelta(days=21)

    assert yuhua.street.get("/resolutions", **soon).json()["items"] == []
    shown = yuhua.street.get("/meetings/m-1").json()
    assert (shown["stage"], shown["present"], shown["absent"]) == ("held", [one, two], [])
    assert [each["in_time"] for each in shown["resolutions"]] == [True, None]
    assert yuhua.other_street.get("/meetings/m-1").status_code == 404


def test_a_pairing_with_its_deeds_and_the_mean_of_its_scores(yuhua: Town) -> None:
    unit = yuhua.unit()
    today = yuhua.running.clock.today
    pair = {"pairing_id": "p-1", "unit_id": unit, "community_code": ONE, "year": today.year}
    made(yuhua.street.post("/pairings", pair))
    for number in (1, 2):
        deed = {"number": number, "text": f"第{number}件", "due": str(today)}
        made(yuhua.liaison(unit).post("/pairings/p-1/deeds", deed))
        made(yuhua.liaison(unit).post(f"/pairings/p-1/deeds/{number}/done"))
    for number, points in ((1, 90), (2, 75)):
        score = {"role": "community_officer", "points": points}
        made(yuhua.street.post(f"/pairings/p-1/deeds/{number}/scores", score))

    shown = yuhua.liaison(unit).get("/pairings/p-1").json()

    assert [each["in_time"] for each in shown["deeds"]] == [True, True]
    assert shown["average_by_community_officer"] == 82.5
    assert shown["average_by_residents_representative"] is None
    found = yuhua.street.get("/pairings", year=today.year, unit_id=unit).json()["items"]
    assert [each["pairing_id"] for each in found] == ["p-1"]


def agreement(yuhua: Town, unit: str) -> None:
    conference(yuhua, TWO, unit)
    today = yuhua.running.clock.today
    told = {"number": 1, "unit_id": unit, "kind": "venue", "text": "提供礼堂", "target": 720}
    draft = {
        "agreement_id": "a-sheet",
        "conference_id": TWO,
        "title": "共建协议",
        "parties": [unit],
        "obligations": [told],
        "begins": str(today),
        "ends": str(today + timedelta(days=300)),
    }
    made(yuhua.street.post("/agreements", draft))
    made(yuhua.street.post("/agreements/a-sheet/sign", {"unit_id": unit}))
    count = {"unit_id": unit, "kind": "venue", "amount": 90, "source": "booking:x"}
    made(yuhua.street.post("/agreements/a-sheet/fulfilments", count))
    yuhua.street.get("/agreements/a-sheet")  # the sheet is drawn up from what is shown


def test_the_yearly_sheet_is_issued_shown_and_printed(yuhua: Town) -> None:
    unit = yuhua.unit(TWO)
    agreement(yuhua, unit)
    year = yuhua.running.clock.today.year
    path = f"/units/{unit}/sheets/{year}"
    made(yuhua.street.post(path))
    made(yuhua.street.post("/agreements/a-sheet/breaches", {"number": 1, "cause_text": "未开放"}))
    made(yuhua.street.post(path, {"agreement_ids": ["a-sheet"]}))

    sheets = yuhua.street.get("/sheets", unit_id=unit).json()["items"]
    assert [(each["edition"], each["current"]) for each in sheets] == [(1, False), (2, True)]
    shown = yuhua.liaison(unit).get(f"/sheets/{unit}/{year}/2").json()
    assert (shown["open_breaches"], shown["lines"][0]["in_year"]) == (1, 90)

    rows = printed(yuhua.liaison(unit).get(f"{path}.xlsx"))
    assert rows[0][0] == f"单位{unit}{year}年度共建履约清单"
    assert "第 2 版" in rows[1][0]
    assert "未补正违约 1 项" in rows[1][0]
    assert rows[3] == ["共建协议", 1, "提供礼堂", "场地", "小时", 12, 1.5, 1.5, 1.5, 0.125]
    assert yuhua.other_street.get(f"{path}.xlsx").status_code == 404


def printed(response: Any) -> list[list[Any]]:
    """The rows of the one sheet in the file."""
    assert response.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return rows


def test_counts_and_points_are_right_beyond_one_page(yuhua: Town) -> None:
    unit, code = yuhua.unit(), "430111002002"
    told = {"kind": "project", "community_code": code, "category": "便民", "measure": "次"}
    closes = str(yuhua.running.clock.today + timedelta(days=30))
    for number in range(7):
        one = {"listing_id": f"many-{number}", "title": "项目", "target": 3, "points": 5}
        body = {**told, **one, "owner_unit_id": "", "closes_on": closes}
        made(yuhua.other_street.post("/listings", body))
    for number in range(5):
        path = f"/listings/many-{number}/claims"
        claim = {"claim_id": "k", "unit_id": unit, "amount": 2, "by": "claimant"}
        made(yuhua.liaison(unit).post(path, claim))
        made(yuhua.other_street.post(f"{path}/k/confirm", {"by": "owner"}))
    progress = {"done": 1, "note": "一次"}
    made(yuhua.liaison(unit).post("/listings/many-0/claims/k/progress", progress))
    made(yuhua.other_street.post("/listings/many-4/withdraw", {"cause_text": "取消"}))

    page = yuhua.other_street.get("/listings", community_code=code, limit=3).json()
    counted = yuhua.other_street.get("/listing-counts", community_code=code).json()["counts"]

    assert (len(page["items"]), page["following"] is not None) == (3, True)
    by_stage = {each.pop("stage"): each for each in counted}
    assert by_stage["open"] == {
        "kind": "project",
        "items": 6,
        "target": 18,
        "claimed": 8,
        "done": 1,
    }
    assert by_stage["withdrawn"]["items"] == 1
    assert yuhua.street.get("/listing-counts", community_code=code).json()["counts"] == []
    assert yuhua.liaison(unit).get(f"/units/{unit}/points").json()["points"] == 40
    entries = yuhua.liaison(unit).get("/points", unit_id=unit).json()["items"]
    assert sorted(each["points"] for each in entries) == [-10] + [10] * 5
