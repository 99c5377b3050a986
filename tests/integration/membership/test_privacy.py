"""What identifies people is sealed everywhere, shown to whom it may be, and forgotten for good."""

import io

from tests.support.running_membership import DETAILS, identity_number, person
from tests.support.running_service import problem_of
from tests.support.stored import everything_stored, keys_of
from tests.support.yuhua_district import District, done

ORDER = {"ground": "by_order", "order": "雨组〔2026〕1号"}


def test_who_reads_in_clear_is_recorded_before_he_is_answered(district: District) -> None:
    member_id = district.member(1)

    read = district.secretary.post(
        f"/members/{member_id}/personal-data",
        {"purpose": "transfer", "fields": ["name", "phone"]},
    )
    readings = district.auditor.get("/disclosures", member_id=member_id).json()["items"]
    history = district.secretary.get(f"/members/{member_id}/history").json()["items"]

    assert (read.json()["name"], read.json()["phone"]) == ("王一", "13800000001")
    assert read.json()["identity_number"] is None
    [reading] = readings
    assert reading["event_id"] == read.json()["recorded_as"]
    assert reading["reader"] == "branch_secretary-b-111"
    assert (reading["purpose_label"], reading["fields"]) == ("办理组织关系转接", ["name", "phone"])
    assert history[0]["type"] == "sealed-data-read"


def test_a_purpose_must_be_stated(district: District) -> None:
    member_id = district.member(2)

    refused = district.secretary.post(f"/members/{member_id}/personal-data", {})

    assert problem_of(refused)[2] == [("purpose", "missing")]
    assert district.auditor.get("/disclosures", member_id=member_id).json()["items"] == []


def test_the_forgotten_are_gone_and_the_counts_stay(district: District) -> None:
    member_id = district.member(3)
    before = district.street.get("/organisations/b-111/advice").json()["members"]

    done(district.organiser.post(f"/members/{member_id}/erasure", ORDER))

    shown = district.street.get(f"/members/{member_id}").json()
    assert shown["forgotten"]
    assert set(shown["person"].values()) == {""}
    assert district.street.search("/members/search", {"identity_number": identity_number(3)}) == []
    assert district.street.get("/organisations/b-111/advice").json()["members"] == before
    read = district.street.post(f"/members/{member_id}/personal-data", {"purpose": "viewed"})
    assert problem_of(read)[:2] == (409, "member-is-forgotten")
    assert not done(district.organiser.post(f"/members/{member_id}/erasure", ORDER))["changed"]


def test_a_rebuild_remembers_nobody_who_was_forgotten(district: District) -> None:
    member_id = district.member(4)
    done(district.organiser.post(f"/members/{member_id}/erasure", ORDER))

    for view in ("membership.members", "membership.history", "membership.transfers"):
        lines = district.city.http.post(f"/views/{view}/rebuild").text.splitlines()
        assert '"switched":true' in lines[-1].replace(" ", ""), lines[-1]
        assert '"identical":true' in lines[-1].replace(" ", ""), lines[-1]

    assert district.street.get(f"/members/{member_id}").json()["forgotten"]


def announced(district: District, number: int) -> tuple[str, str]:
    """A person from outside is to come to the other street: the transfer and his member id."""
    body = {
        "kind": "cross_province",
        "reason": "residence_changed",
        "releasing": {"name": "深圳市南山区委组织部", "province": "44"},
        "receiving": {"organisation_id": "c-21"},
        "incoming": [{"person": person(number), "details": DETAILS}],
    }
    stream = str(done(district.other_street.post("/transfers", body))["stream"])
    shown = district.other_street.get(f"/transfers/{stream.removeprefix('transfer-')}").json()
    return shown["transfer_id"], shown["travellers"][0]["member_id"]


def test_who_never_arrived_is_forgotten_by_whoever_announced_him(district: District) -> None:
    before = district.organiser.get("/organisations/c-21/advice").json()["members"]
    transfer_id, member_id = announced(district, 7)
    path = f"/transfers/{transfer_id}/incoming/{member_id}/erasure"
    left = {"ground": "left_register"}

    early = district.organiser.post(path, left)
    done(district.other_street.post(f"/transfers/{transfer_id}/withdrawal", {}))
    again, same = announced(district, 7)
    expected_elsewhere = district.organiser.post(path, left)
    done(district.other_street.post(f"/transfers/{again}/withdrawal", {}))
    elsewhere = district.running.as_("district_organiser", "430111001").post(path, left)
    as_member = district.organiser.post(f"/members/{member_id}/erasure", left)
    done(district.organiser.post(path, left))

    assert same == member_id
    assert problem_of(early)[:2] == (409, "still-expected")
    assert problem_of(expected_elsewhere)[:2] == (409, "still-expected")
    assert problem_of(elsewhere)[:2] == (404, "unknown-transfer")
    assert problem_of(as_member)[:2] == (404, "unknown-member")
    assert keys_of(district.running.database_url, member_id) == 0
    for each in (transfer_id, again):
        [traveller] = district.other_street.get(f"/transfers/{each}").json()["travellers"]
        assert set(traveller["person"].values()) == {""}
    assert district.organiser.get("/organisations/c-21/advice").json()["members"] == before
    assert not done(district.organiser.post(path, left))["changed"]
    assert announced(district, 7)[1] != member_id  # his number is free, and he is another person


def test_nothing_that_identifies_anybody_is_stored_or_logged_in_clear(
    district: District, lines: io.StringIO
) -> None:
    member_id = district.member(5)
    district.street.search("/members/search", {"name": "王五", "phone": "13800000005"})
    assert district.street.get(f"/members/{member_id}").status_code == 200
    stored = everything_stored(district.running.database_url)

    for number in range(1, 6):
        clear = person(number)
        clear.pop("ethnicity")
        for text in clear.values():
            assert text not in stored
            assert text not in lines.getvalue()
