"""The organisation tree over HTTP."""

from tests.support.running_service import problem_of, version_of
from tests.support.yuhua_district import District, done


def test_the_tree_is_shown_as_it_was_set_up(district: District) -> None:
    listed = district.city.get("/organisations", within="430111001").json()

    assert [row["organisation_id"] for row in listed["items"]] == [
        "430111001",
        "c-11",
        "b-111",
        "b-112",
    ]
    assert listed["items"][2]["path"] == "4301/430111/430111001/c-11/b-111"
    assert listed["items"][2]["kind_label"] == "党支部"


def test_a_command_tells_what_happened_and_where_to_read_on(district: District) -> None:
    answer = district.organiser.post("/organisations/b-112/rename", {"name": "广济桥第三党支部"})

    told = done(answer)
    assert told["changed"]
    assert not told["repeated"]
    assert [event["type"] for event in told["events"]] == ["organisation-renamed"]
    assert answer.headers["ETag"] == f'"{told["version"]}"'
    assert answer.headers["Read-After"] == f"organisation-tree@{told['version']}"
    shown = district.organiser.get("/organisations/b-112")
    assert shown.json()["name"] == "广济桥第三党支部"
    assert shown.headers["View-Position"].startswith("membership:")


def test_what_is_so_already_changes_nothing(district: District) -> None:
    done(district.organiser.post("/organisations/b-112/rename", {"name": "甲"}))

    again = district.organiser.post("/organisations/b-112/rename", {"name": "甲"})

    assert again.status_code == 200
    assert not again.json()["changed"]


def test_if_match_refuses_who_saw_another_version(district: District) -> None:
    seen = version_of(district.organiser.post("/organisations/b-112/rename", {"name": "乙"}))
    done(district.organiser.post("/organisations/b-112/rename", {"name": "丙"}))

    late = district.organiser.post(
        "/organisations/b-112/rename", {"name": "丁"}, If_Match=f'"{seen}"'
    )

    assert problem_of(late)[:2] == (412, "version-changed")
    assert district.organiser.get("/organisations/b-112").json()["name"] == "丙"
    now = district.organiser.post(
        "/organisations/b-112/rename", {"name": "丁"}, If_Match=f'"{seen + 1}"'
    )
    assert now.status_code == 200


def test_moves_merges_and_ends(district: District) -> None:
    for name in ("m-1", "m-2"):
        body = {"organisation_id": name, "name": name, "kind": "branch", "superior_id": "c-11"}
        assert district.street.post("/organisations", body).status_code == 201

    done(district.street.post("/organisations/m-1/merge", {"into_id": "m-2"}))
    done(district.organiser.post("/organisations/m-2/move", {"superior_id": "c-21"}))
    done(district.organiser.post("/organisations/m-2/dissolve"))

    ended = district.organiser.get("/organisations/m-1").json()
    assert (ended["living"], ended["successor_id"]) == (False, "m-2")


def test_re_election_begins_a_term(district: District) -> None:
    done(
        district.secretary.post(
            "/organisations/b-111/re-election", {"effective_date": "2024-03-01"}
        )
    )

    assert (
        district.secretary.get("/organisations/b-111").json()["term_ends_on"] == "2029-03-01"
    )  # five years in a community


def test_advice_names_its_reason_and_rule(district: District) -> None:
    advice = district.street.get("/organisations/b-112/advice").json()["advice"]

    assert {one["slug"] for one in advice} == {"too-few-full-members"}
    assert advice[0]["rule"] == "branch-full-members-min"
    assert "联合党支部" in advice[0]["reason"]


def test_refusals_name_field_and_rule(district: District) -> None:
    base = {"organisation_id": "x-1", "name": "新", "kind": "branch", "superior_id": "c-11"}
    taken = district.street.post("/organisations", {**base, "organisation_id": "b-112"})
    sibling = district.street.post("/organisations", {**base, "name": "广济桥第一党支部"})
    above = district.street.post("/organisations", {**base, "kind": "district_committee"})
    unknown = district.street.post("/organisations/nowhere/dissolve")

    assert problem_of(taken) == (
        409,
        "organisation-id-taken",
        [("organisation_id", "organisation-id-taken")],
    )
    assert problem_of(sibling) == (409, "sibling-name-taken", [("name", "sibling-name-taken")])
    assert problem_of(above)[:2] == (422, "superior-unsuitable")
    assert problem_of(unknown)[:2] == (404, "unknown-organisation")
