"""Appeals entered afterwards, and what the city sets."""

from datetime import timedelta
from typing import Any

import httpx
import psycopg

from tests.support.running_petitions import COMMUNITY, DISTRICT, STREET, WATER, appeal, registered
from tests.support.running_service import Client, Running, problem_of


def _record(service: Running, *minutes: int, **changed: Any) -> dict[str, Any]:
    """Yesterday's call: registered, dispatched, resolved and rated so many minutes after."""
    start = service.clock() - timedelta(days=1)
    names = ("dispatch", "arrive", "resolve", "rate")
    told: list[dict[str, Any]] = [
        {"lead_id": COMMUNITY},
        {},
        {"outcome": "done", "note": "已清理"},
        {"resolved": True, "satisfaction": "satisfied"},
    ]
    steps = [
        {"step": name, "by": COMMUNITY, "at": (start + timedelta(minutes=m)).isoformat(), **more}
        for name, m, more in zip(names, minutes, told, strict=True)
    ]
    body = appeal(category_id="noise", at=start.isoformat(), steps=steps)
    return {**body, **changed}


def test_an_appeal_is_entered_afterwards_and_judged_by_when_things_happened(
    service: Running, city: Client
) -> None:
    kept = city.post("/petitions/records", _record(service, 1, 5, 20, 25))
    late = city.post("/petitions/records", _record(service, 1, 5, 45, 50))

    assert kept.status_code == late.status_code == 201, kept.text + late.text
    seen = [city.get(f"/petitions/{a.json()['petition_id']}").json() for a in (kept, late)]
    assert [each["handling"] for each in seen] == ["kept", "broken"]
    assert [each["card"] for each in seen] == ["none", "red"]
    assert {each["status"] for each in seen} == {"resolved"}
    told = city.get(f"/petitions/{late.json()['petition_id']}/history").json()["items"]
    at_due = next(each for each in told if each["type"] == "yellow-card-given")
    assert at_due["told"]["moment"] < told[-1]["at"]


def test_a_record_with_a_step_that_cannot_be_enters_nothing(service: Running, city: Client) -> None:
    bad = _record(service, 1, 5, 20, 2)

    before = city.get("/petitions", count=True).json()["total"]
    refused = city.post("/petitions/records", bad)

    assert problem_of(refused)[:2] == (409, "happened-before-last")
    assert city.get("/petitions", count=True).json()["total"] == before


def test_a_record_is_taken_down_by_the_grant_over_its_place_whoever_took_the_steps(
    service: Running,
) -> None:
    caller = service.with_grants(
        ("street_officer", STREET), ("appeals_officer", COMMUNITY), login="zhang"
    )
    at = service.clock() - timedelta(hours=1)
    said = {"step": "comment", "by": STREET, "at": at.isoformat(), "note": "已到场"}

    kept = caller.post("/petitions/records", appeal(at=at.isoformat(), steps=[said]))

    assert kept.status_code == 201, kept.text
    with psycopg.connect(service.database_url) as connection:
        told = connection.execute(
            "select distinct metadata::json ->> 'organisation_path' from event_log.events"
            " where stream = %s",
            (f"petition-{kept.json()['petition_id']}",),
        ).fetchall()
    assert told == [(f"4301/430111/{STREET}/{COMMUNITY}",)]


def test_only_who_may_register_from_the_place_may_enter_records(
    service: Running, water: Client
) -> None:
    assert problem_of(water.post("/petitions/records", _record(service, 1, 2, 3, 4)))[0] == 403


def test_a_rule_is_set_for_everybody_and_bad_numbers_are_refused(
    city: Client, street: Client
) -> None:
    body = {"value": 20, "source": "区办〔2026〕7号"}

    assert city.put("/rules/on-site", body).status_code == 200
    assert city.put("/rules/on-site", body).json()["changed"] is False
    rules = {each["name"]: each for each in city.get("/rules").json()["rules"]}
    assert (rules["on-site"]["value"], rules["on-site"]["version"]) == (20, 2)
    assert problem_of(city.put("/rules/on-site", {**body, "value": 0}))[0] == 422
    told = problem_of(city.put("/rules/on-site", {**body, "source": "来电13812345678"}))
    assert told == (422, "phone-in-text", [("source", "phone-in-text")])
    assert problem_of(city.put("/rules/no-such", body))[:2] == (422, "unknown-rule")
    assert problem_of(street.put("/rules/on-site", body))[0] == 403


def test_the_calendar_of_known_years_is_entered_and_a_year_can_be_set(city: Client) -> None:
    year = city.get("/calendar/2026").json()
    body = {"holidays": ["2027-01-01"], "make_up_days": [], "source": "国办通知"}

    assert year["entered"]
    assert "2026-01-01" in year["holidays"]
    assert "2026-02-14" in year["make_up_days"]
    assert city.put("/calendar/2027", body).status_code == 200
    assert city.get("/calendar/2027").json()["holidays"] == ["2027-01-01"]
    wrong = city.put("/calendar/2028", body)
    assert problem_of(wrong)[:2] == (422, "day-in-other-year")


def test_a_category_goes_where_its_route_says(city: Client, desk: Client) -> None:
    setting = {"name": "管网", "parent_id": "water", "source": "试行"}
    assert city.put("/categories/water-pipes", setting).status_code == 200
    route = {"unit_id": WATER, "source": "试行"}
    assert city.put("/categories/water-pipes/route", route).status_code == 200

    one = registered(desk, category_id="water-pipes")["petition_id"]

    assert desk.get(f"/petitions/{one}").json()["unit_id"] == WATER
    found = {each["category_id"]: each for each in city.get("/categories").json()["categories"]}
    assert found["water-pipes"]["path"] == "utilities/water/water-pipes"
    assert city.post("/categories/water-pipes/retire").status_code == 200
    again = desk.post("/petitions", appeal(category_id="water-pipes"))
    assert problem_of(again)[:2] == (422, "category-is-retired")


def test_a_unit_is_entered_under_an_id_that_a_token_can_name(
    service: Running, city: Client
) -> None:
    def entered(unit_id: str) -> httpx.Response:
        line = {"unit_id": unit_id, "name": "区房管局", "level": "district"}
        return city.post("/units", {"units": [{**line, "division_code": DISTRICT}]})

    longest = "u" * 36
    assert entered(longest).status_code == 200
    assert service.as_("unit_handler", longest).get("/petitions").status_code == 200
    assert problem_of(entered(longest + "u"))[2] == [
        ("units[0].unit_id", "string_pattern_mismatch")
    ]
    refused = service.as_("unit_handler", longest + "u").get("/petitions")
    assert refused.status_code == 401
    assert "organisation an id of at most 36 lower-case letters, digits and hyphens" in refused.text
