"""Nobody acts or sees beyond his role and his part of the tree."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.integration.membership.test_transfers import INTERNAL, requested, step
from tests.support.running_membership import DETAILS, person
from tests.support.running_service import Client, problem_of
from tests.support.yuhua_district import District, done

Act = Callable[[Client], httpx.Response]
REGISTERING = {"organisation_id": "b-111", "person": person(99), "details": DETAILS}


@pytest.fixture(scope="module")
def member_id(district: District) -> str:
    return district.member(1)


@pytest.fixture(scope="module")
def transfer_id(district: District) -> str:
    here = {**INTERNAL, "receiving": {"organisation_id": "430111001"}}
    return requested(district.secretary, **here, member_ids=[district.member(2)])


FORBIDDEN: dict[str, tuple[str, Act]] = {
    "auditors change nothing": ("auditor", lambda c: c.post("/members", REGISTERING)),
    "auditors import nothing": ("auditor", lambda c: c.upload("/roster-imports", b"x")),
    "auditors export nothing in clear": (
        "auditor",
        lambda c: c.get("/roster-export.xlsx", clear=True),
    ),
    "secretaries register nobody": ("secretary", lambda c: c.post("/members", REGISTERING)),
    "secretaries release nobody's letters": ("secretary", lambda c: c.get("/letters")),
    "secretaries set up nothing": (
        "secretary",
        lambda c: c.post(
            "/organisations",
            {"organisation_id": "g-1", "name": "组", "kind": "party_group", "superior_id": "b-111"},
        ),
    ),
    "streets do not reach other streets": (
        "other_street",
        lambda c: c.post("/members", REGISTERING),
    ),
    "streets do not read other streets": (
        "other_street",
        lambda c: c.get("/members", within="b-111"),
    ),
    "streets do not rename other streets": (
        "other_street",
        lambda c: c.post("/organisations/b-111/rename", {"name": "改"}),
    ),
    "streets do not pull others' branches in": (
        "other_street",
        lambda c: c.post("/organisations/b-111/move", {"superior_id": "c-21"}),
    ),
    "streets do not push branches to others": (
        "street",
        lambda c: c.post("/organisations/b-111/move", {"superior_id": "c-21"}),
    ),
    "streets found no roots": (
        "street",
        lambda c: c.post(
            "/organisations", {"organisation_id": "r-1", "name": "根", "kind": "city_committee"}
        ),
    ),
    "districts register no divisions": (
        "organiser",
        lambda c: c.post("/divisions", {"divisions": []}),
    ),
    "districts rebuild nothing": (
        "organiser",
        lambda c: c.post("/views/membership.members/rebuild"),
    ),
    "streets see no readings": ("street", lambda c: c.get("/disclosures")),
}


@pytest.mark.parametrize("case", FORBIDDEN)
def test_what_is_not_granted_is_forbidden(district: District, case: str) -> None:
    who, act = FORBIDDEN[case]

    assert problem_of(act(getattr(district, who)))[:2] == (403, "forbidden")


MEMBER_ACTS = {
    "shown": lambda c, m: c.get(f"/members/{m}"),
    "history": lambda c, m: c.get(f"/members/{m}/history"),
    "in clear": lambda c, m: c.post(f"/members/{m}/personal-data", {"purpose": "viewed"}),
    "corrected": lambda c, m: c.post(f"/members/{m}/correction", {"education": "primary"}),
    "suspended": lambda c, m: c.post(f"/members/{m}/suspension", {"cause": "other"}),
    "deceased": lambda c, m: c.post(f"/members/{m}/decease"),
}


@pytest.mark.parametrize("act", MEMBER_ACTS)
def test_members_of_others_are_as_good_as_unknown(
    district: District, member_id: str, act: str
) -> None:
    ask: Any = MEMBER_ACTS[act]

    foreign, unknown = (ask(district.other_street, m) for m in (member_id, "nobody"))

    assert problem_of(foreign)[:2] == problem_of(unknown)[:2] == (404, "unknown-member")
    assert foreign.json()["title"] == unknown.json()["title"]


def test_only_the_district_forgets(district: District, member_id: str) -> None:
    order = {"ground": "by_order", "order": "雨组〔2026〕1号"}

    assert problem_of(district.street.post(f"/members/{member_id}/erasure", order))[0] == 403


def test_lists_and_searches_end_at_the_scope(district: District, member_id: str) -> None:
    foreign = district.other_street.search(
        "/members/search", {"identity_number": person(1)["identity_number"]}
    )
    listed = district.other_street.get("/members").json()["items"]
    organisations = district.other_street.get("/organisations").json()["items"]

    assert foreign == []
    assert member_id not in {one["member_id"] for one in listed}
    assert {one["path"].split("/")[2] for one in organisations} == {"430111002"}


def test_a_transfer_of_others_is_as_good_as_unknown(district: District, transfer_id: str) -> None:
    path = f"/transfers/{transfer_id}"
    for answer in (
        district.other_street.get(path),
        district.other_street.get(f"{path}/history"),
        district.other_street.post(f"{path}/acceptance", {"by": "c-21"}),
        district.other_street.post(f"{path}/withdrawal"),
    ):
        assert problem_of(answer)[:2] == (404, "unknown-transfer")


def test_a_step_is_taken_in_ones_own_name(district: District, member_id: str) -> None:
    transfer_id = requested(district.secretary, **INTERNAL, member_ids=[member_id])
    path = f"/transfers/{transfer_id}"

    in_their_name = district.other_street.post(f"{path}/release-approval", {"by": "c-11"})
    by_the_secretary = district.secretary.post(f"{path}/release-approval", {"by": "c-11"})

    assert problem_of(in_their_name)[:2] == (403, "forbidden")
    assert problem_of(by_the_secretary)[:2] == (403, "forbidden")
    step(district.secretary, transfer_id, "withdrawal")


def test_nobody_asks_for_others_members(district: District, member_id: str) -> None:
    mine = {
        "releasing": {"organisation_id": "b-211"},
        "receiving": {"organisation_id": "430111002"},
    }

    stolen = district.other_street.post(
        "/transfers", {**INTERNAL, **mine, "member_ids": [member_id]}
    )

    assert problem_of(stolen) == (404, "unknown-member", [("member_ids", "unknown-member")])


def test_a_role_moves_with_its_organisation(district: District) -> None:
    body = {"organisation_id": "b-119", "name": "新", "kind": "branch", "superior_id": "c-11"}
    assert district.street.post("/organisations", body).status_code == 201
    secretary = district.running.as_("branch_secretary", "b-119")
    assert secretary.get("/organisations/b-119").status_code == 200

    done(district.organiser.post("/organisations/b-119/move", {"superior_id": "c-21"}))

    assert secretary.get("/organisations/b-119").json()["path"].endswith("430111002/c-21/b-119")
    assert problem_of(secretary.get("/organisations/c-21"))[0] == 403


def test_without_a_genuine_token_nothing_is_answered(district: District) -> None:
    address = district.running.address
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic x"}):
        assert problem_of(httpx.get(f"{address}/members", headers=headers))[0] == 401
