"""Petitions city-wide: every role a process of its own, Kafka between them.

It fires, is killed and goes on; and nobody's name, number or words stand in the database, the topics, the logs,
the metrics or the files.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from services.petitions.outgoing import PUBLICATION
from shared.clock import utc_now
from shared.contracts.petitions import TOPIC
from shared.contracts.public.petitions import DISCLOSURE
from shared.database import open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import NUMBERED, PostgresEventStore
from tests.bench.served import token
from tests.support.planted import files_with, found_in, parked, records, searched, stored, until
from tests.support.running_petitions import (
    CITY,
    COMMUNITY,
    STREET,
    UNITS,
    WATER,
    registered,
    step,
)
from tests.support.running_service import Client, Written

pytestmark = pytest.mark.slow
NAME, PHONE, ADDRESS = "欧阳晓梅", "13812345678", "广济桥社区3栋201"
SAID = f"我是{NAME},电话{PHONE},住{ADDRESS},家中停水三天。"
PICTURE = b"\x89PNG\r\n\x1a\n" + "楼道照片里的字".encode()
PLANTED = (NAME, PHONE, ADDRESS, "家中停水三天", "阀门在三楼", "楼道照片")


class Petitions:
    """The service as it runs here, and who works with it."""

    def __init__(self, city: LocalCity) -> None:
        self.city, self.url = city, city.environment("petitions")["PETITIONS_DATABASE_URL"]
        self._written = Written()
        self._clients: list[Client] = []

    def as_(self, role: str, organisation: str) -> Client:
        address = f"{self.city.addresses['petitions']}/petitions"
        client = Client(address, token(self.city.home, role, organisation), self._written)
        self._clients.append(client)
        return client

    def late(self) -> str:
        """An appeal that was heard twelve minutes ago: somebody ought to have been there in ten."""
        at = (utc_now() - timedelta(minutes=12)).isoformat()
        desk = self.as_("appeals_officer", COMMUNITY)
        one: str = registered(desk, category_id="noise", text=SAID, at=at)["petition_id"]
        return one

    def told(self, one: str) -> Counter[str]:
        """How often each kind of event happened to it."""
        with open_pool(self.url) as pool:
            return Counter(e.type for e in PostgresEventStore(pool).read_stream(f"petition-{one}"))

    def log(self) -> Sequence[StoredEvent]:
        with open_pool(self.url) as pool:
            return PostgresEventStore(pool).read_log(0, 100_000)

    def until(self, holds: Callable[[], object]) -> None:
        """Return when it holds; look again whenever an event was numbered."""
        until(self.url, holds, NUMBERED)

    def close(self) -> None:
        for client in self._clients:
            client.http.close()


@pytest.fixture(scope="module")
def petitions() -> Iterator[Petitions]:
    with TemporaryDirectory(prefix="petitions-") as name:
        home = Home(Path(name))
        kafka = LocalKafka(home.kafka, brokers=1)
        with (
            LocalCity(home, kafka, services=("petitions",)) as city,
            closing(Petitions(city)) as found,
        ):
            names = ("unit_id", "name", "level", "division_code", "superior_id")
            units = [dict(zip(names, line, strict=True)) for line in UNITS]
            assert found.as_("district_organiser", CITY).post("/units", {"units": units}).is_success
            yield found


def fires(petitions: Petitions, one: str) -> None:
    """Its promise to be on site is warned of and broken."""
    petitions.until(lambda: petitions.told(one)["yellow-card-given"])


def test_it_fires_is_killed_and_goes_on(petitions: Petitions) -> None:
    first = petitions.late()
    fires(petitions, first)
    for role in ("policies", "relay", "projector", "consumers"):
        petitions.city.kill(f"petitions.{role}")
    second = petitions.late()
    petitions.city.kill("petitions.api")
    for role in ("api", "relay", "projector", "policies", "consumers"):
        petitions.city.launch(f"petitions.{role}")
    petitions.city.wait()
    fires(petitions, second)
    step(petitions.as_("dispatcher", STREET), second, "dispatch", lead_id=COMMUNITY)
    seen = petitions.as_("dispatcher", STREET).get(f"/petitions/{second}")
    assert (seen.status_code, seen.json()["card"]) == (200, "yellow")

    for one in (first, second):
        told = petitions.told(one)
        assert (told["promise-warned"], told["yellow-card-given"]) == (1, 1)
    expected = [m for m in map(PUBLICATION.message, petitions.log()) if m is not None]
    told_of: dict[str, list[str]] = {}

    def all_is_told() -> bool:
        told_of.clear()
        for record in records(petitions.city.kafka.bootstrap, TOPIC):
            event = json.loads(record.value)
            known = told_of.setdefault(record.key.decode(), [])
            if event["id"] not in known:
                known.append(event["id"])
        return all(json.loads(m.value)["id"] in told_of.get(m.key, ()) for m in expected)

    petitions.until(all_is_told)
    for key in {message.key for message in expected}:
        ids = [json.loads(m.value)["id"] for m in expected if m.key == key]
        assert told_of[key] == ids, "in the order of the stream"


def test_nothing_planted_stands_anywhere(petitions: Petitions) -> None:
    one = handled(petitions)
    parked(petitions.url, f"petition-{one}", 99, 1)
    city = petitions.city
    petitions.until(lambda: records(city.kafka.bootstrap, DISCLOSURE.topic))

    found = searched(city)
    assert b"petitions.petition-registered" in found.told  # what is searched is there
    assert found.logged.count(b"process.started") >= 5
    assert found.measured.count(b"# HELP petitions_") > len(city.parts)
    assert found_in(b"\n".join(found), PLANTED) == []
    assert any(file.is_file() for file in city.home.attachments.rglob("*"))
    assert files_with(city.home.folder, PLANTED) == []
    assert stored(petitions.url, PLANTED, "petition-registered") == []


def handled(petitions: Petitions) -> str:
    """Said, noted, pictured, handled by the unit, read on record, searched for in vain, and refused."""
    desk, street = petitions.as_("appeals_officer", COMMUNITY), petitions.as_("dispatcher", STREET)
    one: str = registered(desk, category_id="water", text=SAID)["petition_id"]
    picture = {"file": (f"{NAME}的楼道照片.png", PICTURE, "image/png")}
    kept = desk.http.post("/attachments", data={"petition_id": one}, files=picture)
    assert kept.is_success, kept.text
    step(street, one, "dispatch", lead_id=WATER, note="阀门在三楼")
    water = petitions.as_("unit_handler", WATER)
    step(water, one, "comment", note=SAID)
    seen = water.post(f"/petitions/{one}/words", {"purpose": "handling"})
    assert seen.json()["blotted"]
    assert not [each for each in (NAME, PHONE, ADDRESS) if each in seen.text]
    assert water.post(f"/petitions/{one}/appellant", {"purpose": "call_back"}).status_code == 403
    assert desk.post(f"/petitions/{one}/appellant", {"purpose": "call_back"}).is_success
    assert desk.get("/petitions", handler=NAME).is_success
    assert desk.post("/petitions", {"text": SAID, "appellant": {"name": NAME}}).status_code == 422
    rule = {"value": 10, "source": f"来电{PHONE}", "effective_date": "2026-01-01"}
    refused = petitions.as_("district_organiser", CITY).put("/rules/on-site", rule)
    assert refused.json()["errors"][0]["rule"] == "phone-in-text"
    return one


def test_what_is_planted_would_be_found() -> None:
    assert found_in(f"x{NAME}y".encode(), PLANTED) == [NAME]
    assert found_in(json.dumps({"said": ADDRESS}).encode(), PLANTED) == [ADDRESS]
