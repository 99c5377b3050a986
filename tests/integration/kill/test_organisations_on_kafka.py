"""Units go with their organisations on Kafka as well, once, whenever whoever hears of these is killed."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from shared.clock import monotonic_seconds
from shared.messaging.kafka import KafkaBackbone, Link
from tests.support.kafka import TestKafka
from tests.support.own_topics import OwnTopics, own_topics
from tests.support.supervisor import KILLED, Supervisor
from tests.support.town_hall import TownHall, town_hall
from tests.support.victims import CLERK_STEPS, SAVING_STEPS
from tests.unit.resources.scene import register

pytestmark = pytest.mark.slow
ROLE = "organisations of kafka"
DAY = date(2026, 3, 1)
LOOK_SECONDS, PATIENCE_SECONDS = 0.1, 60.0
UNITS = ("forestry", "school", "firm")


@pytest.fixture
def place(kafka: TestKafka) -> dict[str, str]:
    """Where the victims find Kafka, and the topics of this test."""
    topics = own_topics(kafka, "membership")
    return {"bootstrap": kafka.bootstrap, "topics": json.dumps(topics)}


@pytest.fixture
def hall(database_url: str, place: dict[str, str]) -> Iterator[TownHall]:
    """Two units of branch b1 and one of b2; then b1 moves, and b2 is merged into b3."""
    with (
        closing(KafkaBackbone(Link(place["bootstrap"]))) as kafka,
        town_hall(database_url, OwnTopics(kafka, json.loads(place["topics"]))) as hall,
    ):
        for unit, organisation in zip(UNITS, ("b1", "b1", "b2"), strict=True):
            hall.when(register(unit, organisation_id=organisation))
        hall.catch_up()
        hall.membership.moves("b1", "s2", DAY)
        hall.membership.merges("b2", "b3", DAY)
        hall.catch_up()
        yield hall


def links(hall: TownHall) -> list[str]:
    return [hall.state(f"unit-{unit}").facts.organisation_path for unit in UNITS]


@pytest.mark.parametrize("step", ["after read", *CLERK_STEPS, *SAVING_STEPS])
def test_each_unit_goes_along_once(
    hall: TownHall, place: dict[str, str], supervisor: Supervisor, step: str
) -> None:
    assert supervisor.run(ROLE, hall.url, step, 1, more=place) == KILLED
    last = supervisor.start(ROLE, hall.url, more=place)
    ends = monotonic_seconds() + PATIENCE_SECONDS
    b1, b3 = "4301/430111/s2/b1", "4301/430111/s2/b3"
    while links(hall) != [b1, b1, b3]:
        assert supervisor.ended([last], LOOK_SECONDS) == {}
        assert monotonic_seconds() < ends, links(hall)
    os.kill(last, signal.SIGTERM)
    assert supervisor.wait(last) == 0

    for unit in UNITS:
        assert hall.happened(f"unit-{unit}")["unit-organisation-linked"] == 1
    causes = [hall.store.read_stream(f"unit-{unit}")[-1].metadata for unit in UNITS]
    assert all('"causation_id":"organisation-tree@' in cause for cause in causes)
