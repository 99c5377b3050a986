"""The view itself: how far it is, read-your-writes, and the rebuild."""

import json
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from httpx import Response
from msgspec import structs
from sqlalchemy import text

from services.reporting.settings import Settings
from shared.database import open_engine
from shared.subscription import dead_letters, locks
from shared.subscription.locks import Lock
from tests.integration.reporting.conftest import Running, running, token
from tests.support.told_by_membership import district

VIEW = "reporting.statistics"


def rebuild(
    running: Running, view: str = VIEW, *, role: str = "district_organiser", accept: str = ""
) -> Response:
    headers = {"Authorization": f"Bearer {token(role)}", "Accept": accept}
    return running.client.post(f"/views/{view}/rebuild", headers=headers)


def shown(running: Running) -> dict[str, Any]:
    """The view as `/views` tells it."""
    views: list[dict[str, Any]] = running.get("/views").json()["views"]
    return next(view for view in views if view["name"] == VIEW)


def test_the_view_says_how_far_it_is(reporting: Running) -> None:
    city = district()
    position = reporting.publish(city)
    reporting.told("/statistics/4301")

    view = shown(reporting)

    assert view["name"] == VIEW
    assert f"membership:{view['position']}" == position
    assert view["lag"] == 0
    assert view["topics"] == [{"topic": "membership.v1", "position": view["position"], "lag": 0}]
    assert view["recorded_at"] == city.recorded_at.isoformat().replace("+00:00", "Z")
    assert view["state"] in {"running", "waiting"}


def test_a_rebuild_changes_nothing(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1")
    reporting.publish(city)
    before = reporting.told("/statistics/430111")

    report = rebuild(reporting).json()

    assert report["identical"] is True
    assert report["switched"] is True
    assert report["events"] == len(city.told)
    assert reporting.told("/statistics/430111") == before


def test_the_ledger_has_its_key_whether_made_or_rebuilt(
    reporting: Running, settings: Settings
) -> None:
    """A rebuild loads it without one."""
    key = text(
        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'p'"
        " and conrelid = 'reporting_statistics.member_ledger'::regclass"
    )
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        made = connection.scalar(key)
    reporting.publish(district())
    assert rebuild(reporting).json()["switched"] is True
    with engine.connect() as connection:
        rebuilt = connection.scalar(key)
    engine.dispose()
    assert made == rebuilt == "PRIMARY KEY (sequence)"


def test_a_rebuild_tells_its_progress(reporting: Running) -> None:
    city = district()
    reporting.publish(city)
    reporting.told("/statistics/4301")

    answer = rebuild(reporting, accept="application/x-ndjson")

    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    assert lines[0] == {"read": len(city.told), "of": len(city.told)}
    assert lines[-1]["identical"] is True


def test_a_rebuild_heals_a_view_that_was_tampered_with(
    reporting: Running, settings: Settings
) -> None:
    """It differs, so it is switched only when that is asked for."""
    city = district()
    city.registers("m1", "b1")
    reporting.publish(city)
    reporting.told("/statistics/4301")
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("delete from reporting_statistics.member_ledger"))
    engine.dispose()

    report = rebuild(reporting).json()
    assert (report["identical"], report["switched"]) == (False, False)
    assert report["differences"] == {"member_ledger": 1}

    headers = {"Authorization": f"Bearer {token()}"}
    path = f"/views/{VIEW}/rebuild?accept_differences=true"
    assert reporting.client.post(path, headers=headers).json()["switched"] is True
    assert reporting.told("/statistics/b1")["members"]["value"] == 1


def test_one_rebuild_at_a_time(reporting: Running, settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        connection.execute(
            text("select pg_advisory_lock(hashtextextended(:view, 2))"), {"view": VIEW}
        )
        for accept in ("", "application/x-ndjson"):
            answer = rebuild(reporting, accept=accept)

            assert answer.status_code == 409
            assert answer.json()["type"] == "urn:problem:rebuild-running"
    engine.dispose()


def test_only_an_operator_may_rebuild(reporting: Running) -> None:
    assert rebuild(reporting, role="street_officer").status_code == 403
    assert rebuild(reporting, "unknown").status_code == 404


def test_who_waits_for_what_does_not_come_is_told(settings: Settings) -> None:
    with running(replace(settings, read_after_seconds=0.05)) as impatient:
        city = district()
        impatient.publish(city)
        impatient.client.headers["Read-After"] = f"membership:{len(city.told) + 1}"

        answer = impatient.get("/statistics/4301")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["type"] == "urn:problem:view-behind"
    assert "leave Read-After out" in answer.json()["detail"]


def test_two_processes_share_the_work(settings: Settings) -> None:
    """One keeps the view up to date, the other answers and is woken when the view moves."""
    with (
        running(replace(settings, role="projector")) as consumers,
        running(replace(settings, role="api")) as api,
    ):
        city = district()
        api.publish(city)
        view = shown(api)
        assert api.told("/statistics/430111")["organisations"]["branch"]["value"] == 3
        assert view["state"] == "elsewhere"
        assert consumers.get("/statistics/430111").status_code == 404
        assert consumers.client.get("/health/ready").json()["status"] == "ok"


def test_a_view_of_another_shape_is_rebuilt_while_the_service_answers(settings: Settings) -> None:
    """What it lacks cannot be answered until then; somebody else keeps it from being rebuilt for a while."""
    city = district()
    with running(settings) as before:
        before.publish(city)
        before.told("/statistics/4301")
    engine = open_engine(settings.database_url)
    lacking = text("alter table reporting_statistics.communities drop column code")
    older = text("update subscription.views set shape = 'of old' where subscription = :view")
    with engine.begin() as connection:
        connection.execute(lacking)
        connection.execute(older, {"view": VIEW})

    with ExitStack() as held:
        held.enter_context(locks.holding(engine, VIEW, Lock.REBUILDING))
        with running(settings) as after:
            later = after.get("/statistics/4301")
            assert (later.status_code, later.headers["Retry-After"]) == (503, "5")
            assert "made anew for this release" in later.json()["detail"]

            held.close()
            for renewal in tuple(after.service.renewals.values()):
                renewal.wait()
            assert after.told("/statistics/4301")["communities"]["value"] == 4
            with engine.begin() as connection:
                connection.execute(lacking)
            assert after.get("/statistics/4301").status_code == 500, "that does not pass"
    engine.dispose()


@pytest.mark.parametrize("text_", ["1", "membership:", "petitions:1", "membership:-1"])
def test_a_bad_position_is_named(reporting: Running, text_: str) -> None:
    headers = {"Authorization": f"Bearer {token()}", "Read-After": text_}

    answer = reporting.client.get("/statistics/4301", headers=headers)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Read-After"


def test_a_message_that_cannot_be_read_is_set_aside_live_and_in_a_rebuild(
    reporting: Running, settings: Settings
) -> None:
    """Its followers wait behind it, everybody else is counted, and both ways decide alike."""
    city = district()
    city.registers("m1", "b1")
    city.told[-1] = structs.replace(city.told[-1], value=b'{"type": "unreadable"')
    city.corrects("m1", date(2026, 2, 1), gender="male")
    city.registers("m2", "b1")
    reporting.publish(city)

    counted = reporting.told("/statistics/b1")["members"]["value"]
    report = rebuild(reporting).json()

    assert counted == 1
    assert (report["identical"], report["switched"]) == (True, True)
    assert reporting.told("/statistics/b1")["members"]["value"] == 1
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        letters = dead_letters.listed(connection, VIEW)
    engine.dispose()
    assert [(letter.key, letter.type) for letter in letters] == [
        ("member-m1", "unreadable"),
        ("member-m1", "membership.member-corrected.v1"),
    ]
