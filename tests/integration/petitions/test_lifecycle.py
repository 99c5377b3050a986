"""From a resident's word to a rated answer, over HTTP."""

from typing import Any

import httpx
import pytest

from shared.clock import new_id
from tests.support.running_petitions import COMMUNITY, STREET, WATER, appeal, registered, step
from tests.support.running_service import Client, Running, problem_of


def _public(service: Running, code: str) -> httpx.Client:
    """The appellant, who finds what has been written so far."""
    assert service.as_("supervisor", STREET).get("/petitions").is_success
    return httpx.Client(base_url=service.address, headers={"Tracking-Code": code}, timeout=30)


def test_an_appeal_goes_from_its_registration_to_a_rated_answer(
    service: Running, desk: Client, street: Client, water: Client
) -> None:
    told = registered(desk, category_id="water")
    one = told["petition_id"]

    step(desk, one, "accept")
    step(street, one, "dispatch", lead_id=WATER, note="请尽快派人")
    step(water, one, "sign-for")
    step(water, one, "take-in-hand")
    step(water, one, "resolve", outcome="done", note="已更换阀门")
    step(desk, one, "feed-back")
    step(desk, one, "call-back", resolved=True, satisfaction="satisfied")
    with _public(service, told["tracking_code"]) as appellant:
        followed = appellant.get("/public/petition").json()
        rated = appellant.post(
            "/public/petition/rating", json={"resolved": True, "satisfaction": "very_satisfied"}
        )
    step(desk, one, "close")

    assert [each["label"] for each in followed["steps"]] == [
        *("登记", "受理", "派单", "签收", "办理中", "办结", "反馈", "回访")
    ]
    assert followed["unit"] == "区供水公司"
    assert rated.status_code == 200, rated.text
    seen = street.get(f"/petitions/{one}").json()
    assert (seen["status"], seen["resolved"], seen["satisfaction"], seen["handling"]) == (
        *("closed", "yes", "very_satisfied", "kept"),
    )
    history = street.get(f"/petitions/{one}/history").json()["items"]
    assert len(history) == 10
    assert history[2]["told"]["by"] == STREET
    promises = street.get(f"/petitions/{one}/promises").json()["items"]
    assert {each["stage"]: each["stop"] for each in promises} == {
        "dispatch": "kept",
        "respond": "kept",
        "handle": "kept",
    }


@pytest.mark.parametrize("again", ["redo", "reopen"])
def test_done_again_it_has_no_answer_and_no_window_to_reopen(
    service: Running, desk: Client, again: str
) -> None:
    told = registered(desk)
    one = told["petition_id"]
    step(desk, one, "dispatch", lead_id=COMMUNITY)
    step(desk, one, "resolve", outcome="done", note="已清扫")
    step(desk, one, again, **({"cause": "not_resolved"} if again == "redo" else {}))

    seen = desk.get(f"/petitions/{one}").json()
    with _public(service, told["tracking_code"]) as appellant:
        followed = appellant.get("/public/petition").json()
        words = appellant.post("/public/petition/words").json()

    assert (seen["is_open"], seen["outcome"]) == (True, None)
    assert (followed["reopen_until"], words["answer"]) == (None, "")


def test_a_repeated_registration_gets_its_first_answer_and_the_same_code(desk: Client) -> None:
    key = new_id()
    answers: list[Any] = [
        desk.post("/petitions", appeal(), Idempotency_Key=key).json() for _ in range(2)
    ]

    assert answers[0]["tracking_code"] == answers[1]["tracking_code"]
    assert answers[0]["petition_id"] == answers[1]["petition_id"]
    assert [each["repeated"] for each in answers] == [False, True]


def test_an_appeal_is_filed_and_followed_without_login(service: Running) -> None:
    body = {name: value for name, value in appeal(kind="help").items() if name != "channel"}
    filed = httpx.post(f"{service.address}/public/petitions", json={**body, "appellant": {}})

    assert filed.status_code == 201, filed.text
    stream = filed.json()["stream"]
    service.as_("supervisor", STREET).written.event = f"{stream}@1"
    seen = service.as_("supervisor", STREET).get(f"/petitions/{filed.json()['petition_id']}").json()
    assert (seen["channel"], seen["anonymous"]) == ("web", True)
    with _public(service, filed.json()["tracking_code"].lower().replace("-", " ")) as appellant:
        own = appellant.post("/public/petition/words").json()
    assert own == {"text": body["text"], "answer": ""}


def test_work_lists_are_per_person_unit_and_level_and_count_beyond_a_page(
    service: Running, desk: Client, street: Client, water: Client
) -> None:
    ones = [registered(desk, category_id="gas")["petition_id"] for _ in range(3)]
    for one in ones:
        step(street, one, "dispatch", lead_id=WATER)
    step(water, ones[0], "take-in-hand")

    page = water.get("/petitions", unit=WATER, category="gas", count=True, limit=2).json()
    rest = water.get(
        "/petitions", unit=WATER, category="gas", limit=2, after=page["following"]
    ).json()
    mine = water.get("/petitions", mine=True, is_open=True, category="gas").json()
    soonest = street.get("/petitions", order="due", category="gas", limit=200).json()["items"]
    work = street.get("/workload", category="gas").json()

    assert page["total"] == 3
    assert [each["petition_id"] for each in page["items"] + rest["items"]] == ones[::-1]
    assert [each["petition_id"] for each in mine["items"]] == [ones[0]]
    assert [each["petition_id"] for each in soonest] == ones
    assert {(w["unit_id"], w["status"]): w["appeals"] for w in work["items"]} == {
        (WATER, "dispatched"): 2,
        (WATER, "in_hand"): 1,
    }
    assert (
        service.as_("unit_handler", COMMUNITY).get("/workload", category="gas").json()["appeals"]
        == 3
    )


def test_clear_refusals(desk: Client, street: Client, water: Client) -> None:
    one = registered(desk)["petition_id"]
    unknown = new_id()
    step(desk, one, "resolve", outcome="explained", note="已解释")
    step(desk, one, "close")

    def refused(body: dict[str, Any]) -> tuple[int, str, list[tuple[str, str]]]:
        return problem_of(desk.post("/petitions", body))

    assert refused(appeal(category_id="no-such"))[:2] == (422, "unknown-category")
    assert refused(appeal(place="430111009009"))[:2] == (422, "place-outside-district")
    assert refused(appeal(text="长" * 50_000))[:2] == (422, "note-too-long")
    assert refused(appeal(text="  "))[:2] == (422, "note-missing")
    assert refused({})[0] == 422
    closed = street.post(f"/petitions/{one}/dispatch", {"lead_id": WATER})
    assert problem_of(closed)[:2] == (409, "petition-is-closed")
    nobody = water.post(f"/petitions/{unknown}/sign-for")
    assert problem_of(nobody)[:2] == (404, "unknown-petition")


def test_an_answer_for_a_closed_appeal_and_a_second_rating_are_refused_and_nothing_is_lost(
    service: Running, desk: Client, water: Client
) -> None:
    told = registered(desk, category_id="water")
    one = told["petition_id"]
    step(desk, one, "dispatch", lead_id=WATER, by=COMMUNITY)
    step(water, one, "resolve", outcome="done", note="已更换阀门")
    rating = {"resolved": True, "satisfaction": "satisfied"}
    with _public(service, told["tracking_code"]) as appellant:
        first = appellant.post("/public/petition/rating", json=rating)
        again = appellant.post(
            "/public/petition/rating", json={**rating, "satisfaction": "dissatisfied"}
        )
    step(desk, one, "close")

    late = water.post(f"/petitions/{one}/resolve", {"outcome": "explained", "note": "补充"})

    assert first.status_code == 200
    assert problem_of(again)[:2] == (409, "already-rated")
    assert problem_of(late)[:2] == (409, "petition-is-closed")
    seen = desk.get(f"/petitions/{one}").json()
    assert (seen["status"], seen["satisfaction"], seen["outcome"]) == (
        "closed",
        "satisfied",
        "done",
    )
