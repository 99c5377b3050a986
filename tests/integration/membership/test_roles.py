"""One process for each role does what one process for all does."""

from pathlib import Path

import httpx
import psycopg

from shared.messaging.cloudevent_json import decode
from tests.integration.membership.test_transfers import letter_written
from tests.support.running_membership import person, running
from tests.support.running_service import Running, problem_of
from tests.support.yuhua_district import ORGANISATIONS, District, settle


def test_a_query_waits_for_a_view_only_so_long(database_url: str, tmp_path: Path) -> None:
    with running(database_url, tmp_path, "api", patience=0.1) as alone:
        district = settle(alone)
        late = district.city.get("/organisations")
        alone.written.event = ""
        empty = district.city.get("/organisations")

    assert problem_of(late)[:2] == (503, "not-yet-visible")
    assert late.headers["Retry-After"] == "1"
    assert (empty.json()["items"], empty.headers["View-Position"]) == ([], "membership:0")


def test_another_process_projects_and_wakes_who_waits(database_url: str, tmp_path: Path) -> None:
    with (
        running(database_url, tmp_path, "api") as asked,
        running(database_url, tmp_path, "projector"),
    ):
        shown = settle(asked).city.get("/organisations")

    assert len(shown.json()["items"]) == len(ORGANISATIONS)


def test_a_process_without_the_api_tells_of_its_health_only(
    database_url: str, tmp_path: Path
) -> None:
    with running(database_url, tmp_path, "relay") as relay:
        paths = httpx.get(f"{relay.address}/openapi.json", timeout=60).json()["paths"]
        checks = httpx.get(f"{relay.address}/health/ready").json()["checks"]

    assert {"/health/live", "/health/ready", "/metrics"} < set(paths)
    assert "/members" not in paths
    assert [check["name"] for check in checks] == ["database", "membership.relay"]


def test_what_is_public_is_told_to_others_without_anybodys_data(district: District) -> None:
    letter_written(district, district.member(1))
    messages = told(district.running)

    types = [decode(value).type for value in messages]
    assert types[0] == "membership.division-registered.v1"
    assert {"membership.member-registered.v1", "membership.letter-issued.v1"} <= set(types)
    assert all(b"sealed" not in value for value in messages)
    assert not any(person(1)["name"].encode() in value for value in messages)


def told(service: Running) -> list[bytes]:
    """All messages, once the relay has told of the newest event."""
    relay = service.service.subscriptions["membership.relay"]
    progress, store = relay.progress, service.service.app.state.office.freshness.store
    stream, version = store.newest()
    assert progress.wait_until(
        lambda reached: reached.position >= (store.position_after(stream, version) or 10**9), 10
    )
    with psycopg.connect(service.database_url) as connection:
        rows = connection.execute("select value from messaging.messages order by position")
        return [bytes(row[0]) for row in rows]
