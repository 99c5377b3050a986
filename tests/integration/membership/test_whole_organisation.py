"""A branch of fifty members arrives in one act, through the complete letter workflow."""

import pytest

from tests.integration.membership.test_transfers import requested, shown, step
from tests.support.running_service import problem_of
from tests.support.yuhua_district import District, done

FIFTY = 50


@pytest.fixture(scope="module")
def branch(district: District) -> str:
    body = {
        "organisation_id": "b-113",
        "name": "改制企业党支部",
        "kind": "branch",
        "superior_id": "c-11",
        "effective_date": "2020-01-01",
    }
    done(district.street.post("/organisations", body))
    for number in range(1, FIFTY + 1):
        district.member(number, "b-113")
    return "b-113"


def test_the_branch_moves_with_everybody(district: District, branch: str) -> None:
    body = {
        "kind": "whole_organisation",
        "reason": "restructured",
        "releasing": {"organisation_id": branch},
        "receiving": {"organisation_id": "c-21"},
    }
    named = district.street.post("/transfers", {**body, "member_ids": ["somebody"]})
    transfer_id = requested(district.street, **body)
    step(district.street, transfer_id, "release-approval", by="c-11")
    step(district.street, transfer_id, "letter", by="c-11", prefix="雨组转")
    step(district.other_street, transfer_id, "acceptance", by="c-21")
    step(district.other_street, transfer_id, "organisation-placement", by="c-21", under="c-21")
    step(district.other_street, transfer_id, "receipt", by="c-21")

    assert problem_of(named)[2] == [("member_ids", "whole-organisation")]
    told = shown(district.other_street, transfer_id)
    assert (told["members"], told["carried"], len(told["travellers"])) == (FIFTY, FIFTY, FIFTY)
    moved = district.other_street.get("/organisations/b-113").json()
    assert moved["path"] == "4301/430111/430111002/c-21/b-113"
    members = district.other_street.get("/members", organisation_id=branch, limit=200).json()
    assert len(members["items"]) == FIFTY
    assert {one["path"] for one in members["items"]} == {moved["path"]}
    assert district.street.get("/members", organisation_id=branch).json()["items"] == []
    advice = district.other_street.get("/organisations/b-113/advice").json()
    assert advice["members"] == FIFTY


def test_of_a_register_that_is_behind_nobody_is_left(district: District) -> None:
    """The last to be registered is in the request that follows at once."""
    late = district.member(FIFTY + 1, "b-112")
    body = {
        "kind": "whole_organisation",
        "reason": "restructured",
        "releasing": {"organisation_id": "b-112"},
        "receiving": {"organisation_id": "c-21"},
    }

    transfer_id = requested(district.street, **body)

    assert [one["member_id"] for one in shown(district.street, transfer_id)["travellers"]] == [late]
