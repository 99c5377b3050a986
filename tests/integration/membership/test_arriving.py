"""People who come from outside, over HTTP: by one transfer at a time, and shown when their letter expires."""

from datetime import timedelta
from typing import Any

from tests.integration.membership.test_transfers import (
    REASON,
    SHENZHEN,
    expire,
    requested,
    shown,
    step,
)
from tests.support.running_membership import DETAILS, person
from tests.support.running_service import problem_of
from tests.support.yuhua_district import District


def coming(number: int, receiving: str) -> dict[str, Any]:
    return {
        **REASON,
        "kind": "cross_province",
        "releasing": SHENZHEN,
        "receiving": {"organisation_id": receiving},
        "incoming": [{"person": person(number), "details": DETAILS}],
    }


def test_who_comes_from_outside_comes_by_one_transfer(district: District) -> None:
    first = requested(district.other_street, **coming(21, "c-21"))
    second = district.street.post("/transfers", coming(21, "c-11"))
    past_it = district.street.post(
        "/members", {"organisation_id": "b-111", "person": person(21), "details": DETAILS}
    )
    step(district.other_street, first, "withdrawal", cause_text="来函有误")
    again = requested(district.street, **coming(21, "c-11"))

    assert problem_of(second) == (
        409,
        "transfer-already-open",
        [("incoming", "transfer-already-open")],
    )
    assert "该党员已有未办结的组织关系转接" in second.text
    assert problem_of(past_it)[:2] == (409, "expected-by-transfer")
    assert "不能直接登记" in past_it.text
    travellers = [shown(district.city, each)["travellers"] for each in (first, again)]
    assert travellers[0][0]["member_id"] == travellers[1][0]["member_id"]


def test_an_expired_letter_from_outside_is_shown_to_the_receiver(district: District) -> None:
    clock = district.running.clock
    transfer_id = requested(district.other_street, **coming(22, "c-21"))
    day, until = clock.today, clock.today + timedelta(days=5)
    letter = {"by": "c-21", "number": "深组转 22", "issued_on": day.isoformat()}
    step(
        district.other_street,
        transfer_id,
        "outside-letter",
        **letter,
        valid_until=until.isoformat(),
    )
    member_id = shown(district.other_street, transfer_id)["travellers"][0]["member_id"]
    clock.ahead += timedelta(days=6)
    expire(district)

    warned = district.other_street.get("/warnings", reason="pocket_member").json()["items"]
    elsewhere = district.street.get("/warnings", reason="pocket_member").json()["items"]

    [mine] = [one for one in warned if one["member_id"] == member_id]
    assert (mine["organisation_id"], mine["person"]["name"]) == ("c-21", "王**")
    assert mine["warnings"][0]["label"] == "介绍信超期未落转(口袋党员)"
    assert member_id not in {one["member_id"] for one in elsewhere}
