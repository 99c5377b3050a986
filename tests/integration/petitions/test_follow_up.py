"""An appeal that needs a hall: listed by the resources service, claimed, used, and shown on the appeal."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.clock import new_id
from shared.contracts.petitions import TOPIC as PETITIONS
from tests.support.postgres import TestServer
from tests.support.running_petitions import registered, step
from tests.support.two_services import (
    COMMUNITY,
    DISTRICT,
    Two,
    circumstances,
    message_id,
    two_services,
    until,
)


@pytest.fixture(scope="module", params=["embedded", pytest.param("kafka", marks=pytest.mark.slow)])
def two(
    request: pytest.FixtureRequest, postgres: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Two]:
    kafka = request.getfixturevalue("kafka") if request.param == "kafka" else None
    with two_services(postgres, tmp_path_factory.mktemp("two"), kafka) as found:
        yield found


@pytest.fixture(scope="module")
def needed(two: Two) -> dict[str, Any]:
    """An appeal whose community needs forty seats, asked for in a conversation of its own."""
    desk = two.desk
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
    [need] = two.needs(told["petition_id"])
    return told | {"need_id": need["need_id"]}


@pytest.fixture(scope="module")
def met(two: Two, needed: dict[str, Any]) -> dict[str, Any]:
    """The need once it was listed, claimed and met: as the list told it, and each of its outcomes."""
    one, need, street = needed["petition_id"], needed["need_id"], two.street
    listed = until(two.resources, lambda: two.listed(need))
    _claim(two, need)
    claimed = until(two.petitions, lambda: _outcome(two, one, "claimed"))
    done = street.post(f"/listings/{need}/claims/k-1/progress", {"done": 40, "note": "已借用"})
    assert done.status_code == 200, done.text
    assert street.post(f"/listings/{need}/complete", {"result": "已办"}).status_code == 200
    fulfilled = until(two.petitions, lambda: _outcome(two, one, "fulfilled"))
    return needed | {"listed": listed, "claimed": claimed, "fulfilled": fulfilled}


def test_what_an_appeal_needs_is_listed_claimed_done_and_shown_on_the_appeal(
    two: Two, met: dict[str, Any]
) -> None:
    one, need, listed = met["petition_id"], met["need_id"], met["listed"]

    assert (listed["petition_id"], listed["kind"], listed["category"]) == (one, "need", "venue")
    assert (listed["target"], listed["measure"], listed["community_code"]) == (
        *(40, "seat", COMMUNITY),
    )
    assert "场地" in listed["title"]
    assert met["claimed"]["reference"] == "k-1"
    assert (met["fulfilled"]["outcome_label"], met["fulfilled"]["reference"]) == ("已满足", need)
    own = httpx.get(
        f"{two.petitions.address}/public/petition",
        headers={"Tracking-Code": met["tracking_code"]},
    ).json()
    [shown] = own["needs"]
    assert (shown["kind_label"], shown["outcome_label"]) == ("场地", "已满足")
    history = two.desk.get(f"/petitions/{one}/history")
    labels = [each["label"] for each in history.json()["items"]]
    assert labels == ["登记", "发布需求", "需求结果", "需求结果"]


def _claim(two: Two, listing_id: str) -> None:
    """A unit of the community offers its hall, and the community agrees."""
    street = two.street
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
    [need] = two.needs(petition_id)
    return need if need["outcome"] == wanted else None


def test_conversation_and_cause_are_kept_across_both_services(
    two: Two, met: dict[str, Any]
) -> None:
    one, need = met["petition_id"], met["need_id"]

    listed = circumstances(two.resources, f"listing-{need}", "listing-published")
    assert listed["correlation_id"] == met["conversation"]
    assert listed["causation_id"] == message_id(two.petitions, f"petition-{one}", "need-published")
    answered = circumstances(two.petitions, f"petition-{one}", "need-answered")
    completed = circumstances(two.resources, f"listing-{need}", "listing-completed")
    assert answered["correlation_id"] == completed["correlation_id"]
    assert answered["causation_id"] == message_id(
        two.resources, f"listing-{need}", "listing-completed"
    )


def test_what_became_of_a_need_is_told_to_others_with_conversation_and_cause(
    two: Two, met: dict[str, Any]
) -> None:
    one, need = met["petition_id"], met["need_id"]
    kind = "petitions.need-answered.v1"
    ours = until(
        two.petitions,
        lambda: [m for m in two.told(PETITIONS, kind) if m["data"]["need_id"] == need][1:],
    )

    [told] = ours
    assert told["id"] == message_id(two.petitions, f"petition-{one}", "need-answered")
    assert (told["data"]["outcome"], told["data"]["reference"]) == ("fulfilled", need)
    assert told["causationid"] == message_id(two.resources, f"listing-{need}", "listing-completed")
    completed = circumstances(two.resources, f"listing-{need}", "listing-completed")
    assert told["correlationid"] == completed["correlation_id"]


def test_a_need_that_is_withdrawn_leaves_the_list_and_its_answer_is_not_awaited(two: Two) -> None:
    desk = two.desk
    one = registered(desk, category_id="volunteering", kind="help")["petition_id"]
    day = two.petitions.clock.today.isoformat()
    body = {"amount": 1, "measure": "person", "wanted_from": day, "wanted_until": day}
    step(desk, one, "publish-need", kind="skill", **body)
    [need] = two.needs(one)
    until(two.resources, lambda: two.listed(need["need_id"]))

    step(desk, one, "withdraw-need", need_id=need["need_id"])

    gone = until(
        two.resources,
        lambda: (two.listed(need["need_id"]) or {}).get("stage") == "withdrawn",
    )
    assert gone
    [need] = two.needs(one)
    assert (need["withdrawn"], need["outcome"]) == (True, None)


def test_an_item_that_the_community_takes_off_counts_as_unmet_and_others_concern_no_appeal(
    two: Two,
) -> None:
    desk, street = two.desk, two.street
    one = registered(desk, category_id="volunteering", kind="help")["petition_id"]
    day = two.petitions.clock.today.isoformat()
    body = {"amount": 500, "measure": "yuan", "wanted_from": day, "wanted_until": day}
    step(desk, one, "publish-need", kind="fund", **body)
    [need] = two.needs(one)
    until(two.resources, lambda: two.listed(need["need_id"]))
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

    unmet = until(two.petitions, lambda: _outcome(two, one, "unmet"))

    assert unmet["outcome_label"] == "未能满足"
