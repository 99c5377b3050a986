"""A small district over HTTP: two streets with communities, committees and branches."""

from dataclasses import dataclass
from typing import Any

from tests.support.running_membership import DETAILS, FOUNDED, person
from tests.support.running_service import Client, Running

DIVISIONS = [
    ("4301", "长沙市", "city", None),
    ("430111", "雨花区", "district", "4301"),
    ("430111001", "侯家塘街道", "street", "430111"),
    ("430111002", "左家塘街道", "street", "430111"),
    ("430111001001", "广济桥社区", "community", "430111001"),
    ("430111002001", "曙光社区", "community", "430111002"),
]
ORGANISATIONS = [
    ("4301", "中共长沙市委", "city_committee", None, "4301"),
    ("430111", "中共雨花区委", "district_committee", "4301", "430111"),
    ("430111001", "侯家塘街道党工委", "working_committee", "430111", "430111001"),
    ("430111002", "左家塘街道党工委", "working_committee", "430111", "430111002"),
    ("c-11", "广济桥社区党委", "primary_committee", "430111001", "430111001001"),
    ("b-111", "广济桥第一党支部", "branch", "c-11", None),
    ("b-112", "广济桥第二党支部", "branch", "c-11", None),
    ("c-21", "曙光社区党委", "primary_committee", "430111002", "430111002001"),
    ("b-211", "曙光第一党支部", "branch", "c-21", None),
]
MEMBERS_FROM = "2021-01-01"


@dataclass(frozen=True)
class District:
    """The people who work in it, and what they do often."""

    running: Running

    @property
    def city(self) -> Client:
        return self.running.as_("district_organiser", "4301")

    @property
    def organiser(self) -> Client:
        return self.running.as_("district_organiser", "430111")

    @property
    def street(self) -> Client:
        return self.running.as_("street_officer", "430111001")

    @property
    def other_street(self) -> Client:
        return self.running.as_("street_officer", "430111002")

    @property
    def secretary(self) -> Client:
        return self.running.as_("branch_secretary", "b-111")

    @property
    def auditor(self) -> Client:
        return self.running.as_("auditor", "430111")

    def member(self, number: int, organisation_id: str = "b-111", **changed: Any) -> str:
        """Register somebody; answers the member's id."""
        body = {
            "organisation_id": organisation_id,
            "person": person(number),
            "details": {**DETAILS, **changed.pop("details", {})},
            "effective_date": MEMBERS_FROM,
            **changed,
        }
        answer = self.organiser.post("/members", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["stream"]).removeprefix("member-")


def settle(running: Running) -> District:
    """Register the divisions and set up the organisations."""
    district = District(running)
    names = ("code", "name", "level", "parent_code")
    lines = [dict(zip(names, line, strict=True)) for line in DIVISIONS]
    done(district.city.post("/divisions", {"divisions": lines, "effective_date": FOUNDED}))
    for organisation_id, name, kind, superior_id, code in ORGANISATIONS:
        body = {
            "organisation_id": organisation_id,
            "name": name,
            "kind": kind,
            "superior_id": superior_id,
            "division_code": code,
            "effective_date": FOUNDED,
        }
        done(district.city.post("/organisations", body))
    return district


def done(response: Any) -> dict[str, Any]:
    """The answer to a command that was carried out."""
    assert response.status_code in {200, 201}, response.text
    answer: dict[str, Any] = response.json()
    return answer
