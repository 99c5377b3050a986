"""What identifies people is sealed everywhere, shown to whom it may be, and forgotten for good."""

import io
from contextlib import suppress

import httpx
import psycopg
from httpx import Response
from psycopg import sql

from tests.support.running_membership import DETAILS, identity_number, person
from tests.support.running_service import problem_of
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


def keys_of(district: District, member_id: str) -> int:
    asked = "select count(*) from privacy.person_keys where subject_id = %s and wrapped is not null"
    with psycopg.connect(district.running.database_url) as connection:
        [count] = connection.execute(asked, [member_id]).fetchone() or (0,)
    return int(count)


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
    assert keys_of(district, member_id) == 0
    for each in (transfer_id, again):
        [traveller] = district.other_street.get(f"/transfers/{each}").json()["travellers"]
        assert set(traveller["person"].values()) == {""}
    assert district.organiser.get("/organisations/c-21/advice").json()["members"] == before
    assert not done(district.organiser.post(path, left))["changed"]
    assert announced(district, 7)[1] != member_id  # his number is free, and he is another person


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
    assert keys_of(district, member_id) == 0
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


def everything_stored(database_url: str) -> str:
    """Every row of every table of the database, as text; again when an old copy was let go meanwhile."""
    for _ in range(9):
        with suppress(psycopg.errors.UndefinedTable):
            return _every_row(database_url)
    raise AssertionError("tables come and go all the time")


def _every_row(database_url: str) -> str:
    with psycopg.connect(database_url) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        return "\n".join(
            str(row)
            for schema, table in tables
            for row in connection.execute(
                sql.SQL("select t::text from {} t").format(sql.Identifier(schema, table))
            )
        )


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
