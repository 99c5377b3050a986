"""The register over HTTP: entering, correcting, standing, contact, leaving."""

from typing import Any

import pytest

from tests.support.running_membership import DETAILS, identity_number, person
from tests.support.running_service import problem_of, version_of
from tests.support.yuhua_district import District, done


def test_a_member_is_shown_masked(district: District) -> None:
    member_id = district.member(1)

    shown = district.organiser.get(f"/members/{member_id}").json()

    assert shown["person"] == {
        "name": "王**",
        "identity_number": "4301**********" + identity_number(1)[-4:],
        "phone": "138****0001",
        "address": "长沙市雨花区****",
    }
    assert (shown["birth_date"], shown["gender"]) == ("1980-05-17", "male")
    assert shown["path"] == "4301/430111/430111001/c-11/b-111"


def test_the_same_person_again_changes_nothing_and_another_record_is_refused(
    district: District,
) -> None:
    district.member(2)
    body = {
        "organisation_id": "b-111",
        "person": person(2),
        "details": DETAILS,
        "effective_date": "2021-01-01",
    }

    again = district.street.post("/members", body)
    elsewhere = district.street.post("/members", {**body, "organisation_id": "b-112"})

    assert again.status_code == 200
    assert not again.json()["changed"]
    assert again.json()["stream"].startswith("member-")
    assert problem_of(elsewhere)[:2] == (409, "member-already-registered")


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        (
            {"identity_number": "430111198005170013"},
            "person.identity_number",
            "identity-number-checksum",
        ),
        ({"identity_number": "430111800517001"}, "person.identity_number", "identity-number-old"),
        ({"name": "王=1"}, "person.name", "name"),
        ({"phone": "abc"}, "person.phone", "phone"),
        ({"ethnicity": "火星族"}, "person.ethnicity", "not-in-list"),
    ],
)
def test_bad_personal_data_is_refused_by_the_rosters_rules(
    district: District, changed: dict[str, Any], field: str, rule: str
) -> None:
    body = {"organisation_id": "b-111", "person": person(3, **changed), "details": DETAILS}

    refused = district.street.post("/members", body)

    assert problem_of(refused) == (422, "invalid", [(field, rule)])
    assert changed.get("identity_number", "none") not in refused.text


@pytest.mark.parametrize(
    ("details", "field", "rule"),
    [
        ({"join_date": "1990-01-01"}, "details.join_date", "joined-under-age"),
        ({"full_date": "2004-01-01"}, "details.full_date", "full-before-joining"),
        ({"standing": "probationary"}, "details.full_date", "probationary-has-no-full-date"),
    ],
)
def test_the_domains_refusals_name_field_and_rule(
    district: District, details: dict[str, str], field: str, rule: str
) -> None:
    body = {"organisation_id": "b-111", "person": person(3), "details": {**DETAILS, **details}}

    assert problem_of(district.street.post("/members", body)) == (422, rule, [(field, rule)])


def test_days_are_days(district: District) -> None:
    member_id = district.member(4)
    path = f"/members/{member_id}/class"

    for day in ("9999-12-31", "2026-02-30", 20260301, "0001-01-01", None):
        answer = district.street.put(path, {"member_class": "retired", "effective_date": day})
        assert answer.status_code == (200 if day is None else 422), day
    tomorrow = district.street.put(
        path, {"member_class": "floating", "effective_date": "2199-01-01"}
    )
    assert problem_of(tomorrow)[1] == "effective-date-in-future"


def test_a_correction_reseals_the_person_as_a_whole(district: District) -> None:
    member_id = district.member(5)
    body = {"person": {"phone": "13900000005", "identity_number": identity_number(6)}}

    done(district.street.post(f"/members/{member_id}/correction", body))

    clear = _clear(district, member_id)
    assert (clear["phone"], clear["identity_number"]) == ("13900000005", identity_number(6))
    assert clear["name"] == "王五"
    assert district.member(7) != member_id
    taken = district.street.post(
        f"/members/{member_id}/correction", {"person": {"identity_number": identity_number(7)}}
    )
    assert problem_of(taken)[1] == "member-already-registered"


def test_from_probation_to_posts(district: District) -> None:
    member_id = district.member(
        8,
        details={"standing": "probationary", "join_date": "2024-01-01", "full_date": None},
        effective_date="2024-01-01",
    )
    path = f"/members/{member_id}"

    early = district.street.post(f"{path}/full-membership", {"effective_date": "2024-06-01"})
    until = {"until": "2025-09-01", "cause_text": "需要继续考察", "effective_date": "2025-01-01"}
    done(district.street.post(f"{path}/probation-extension", until))
    done(district.street.post(f"{path}/full-membership", {"effective_date": "2025-09-01"}))
    done(district.secretary.put(f"{path}/posts/secretary", {"effective_date": "2025-10-01"}))
    done(district.secretary.put(f"{path}/class", {"member_class": "retired"}))

    assert problem_of(early)[:2] == (409, "probation-not-served")
    shown = district.street.get(path).json()
    assert (shown["standing"], shown["member_class_label"]) == ("full", "离退休")
    assert [post["label"] for post in shown["posts"]] == ["书记"]
    done(district.secretary.post(f"{path}/posts/secretary/relief"))


def test_a_correction_is_no_way_round_probation_or_round_who_decides_on_it(
    district: District,
) -> None:
    details = {"standing": "probationary", "join_date": "2024-01-01", "full_date": None}
    member_id = district.member(9, details=details, effective_date="2024-01-01")
    path, full = f"/members/{member_id}/correction", {"standing": "full"}

    by_secretary = district.secretary.post(path, {**full, "full_date": "2025-01-01"})
    early = district.street.post(path, {**full, "full_date": "2024-12-31"})
    done(district.secretary.post(path, {"education": "junior_high"}))
    done(district.street.post(path, {**full, "full_date": "2025-01-01"}))

    rule = "probation-not-served"
    assert problem_of(by_secretary)[0] == 403
    assert problem_of(early) == (409, rule, [("full_date", rule)])


def test_suspended_and_restored_rectified_and_expelled(district: District) -> None:
    member_id = district.member(10)
    path = f"/members/{member_id}"

    other = {"cause": "other", "cause_text": "接受审查", "effective_date": "2022-01-01"}
    done(district.street.post(f"{path}/suspension", other))
    done(district.street.post(f"{path}/restoration", {"effective_date": "2022-06-01"}))
    deadline = {"deadline": "2023-01-01", "cause_text": "多次缺席", "effective_date": "2022-07-01"}
    done(district.street.post(f"{path}/rectification", deadline))
    done(district.street.post(f"{path}/rectification/completion", {"effective_date": "2022-12-01"}))
    without_cause = district.street.post(f"{path}/expulsion", {"cause_text": " "})
    done(district.street.post(f"{path}/expulsion", {"cause_text": "雨纪〔2023〕1号"}))

    assert problem_of(without_cause) == (422, "cause-missing", [("cause_text", "cause-missing")])


def test_floating_members_are_kept_in_contact(district: District) -> None:
    member_id = district.member(11)
    path = f"/members/{member_id}"

    away = {"since": "2024-01-01", "place": "广东省深圳市", "effective_date": "2024-06-30"}
    early = district.secretary.post(f"{path}/floating", away)
    away["effective_date"] = "2024-07-01"
    done(district.secretary.post(f"{path}/floating", away))
    warnings = district.secretary.get("/warnings").json()["items"]
    done(district.secretary.post(f"{path}/floating/contact"))
    left = district.secretary.get("/warnings", reason="floating_contact_overdue").json()["items"]
    done(district.secretary.post(f"{path}/floating/end"))

    reasons = {
        w["reason"] for one in warnings if one["member_id"] == member_id for w in one["warnings"]
    }
    assert problem_of(early) == (409, "not-yet-floating", [("since", "not-yet-floating")])
    assert "2024-07-01 起方可登记为流动党员" in early.text
    assert reasons == {"floating_contact_overdue", "away_not_transferred"}
    assert member_id not in {one["member_id"] for one in left}


def test_members_are_found_by_what_identifies_them_and_by_facts(district: District) -> None:
    member_id = district.member(12, "b-112", details={"education": "primary"})

    for wanted in (
        {"identity_number": identity_number(12).lower()},
        {"phone": "138-0000-0012"},
        {"name": " 王二 ", "organisation_id": "b-112"},
    ):
        found = district.street.search("/members/search", wanted)
        assert [one["member_id"] for one in found] == [member_id], wanted
    assert (
        district.street.get("/members", education="primary").json()["items"][0]["member_id"]
        == member_id
    )
    age = district.running.clock.today.year - 1980
    assert district.street.get("/members", age_from=age + 1).json()["items"] == []
    assert district.street.get("/members", age_from=age - 1, age_to=age).json()["items"]
    assert problem_of(district.street.get("/members", after="x"))[2] == [("after", "cursor")]


def test_lists_come_in_pages(district: District) -> None:
    for number in range(20, 25):
        district.member(number, "b-211")

    seen, after = [], None
    while True:
        params = {"limit": 2} | ({"after": after} if after else {})
        page = district.other_street.get("/members", **params).json()
        seen += [one["member_id"] for one in page["items"]]
        after = page["following"]
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 5


def test_the_etag_of_a_member_is_his_version(district: District) -> None:
    member_id = district.member(30)
    seen = version_of(district.street.get(f"/members/{member_id}"))
    done(district.street.put(f"/members/{member_id}/class", {"member_class": "retired"}))

    late = district.street.post(
        f"/members/{member_id}/correction", {"education": "primary"}, If_Match=f'"{seen}"'
    )

    assert problem_of(late)[0] == 412


def _clear(district: District, member_id: str) -> dict[str, str]:
    answer = district.street.post(f"/members/{member_id}/personal-data", {"purpose": "correction"})
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()
    return found
