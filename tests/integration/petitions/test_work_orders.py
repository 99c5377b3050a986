"""A bureau's own program is given work orders and answers them, as `docs/subscribing.md` tells it to."""

from typing import Any

from shared.clock import new_id
from tests.support.running_petitions import CITY, COMMUNITY, WATER, registered, step
from tests.support.running_service import Client, Running, problem_of

APPELLANT = ("欧阳晓梅", "13812345678", "广济桥社区3栋201")


def given(desk: Client, count: int) -> list[str]:
    """So many orders for the water company."""
    ones = [str(registered(desk, category_id="water")["petition_id"]) for _ in range(count)]
    for one in ones:
        step(desk, one, "dispatch", lead_id=WATER, by=COMMUNITY)
    return ones


def orders(bureau: Client) -> list[str]:
    """What waits for it, the most urgent first."""
    asked = {"unit": WATER, "is_open": True, "order": "due", "limit": 100}
    found: list[dict[str, Any]] = bureau.get("/petitions", **asked).json()["items"]
    return [each["petition_id"] for each in found]


def test_its_program_lists_reads_answers_and_returns_orders(service: Running, desk: Client) -> None:
    bureau = service.as_("unit_handler", WATER, login="water-program")
    answered, wrong = given(desk, 2)
    assert [one for one in orders(bureau) if one in {answered, wrong}] == [answered, wrong]

    read = bureau.post(f"/petitions/{answered}/words", {"purpose": "handling"})
    assert "半年没有清扫" in read.text
    assert not [each for each in APPELLANT if each in read.text]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("sign-for", {}),
        ("take-in-hand", {"handler": "water-program"}),
        ("request-extension", {"working_days": 1, "cause": "weather"}),
        ("pause", {"cause": "waiting_for_appellant"}),
        ("resume", {}),
        ("resolve", {"outcome": "done", "note": "已更换阀门"}),
    ]
    for name, body in steps:
        path, key = f"/petitions/{answered}/{name}", new_id()
        first = bureau.post(path, body, Idempotency_Key=key)
        again = bureau.post(path, body, Idempotency_Key=key)
        assert (first.status_code, first.json()["changed"]) == (200, True), (name, first.text)
        assert again.json()["repeated"], "what is repeated after a fault is carried out once"
        assert again.json()["version"] == first.json()["version"]
    step(bureau, wrong, "return", cause="not_our_task")

    assert not {answered, wrong} & set(orders(bureau))
    seen = desk.get(f"/petitions/{answered}").json()
    assert (seen["status"], seen["unit_id"], seen["outcome"]) == ("resolved", WATER, "done")
    assert desk.get(f"/petitions/{wrong}").json()["status"] == "accepted"


def test_an_order_is_handed_over_by_who_gives_orders_and_not_by_the_unit_that_has_it(
    service: Running, desk: Client, street: Client
) -> None:
    bureau = service.as_("unit_handler", WATER, login="water-program")
    [one] = given(desk, 1)

    refused = bureau.post(f"/petitions/{one}/hand-over", {"to_id": COMMUNITY})
    step(street, one, "hand-over", to_id=COMMUNITY)

    assert problem_of(refused)[:2] == (403, "forbidden")
    seen = desk.get(f"/petitions/{one}").json()
    assert (seen["status"], seen["unit_id"]) == ("dispatched", COMMUNITY)
    handed = desk.get(f"/petitions/{one}/history").json()["items"][-1]
    assert handed["told"]["return_until"] > handed["at"]


def test_who_was_given_an_order_by_another_is_told_to_return_it_instead(
    desk: Client, street: Client
) -> None:
    one = str(registered(desk, category_id="water")["petition_id"])
    step(street, one, "dispatch", lead_id=COMMUNITY)

    refused = desk.post(f"/petitions/{one}/hand-over", {"to_id": WATER})

    assert problem_of(refused)[:2] == (409, "own-order")
    step(desk, one, "return", cause="not_our_area")


def test_why_its_promise_was_kept_names_rule_calendar_and_each_event(
    service: Running, desk: Client
) -> None:
    bureau = service.as_("unit_handler", WATER, login="water-program")
    [one] = given(desk, 1)
    step(bureau, one, "sign-for")
    step(bureau, one, "pause", cause="waiting_for_appellant")
    step(bureau, one, "resume")
    step(bureau, one, "resolve", outcome="done", note="已更换阀门")

    city = service.as_("supervisor", CITY)
    promises = city.get(f"/petitions/{one}/promises").json()["items"]
    [handled] = [each for each in promises if each["stage"] == "handle"]
    assert handled["stage_label"] == "办理"
    assert [(line["what"], line["what_label"], line["why"]) for line in handled["lines"]] == [
        ("started", "开始", ""),
        ("paused", "暂停", "等待诉求人"),
        ("resumed", "恢复", ""),
        ("stopped", "停止", ""),
    ]
    assert {line["calendar_version"] for line in handled["lines"]} == {handled["calendar_version"]}
    assert handled["calendar_version"] > 0 < handled["rule_version"]
    assert (handled["stop"], handled["late_seconds"]) == ("kept", 0)
    assert handled["lines"][-1]["due_at"] == handled["due_at"]
