"""What is said about a person is sealed with him; a text in clear does not say who he is (ADR 0041)."""

import httpx
from httpx import Response

from tests.support.running_membership import identity_number, person
from tests.support.running_service import problem_of
from tests.support.stored import everything_stored, keys_of
from tests.support.yuhua_district import District, done

ORDER = {"ground": "by_order", "order": "雨组〔2026〕1号"}
WHY = "经查实违反廉洁纪律,涉及其兄长欧阳震"
"""About one person, and naming another: no form would tell."""


def expelled(district: District, number: int) -> str:
    member_id = district.member(number)
    done(district.street.post(f"/members/{member_id}/expulsion", {"cause_text": WHY}))
    return member_id


def notes(district: District, member_id: str) -> Response:
    return district.street.post(f"/members/{member_id}/notes", {"purpose": "viewed"})


def test_what_is_said_about_a_person_is_sealed_with_him_and_read_on_record(
    district: District,
) -> None:
    member_id = expelled(district, 11)

    assert WHY not in everything_stored(district.running.database_url)
    history = district.street.get(f"/members/{member_id}/history")
    assert WHY not in history.text
    [said] = [c for c in history.json()["items"][0]["changes"] if c["field"] == "note"]
    assert (said["label"], said["after"]) == ("说明(密封)", None)

    read = notes(district, member_id).json()
    assert read["notes"] == [{"event_id": f"member-{member_id}@2", "text": WHY}]
    [reading] = district.auditor.get("/disclosures", member_id=member_id).json()["items"]
    assert (reading["event_id"], reading["fields"]) == (read["recorded_as"], ["notes"])
    assert notes(district, "nobody").status_code == 404
    assert district.auditor.post(f"/members/{member_id}/notes", {"purpose": "viewed"}).is_error


def test_what_was_said_about_who_is_forgotten_is_forgotten_with_him(district: District) -> None:
    member_id = expelled(district, 12)
    assert notes(district, member_id).status_code == 200

    done(district.organiser.post(f"/members/{member_id}/erasure", {"ground": "left_register"}))

    assert problem_of(notes(district, member_id))[:2] == (409, "member-is-forgotten")
    assert keys_of(district.running.database_url, member_id) == 0
    assert len(district.auditor.get("/disclosures", member_id=member_id).json()["items"]) == 1


def test_of_who_was_forgotten_before_it_is_only_kept_that_something_was_said(
    district: District,
) -> None:
    member_id = district.member(13)
    done(district.organiser.post(f"/members/{member_id}/erasure", ORDER))

    wordless = district.street.post(f"/members/{member_id}/expulsion", {"cause_text": " "})
    done(district.street.post(f"/members/{member_id}/expulsion", {"cause_text": WHY}))

    assert problem_of(wordless)[1] == "cause-missing"
    assert WHY not in everything_stored(district.running.database_url)


def test_a_text_kept_in_clear_is_refused_where_it_tells_who_somebody_is(
    district: District,
) -> None:
    member_id, name = district.member(14), person(14)["name"]
    transfer = {
        "kind": "internal",
        "reason": "workplace_changed",
        "releasing": {"organisation_id": "b-111"},
        "receiving": {"organisation_id": "b-211"},
        "member_ids": [member_id],
    }
    stream = done(district.street.post("/transfers", transfer))["stream"]
    withdrawal = f"/{stream.replace('transfer-', 'transfers/')}/withdrawal"
    away = {"since": "2021-02-01", "place": f"{name}老家"}
    number = identity_number(14)
    units = {"organisation_id": "b-x", "superior_id": "c-11", "kind": "joint_branch"}
    refusals = {
        "order": district.organiser.post(
            f"/members/{member_id}/erasure", {"ground": "by_order", "order": f"关于{number}"}
        ),
        "place": district.secretary.post(f"/members/{member_id}/floating", away),
        "cause_text": district.secretary.post(withdrawal, {"cause_text": f"{name}不再转出"}),
        "name": district.street.post("/organisations", {**units, "name": "支部13812345678"}),
    }

    told = {field: problem_of(answer) for field, answer in refusals.items()}

    assert told == {
        field: (422, slug, [(field, slug)])
        for field, slug in {
            "order": "identity-number-in-text",
            "place": "name-in-text",
            "cause_text": "name-in-text",
            "name": "phone-in-text",
        }.items()
    }
    assert "密封" in refusals["order"].json()["detail"]
    assert done(district.secretary.post(withdrawal, {"cause_text": "不再转出"}))["changed"]
    counted = httpx.get(f"{district.running.address}/metrics").text
    assert 'outcome="rejected:phone-in-text"' in counted
