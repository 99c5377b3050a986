"""Every event stored by a request tells who, when, why and by whose power, also of a caller of several grants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import pytest

from shared.clock import new_id, utc_now
from shared.event_store import EventStore, Metadata, StoredEvent
from tests.support import running_membership, running_petitions, running_resources, yuhua_district
from tests.support.postgres import TestServer
from tests.support.running_membership import DETAILS, person
from tests.support.running_petitions import appeal
from tests.support.running_resources import Town
from tests.support.running_service import Client, Running

Ask = Callable[[Client, str, dict[str, str]], Any]


@dataclass(frozen=True)
class Scene:
    """A service, and what is asked of it.

    Attributes:
        running: the service.
        grants: what its caller holds, the grant for the place ``at`` not the first.
        ask: asks for something at a place, with these headers.
        places: for each place the path of the grant that allows it.
        effective_date: which day is asked for; None: today.
    """

    running: Running
    grants: tuple[tuple[str, str], ...]
    ask: Ask
    places: dict[str, str]
    effective_date: date | None = None


def _post(path: str, body: Callable[[str], dict[str, Any]]) -> Ask:
    def ask(client: Client, place: str, headers: dict[str, str]) -> Any:
        return client.post(path, body(place), **headers)

    return ask


def _membership(running: Running) -> Scene:
    yuhua_district.settle(running)
    body = {"details": DETAILS, "effective_date": "2021-01-01"}
    numbers = {"b-211": person(1), "b-111": person(2)}
    return Scene(
        running,
        (("auditor", "430111"), ("street_officer", "430111002"), ("street_officer", "430111001")),
        _post("/members", lambda at: {**body, "organisation_id": at, "person": numbers[at]}),
        {"b-211": "4301/430111/430111002", "b-111": "4301/430111/430111001"},
        date(2021, 1, 1),
    )


def _petitions(running: Running) -> Scene:
    running_petitions.settle(running)
    return Scene(
        running,
        (
            ("auditor", "430111"),
            ("street_officer", "430111001"),
            ("appeals_officer", "430111001001"),
            ("street_officer", "430111002"),
        ),
        _post("/petitions", lambda at: appeal(place=at)),
        {
            "430111002001": "4301/430111/430111002",
            "430111001001": "4301/430111/430111001/430111001001",  # of two the nearest
        },
    )


def _resources(running: Running) -> Scene:
    town = Town(running)
    mine = town.unit()

    def ask(client: Client, place: str, headers: dict[str, str]) -> Any:
        if place == mine:
            given = {"unit_id": mine, "community_code": running_resources.ONE, "purpose": "慰问"}
            return client.post("/funds", {**given, "fen": 500}, **headers)
        hall = {"kind": "venue", "name": "大礼堂", "owner_unit_id": "", "community_code": place}
        return client.post("/resources", {**hall, "terms": running_resources.HALL}, **headers)

    return Scene(
        running,
        (
            ("auditor", "430111"),
            ("street_officer", "s1"),
            ("street_officer", "s2"),
            ("unit_liaison", mine),
        ),
        ask,
        {
            "430111002001": "4301/430111/430111002",
            "430111001001": "4301/430111/430111001",
            mine: "4301/430111/430111001/430111001001",  # where the unit stands: its grant is in no tree
        },
    )


@pytest.fixture(scope="module", params=["membership", "petitions", "resources"])
def scene(
    request: pytest.FixtureRequest, postgres: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.database())
        folder = tmp_path_factory.mktemp(request.param)
        if request.param == "membership":
            yield _membership(stack.enter_context(running_membership.running(url, folder)))
        elif request.param == "petitions":
            yield _petitions(stack.enter_context(running_petitions.running(url, folder)))
        else:
            yield _resources(stack.enter_context(running_resources.town(url, folder)).running)


def _stored(scene: Scene, stream: str) -> list[StoredEvent]:
    store: EventStore = scene.running.service.app.state.office.freshness.store
    return list(store.read_stream(stream))


def test_an_event_of_a_request_tells_its_circumstances(scene: Scene) -> None:
    client, today = (
        scene.running.with_grants(*scene.grants, login="li-si"),
        scene.running.clock.today,
    )
    commands = set()
    for number, (place, path) in enumerate(scene.places.items()):
        named = {"X-Correlation-ID": f"talk-{number}", "Idempotency-Key": new_id()}
        before = utc_now()
        answer = scene.ask(client, place, named)
        assert answer.status_code == 201, answer.text
        event_id = answer.headers["Read-After"]
        stored = _stored(scene, event_id.rpartition("@")[0])

        assert stored[-1].event_id == event_id
        for event in stored:
            told = msgspec.json.decode(event.metadata, type=Metadata)
            commands.add(told.command_id)
            assert told == Metadata(
                told.command_id,
                correlation_id=f"talk-{number}",
                causation_id="",  # nothing stands behind what somebody asks for himself
                actor="li-si",
                organisation_path=path,
            )
            assert event.effective_date == (scene.effective_date or today)
            assert before <= event.recorded_at <= utc_now()
        assert scene.ask(client, place, named).json()["repeated"]
        assert _stored(scene, event_id.rpartition("@")[0]) == stored

    assert len(commands) == len(scene.places)
    assert all(commands)
