"""An appeal that needs a hall: listed by the resources service, claimed, used, and shown on the appeal."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from shared.clock import monotonic_seconds, new_id
from shared.subscription.reaching import VIEWS_MOVED
from tests.support.postgres import TestServer
from tests.support.running_petitions import registered, step
from tests.support.running_service import Client, Running
from tests.support.two_services import Two, two_services

COMMUNITY, STREET, DISTRICT = "430111001001", "430111001", "430111"
PATIENCE = 30.0


@pytest.fixture(scope="module")
def two(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_services(postgres, tmp_path_factory.mktemp("two")) as found:
        _until(found.petitions, lambda: _knows(found.petitions, COMMUNITY))
        _until(found.resources, lambda: _lists(found, "none") == 404)
        yield found


def _until(service: Running, seen: Callable[[], Any]) -> Any:
    """What is seen at last; looked for again whenever a view of the service has moved."""
    signals = service.service.app.state.office.freshness.signals
    ends = monotonic_seconds() + PATIENCE
    moved = signals.count(VIEWS_MOVED)
    while not (found := seen()):
        assert monotonic_seconds() < ends, "not in time"
        signals.wait(VIEWS_MOVED, moved, 0.25)
        moved = signals.count(VIEWS_MOVED)
    return found


def _knows(service: Running, unit: str) -> bool:
    units = service.as_("district_organiser", "4301").get("/units").json()["items"]
    return unit in [each["unit_id"] for each in units]


def _lists(two: Two, listing_id: str) -> int:
    """The status when the street asks for the item: 403 while the city is not known yet."""
    return _street(two).get(f"/listings/{listing_id}").status_code


def _street(two: Two) -> Client:
    return two.resources.as_("street_officer", "s1")


@pytest.fixture(scope="module")
def needed(two: Two) -> dict[str, Any]:
    """An appeal whose community needs forty seats, asked for in a conversation of its own."""
    desk = two.petitions.as_("appeals_officer", COMMUNITY)
    told = registered(desk, category_id="volunteering", kind="help")
    today = two.petitions.clock.today
    body = {
        "kind": "venue",
        "amount": 40,
        "measure": "seat",
        "wanted_from": (today + timedelta(days=3)).isoformat(),
        "wanted_until": (today + timedelta(days=10)).isoformat(),
    }
    told["conversation"] = new_id()
    step_headers = {"X-Correlation-ID": told["conversation"]}
    answer = desk.http.post(
        f"/petitions/{told['petition_id']}/publish-need", json=body, headers=step_headers
    )
    assert answer.status_code == 200, answer.text
    [need] = _needs(two, told["petition_id"])
    return told | {"need_id": need["need_id"]}


def _needs(two: Two, petition_id: str) -> list[dict[str, Any]]:
    desk = two.petitions.as_("appeals_officer", COMMUNITY)
    found: list[dict[str, Any]] = desk.get(f"/petitions/{petition_id}/needs").json()["items"]
    return found


def _event(service: Running, stream: str, kind: str) -> dict[str, Any]:
    """What the log says of the circumstances of the last event of this type."""
    with psycopg.connect(service.database_url) as connection:
        row = connection.execute(
            "select metadata::text from event_log.events where stream = %s and type = %s"
            " order by version desc limit 1",
            (stream, kind),
        ).fetchone()
    assert row is not None
    return dict(json.loads(row[0]))


def _message_id(service: Running, stream: str, kind: str) -> str:
    with psycopg.connect(service.database_url) as connection:
        row = connection.execute(
            "select version from event_log.events where stream = %s and type = %s", (stream, kind)
        ).fetchone()
    assert row is not None
    return f"{stream}@{row[0]}"


def test_what_an_appeal_needs_is_listed_claimed_done_and_shown_on_the_appeal(
    two: Two, needed: dict[str, Any]
) -> None:
    one, need = needed["petition_id"], needed["need_id"]

    listed = _until(two.resources, lambda: _listed(two, need))
    assert (listed["petition_id"], listed["kind"], listed["category"]) == (one, "need", "venue")
    assert (listed["target"], listed["measure"], listed["community_code"]) == (
        *(40, "seat", COMMUNITY),
    )
    assert "场地" in listed["title"]
    _claim(two, need)
    claimed = _until(two.petitions, lambda: _outcome(two, one, "claimed"))
    street = _street(two)
    done = street.post(f"/listings/{need}/claims/k-1/progress", {"done": 40, "note": "已借用"})
    assert done.status_code == 200, done.text
    assert street.post(f"/listings/{need}/complete", {"result": "已办"}).status_code == 200
    fulfilled = _until(two.petitions, lambda: _outcome(two, one, "fulfilled"))

    assert claimed["reference"] == "k-1"
    assert (fulfilled["outcome_label"], fulfilled["reference"]) == ("已满足", need)
    own = httpx.get(
        f"{two.petitions.address}/public/petition",
        headers={"Tracking-Code": needed["tracking_code"]},
    ).json()
    [shown] = own["needs"]
    assert (shown["kind_label"], shown["outcome_label"]) == ("场地", "已满足")
    history = two.petitions.as_("appeals_officer", COMMUNITY).get(f"/petitions/{one}/history")
    labels = [each["label"] for each in history.json()["items"]]
    assert labels == ["登记", "发布需求", "需求结果", "需求结果"]


def _listed(two: Two, listing_id: str) -> dict[str, Any] | None:
    answer = _street(two).get(f"/listings/{listing_id}")
    return dict(answer.json()) if answer.status_code == 200 else None


def _claim(two: Two, listing_id: str) -> None:
    """A unit of the community offers its hall, and the community agrees."""
    street = _street(two)
    unit = {
        "unit_id": "unit-1",
        "name": "区图书馆",
        "unit_class": "organ",
        "premises": [COMMUNITY],
        "liaison_post": "办公室主任",
        "liaison_name": "王小明",
        "liaison_phone": "13800001234",
    }
    made = two.resources.as_("district_organiser", DISTRICT).post("/units", unit)
    assert made.status_code in (200, 201), made.text
    claim = {"claim_id": "k-1", "unit_id": "unit-1", "amount": 40, "by": "claimant"}
    path = f"/listings/{listing_id}/claims"
    offered = two.resources.as_("unit_liaison", "unit-1").post(path, claim)
    assert offered.status_code in (200, 201), offered.text
    assert street.post(f"{path}/k-1/confirm", {"by": "owner"}).status_code == 200


def _outcome(two: Two, petition_id: str, wanted: str) -> dict[str, Any] | None:
    [need] = _needs(two, petition_id)
    return need if need["outcome"] == wanted else None


def test_conversation_and_cause_are_kept_across_both_services(
    two: Two, needed: dict[str, Any]
) -> None:
    one, need = needed["petition_id"], needed["need_id"]
    _until(two.resources, lambda: _listed(two, need))

    listed = _event(two.resources, f"listing-{need}", "listing-published")
    assert listed["correlation_id"] == needed["conversation"]
    assert listed["causation_id"] == _message_id(two.petitions, f"petition-{one}", "need-published")
    answered = _event(two.petitions, f"petition-{one}", "need-answered")
    completed = _event(two.resources, f"listing-{need}", "listing-completed")
    assert answered["correlation_id"] == completed["correlation_id"]
    assert answered["causation_id"] == _message_id(
        two.resources, f"listing-{need}", "listing-completed"
    )


def test_a_need_that_is_withdrawn_leaves_the_list_and_its_answer_is_not_awaited(two: Two) -> None:
    desk = two.petitions.as_("appeals_officer", COMMUNITY)
    one = registered(desk, category_id="volunteering", kind="help")["petition_id"]
    day = two.petitions.clock.today.isoformat()
    body = {"amount": 1, "measure": "person", "wanted_from": day, "wanted_until": day}
    step(desk, one, "publish-need", kind="skill", **body)
    [need] = _needs(two, one)
    _until(two.resources, lambda: _listed(two, need["need_id"]))

    step(desk, one, "withdraw-need", need_id=need["need_id"])

    gone = _until(
        two.resources,
        lambda: (_listed(two, need["need_id"]) or {}).get("stage") == "withdrawn",
    )
    assert gone
    [need] = _needs(two, one)
    assert (need["withdrawn"], need["outcome"]) == (True, None)


def test_an_item_that_the_community_takes_off_counts_as_unmet_and_others_concern_no_appeal(
    two: Two,
) -> None:
    desk, street = two.petitions.as_("appeals_officer", COMMUNITY), _street(two)
    one = registered(desk, category_id="volunteering", kind="help")["petition_id"]
    day = two.petitions.clock.today.isoformat()
    body = {"amount": 500, "measure": "yuan", "wanted_from": day, "wanted_until": day}
    step(desk, one, "publish-need", kind="fund", **body)
    [need] = _needs(two, one)
    _until(two.resources, lambda: _listed(two, need["need_id"]))
    own = {
        "listing_id": "own-1",
        "kind": "need",
        "title": "社区自用桌椅",
        "community_code": COMMUNITY,
        "owner_unit_id": "",
        "category": "equipment",
        "target": 1,
        "measure": "piece",
        "closes_on": day,
    }
    assert street.post("/listings", own).status_code in (200, 201)
    for listing in ("own-1", need["need_id"]):
        off = street.post(f"/listings/{listing}/withdraw", {"cause_text": "无人认领"})
        assert off.status_code == 200, off.text

    unmet = _until(two.petitions, lambda: _outcome(two, one, "unmet"))

    assert unmet["outcome_label"] == "未能满足"
