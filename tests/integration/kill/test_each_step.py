"""SIGKILL at each step of relay and projector: nothing is lost, nothing counts twice."""

import os
import signal

import pytest

from tests.integration.kill.journey import Journey
from tests.support.gate import Gate
from tests.support.several_views import arrivals, made, views
from tests.support.supervisor import KILLED, Supervisor
from tests.support.victims import HANDLER_STEPS, RELAY_STEPS, SAVING_STEPS

PROJECTOR_STEPS = ("before read", "after read", "statement", *HANDLER_STEPS)


@pytest.mark.parametrize("step", [*RELAY_STEPS, *SAVING_STEPS])
def test_a_relay_killed_at_any_step_loses_nothing(
    journey: Journey, supervisor: Supervisor, step: str
) -> None:
    journey.append(12)

    assert supervisor.run("relay", journey.url, step, 1) == KILLED
    assert supervisor.run("relay", journey.url, step, 2) == KILLED
    journey.append(3)
    assert supervisor.run("relay", journey.url) == 0

    published = len(journey.messages())
    assert published > 15 if step in _PUBLISHED_TWICE else published == 15
    assert supervisor.run("projector", journey.url) == 0
    assert journey.arrived_whole()


_PUBLISHED_TWICE = {"after publish", "update subscription.checkpoints"}


@pytest.mark.parametrize("step", PROJECTOR_STEPS)
def test_a_projector_killed_at_any_step_counts_each_event_once(
    journey: Journey, supervisor: Supervisor, step: str
) -> None:
    journey.append(12)
    assert supervisor.run("relay", journey.url) == 0

    assert supervisor.run("projector", journey.url, step, 1) == KILLED
    assert supervisor.run("projector", journey.url, step, 2) == KILLED
    assert supervisor.run("projector", journey.url) == 0

    assert journey.arrived_whole()


@pytest.mark.parametrize("step", PROJECTOR_STEPS)
def test_several_views_killed_at_any_step_count_each_event_once(
    journey: Journey, supervisor: Supervisor, step: str
) -> None:
    those = made(journey.engine, views())
    journey.append(12)
    assert supervisor.run("relay", journey.url) == 0

    for count in (1, 2):
        assert supervisor.run("abreast", journey.url, step, count) == KILLED
    assert supervisor.run("abreast", journey.url) == 0

    for told in arrivals(journey.engine, those).values():
        assert (len(told), set(told)) == (12, journey.expected())


@pytest.mark.parametrize(
    ("role", "table", "when"),
    [
        ("relay", "messaging.messages", "new.sequence = 6"),
        ("projector", "sample.ledger", "new.sequence = 6"),
        ("projector", "sample.streams", "new.version = 2"),
    ],
)
def test_killed_in_the_middle_of_a_transaction(
    journey: Journey, supervisor: Supervisor, role: str, table: str, when: str
) -> None:
    """The database is at work for the process when it is killed from outside."""
    journey.append(12)
    if role == "projector":
        assert supervisor.run("relay", journey.url) == 0
    with Gate(journey.url, table, when) as gate:
        victim = supervisor.start(role, journey.url)
        gate.wait_for_somebody()
        os.kill(victim, signal.SIGKILL)
        assert supervisor.wait(victim) == KILLED
        gate.open()

    for again in ("relay", "projector"):
        assert supervisor.run(again, journey.url) == 0
    assert journey.arrived_whole()
