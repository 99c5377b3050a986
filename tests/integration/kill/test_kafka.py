"""Processes around Kafka killed, stopped and asked to end: nothing is lost, nothing counts twice."""

import os
import random  # noqa: TID251 -- seeded: the same points in every run
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from shared.clock import monotonic_seconds
from tests.integration.kill.journal import Journal
from tests.integration.kill.kafka_journey import KafkaJourney
from tests.support.kafka import TestKafka
from tests.support.supervisor import KILLED, Supervisor

RELAY, CONSUMER = "relay to kafka", "consumer of kafka"
LASTING_RELAY = "lasting relay to kafka"
POINTS = ("before publish", "after publish", "update subscription.checkpoints", "after commit")
PUBLISHED_TWICE = {"after publish", "update subscription.checkpoints"}
LOOK_SECONDS, PATIENCE_SECONDS = 0.2, 60.0
SHORT, LONG = pytest.mark.slow, [pytest.mark.slow, pytest.mark.soak]


@pytest.fixture
def journey(database_url: str, kafka: TestKafka) -> Iterator[KafkaJourney]:
    with KafkaJourney(database_url, kafka) as journey:
        yield journey


def follow_to_the_end(journey: KafkaJourney, supervisor: Supervisor) -> None:
    """Let one consumer, whom nobody harms, bring the view to the end; it ends when it is asked to."""
    last = supervisor.start(CONSUMER, journey.url, more=journey.place)
    until_complete(journey, supervisor, last)
    ask_to_end(supervisor, last)


def until_complete(journey: KafkaJourney, supervisor: Supervisor, *working: int) -> None:
    until = monotonic_seconds() + PATIENCE_SECONDS
    while not journey.complete():
        assert supervisor.ended(working, LOOK_SECONDS) == {}
        assert monotonic_seconds() < until, journey.standing()


def ask_to_end(supervisor: Supervisor, process: int) -> None:
    os.kill(process, signal.SIGTERM)
    assert supervisor.ended([process], PATIENCE_SECONDS) == {process: 0}


@pytest.mark.parametrize("point", POINTS)
def test_a_relay_killed_at_any_point_loses_nothing(
    journey: KafkaJourney, supervisor: Supervisor, point: str
) -> None:
    journey.append(12)

    for count in (1, 2):
        assert supervisor.run(RELAY, journey.url, point, count, more=journey.place) == KILLED
    journey.append(3)
    assert supervisor.run(RELAY, journey.url, more=journey.place) == 0

    assert (max(journey.told().values()) > 1) is (point in PUBLISHED_TWICE)
    assert journey.told_whole()


@pytest.mark.parametrize("kills", [pytest.param(8, marks=SHORT), pytest.param(100, marks=LONG)])
def test_consumers_killed_at_random_points_count_each_event_once(
    journey: KafkaJourney, supervisor: Supervisor, kills: int, finding: Callable[[str], None]
) -> None:
    draw, ends = random.Random(2026), Counter[int]()
    began = monotonic_seconds()
    alive: set[int] = set()
    with journey.relaying():
        while ends[KILLED] < kills:
            journey.append(6)
            while len(alive) < 2:
                step, point = "any", draw.randint(1, 150)
                alive.add(supervisor.start(CONSUMER, journey.url, step, point, more=journey.place))
            for victim, status in supervisor.ended(sorted(alive), LOOK_SECONDS).items():
                ends[status] += 1
                alive.remove(victim)
        for victim in alive:
            os.kill(victim, signal.SIGKILL)
            supervisor.wait(victim)
        follow_to_the_end(journey, supervisor)

    assert set(ends) == {KILLED}
    assert journey.arrived_whole()
    finding(
        f"{ends[KILLED]} of two consumers killed at random points in"
        f" {monotonic_seconds() - began:.0f} s, events coming all the while:"
        f" {len(journey.expected())} events, each once in the view, each stream in order"
    )


@pytest.mark.slow
@pytest.mark.parametrize("point", ["after read", "before commit"])
def test_a_consumer_stopped_for_longer_than_its_session_writes_nothing_when_it_wakes_up(
    database_url: str, kafka: TestKafka, supervisor: Supervisor, point: str
) -> None:
    """It stops with a batch in its hands, or in the middle of its transaction, which the next one ends.

    One partition, so that no other loop of the process is stopped somewhere else: in the middle of a
    COPY the server waits for the client for ever.
    """
    journey = KafkaJourney(database_url, kafka, partitions=1)
    with psycopg.connect(journey.url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(
            f'alter database "{name}" set idle_in_transaction_session_timeout = 1500'.encode()
        )
    journey.append(40, streams=7)
    with journey.relaying():
        zombie = supervisor.start(
            CONSUMER, journey.url, point, 2, how=signal.SIGSTOP, more=journey.place
        )
        supervisor.stopped(zombie)
        before = journey.arrivals()
        assert len(before) < 40
        follow_to_the_end(journey, supervisor)
        there = journey.arrivals()

        os.kill(zombie, signal.SIGCONT)
        journey.append(20, streams=7)
        until_complete(journey, supervisor, zombie)
        ask_to_end(supervisor, zombie)

    with journey:
        assert journey.arrivals()[: len(there)] == there
        assert journey.arrived_whole()


@pytest.mark.slow
def test_a_leader_that_is_paused_is_replaced_and_does_no_harm_when_it_goes_on(
    journey: KafkaJourney, supervisor: Supervisor
) -> None:
    """It wakes up between looking at its lease and publishing."""
    journey.append(30)
    paused = supervisor.start(
        RELAY, journey.url, "before publish", 3, how=signal.SIGSTOP, more=journey.place
    )
    supervisor.stopped(paused)

    assert supervisor.run(RELAY, journey.url, more=journey.place) == 0
    journey.append(5)
    os.kill(paused, signal.SIGCONT)
    assert supervisor.wait(paused) == 0

    assert max(journey.told().values()) == 2, "it did publish once more"
    follow_to_the_end(journey, supervisor)
    assert journey.arrived_whole()


@pytest.mark.parametrize("times", [pytest.param(6, marks=SHORT), pytest.param(50, marks=LONG)])
def test_whoever_ends_when_asked_to_has_nothing_run_again_that_was_finished(
    journey: KafkaJourney,
    supervisor: Supervisor,
    times: int,
    tmp_path: Path,
    finding: Callable[[str], None],
) -> None:
    """Relay and consumers alike: others go on at once where they ended."""
    journal = tmp_path / "journal"
    told = {**journey.place, "journal": str(journal)}
    alive = [supervisor.start(CONSUMER, journey.url, more=told)]
    relays = [supervisor.start(LASTING_RELAY, journey.url, more=journey.place)]
    for _ in range(times):
        journey.append(25, streams=7)
        alive.append(supervisor.start(CONSUMER, journey.url, more=told))
        relays.append(supervisor.start(LASTING_RELAY, journey.url, more=journey.place))
        assert supervisor.ended([*alive, *relays], LOOK_SECONDS) == {}
        ask_to_end(supervisor, alive.pop(0))
        ask_to_end(supervisor, relays.pop(0))
    until_complete(journey, supervisor, *alive, *relays)
    ask_to_end(supervisor, alive[0])
    ask_to_end(supervisor, relays[0])

    told_twice = sum(count > 1 for count in journey.told().values())
    worked = Journal.read(journal)
    finding(
        f"{times} consumers and {times} relays ended by SIGTERM, events coming all the while: of"
        f" {len(journey.expected())} events {told_twice} were published twice; {worked.found}"
    )
    assert told_twice == 0
    assert worked.nothing_was_run_again
    assert journey.arrived_whole()
