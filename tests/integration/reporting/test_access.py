"""Who is let in, and how everybody else is refused."""

from datetime import date

import pytest

from tests.integration.reporting.conftest import Running
from tests.support.told_by_membership import district

_PATHS = ("/statistics/s1", "/statistics/s1.xlsx", "/statistics/s1/events?figure=members")


@pytest.mark.parametrize("path", [*_PATHS, "/views"])
def test_nobody_without_a_token(told: Running, path: str) -> None:
    answer = told.client.get(path)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("district_organiser", "430111", 200),
        ("street_officer", "s1", 200),
        ("auditor", "4301", 200),
        ("street_officer", "s2", 403),
        ("branch_secretary", "b1", 403),
        ("street_officer", "nowhere", 403),
    ],
)
def test_as_far_as_the_tree_allows(
    told: Running, path: str, role: str, at: str, status: int
) -> None:
    answer = told.get(path, role=role, at=at)

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "urn:problem:forbidden"


def test_a_grant_follows_its_organisation(reporting: Running) -> None:
    city = district()
    city.moves("b1", "s2", date(2026, 4, 1))
    reporting.publish(city)

    assert reporting.get("/statistics/b1", role="street_officer", at="s1").status_code == 403
    assert reporting.get("/statistics/b1", role="street_officer", at="s2").status_code == 200


def test_only_who_sees_the_whole_tree_learns_that_there_is_none(told: Running) -> None:
    assert told.get("/statistics/unknown", at="4301").status_code == 404
    assert told.get("/statistics/unknown", at="430111").status_code == 403


def test_an_organisation_before_its_time_is_not_found(told: Running) -> None:
    answer = told.get("/statistics/s1", as_of="2026-01-09")

    assert answer.status_code == 404
    assert "on that day" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": "2026-06-02"}, "as_of"),
        ({"as_of": "1900-01-01"}, "as_of"),
        ({"known_at": "2026-03-01T00:00:00"}, "known_at"),
        ({"to": "2026-06-02"}, "to"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "from"),
        ({"position": "-1"}, "position"),
        ({"position": str(2**63)}, "position"),
    ],
)
def test_a_bad_day_is_named(told: Running, query: dict[str, str], field: str) -> None:
    answer = told.get("/statistics/s1", **query)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "figure"),
        ({"figure": "members_by_mood"}, "figure"),
        ({"figure": "members", "after": "x"}, "after"),
        ({"figure": "members", "limit": "0"}, "limit"),
    ],
)
def test_a_bad_slice_is_named(told: Running, query: dict[str, str], field: str) -> None:
    answer = told.get("/statistics/s1/events", **query)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_an_id_that_cannot_be_one_is_named(told: Running) -> None:
    answer = told.get("/statistics/S%201")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "organisation"


def test_statuses_are_documented(told: Running) -> None:
    paths = told.client.get("/openapi.json").json()["paths"]

    statistics = paths["/statistics/{organisation}"]["get"]["responses"]
    assert {"200", "401", "403", "404", "422", "503"} <= statistics.keys()
    assert "View-Position" in statistics["200"]["headers"]
    assert "409" in paths["/views/{name}/rebuild"]["post"]["responses"]
