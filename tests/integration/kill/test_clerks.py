"""SIGKILL of a process whose commands are gathered: each is carried out once, whoever asks again."""

import os
import signal

import pytest

from shared.database import open_pool
from shared.event_store.postgres import PostgresEventStore
from tests.support.gate import Gate
from tests.support.supervisor import KILLED, Supervisor
from tests.support.victims import CLERK_STEPS, CLERKS, COMMANDS


@pytest.mark.parametrize("step", CLERK_STEPS)
def test_killed_around_the_common_append(
    database_url: str, supervisor: Supervisor, step: str
) -> None:
    for time in (1, 3, 2):
        assert supervisor.run("clerks", database_url, step, time) == KILLED
    assert supervisor.run("clerks", database_url) == 0

    assert counted(database_url) == once_each()


def test_killed_while_the_common_append_is_at_work(
    database_url: str, supervisor: Supervisor
) -> None:
    """The server goes on with what the dead process asked for, and may store it yet."""
    with Gate(database_url, "event_log.events", "new.version = 5") as gate:
        victim = supervisor.start("clerks", database_url)
        gate.wait_for_somebody()
        os.kill(victim, signal.SIGKILL)
        assert supervisor.wait(victim) == KILLED
        gate.open()
    assert supervisor.run("clerks", database_url) == 0

    assert counted(database_url) == once_each()


def once_each() -> dict[str, list[tuple[int, int]]]:
    """Version and number of every event, when each command counted once."""
    numbers = [(number, number) for number in range(1, COMMANDS + 1)]
    return {f"clerk-{clerk}": numbers for clerk in range(CLERKS)}


def counted(url: str) -> dict[str, list[tuple[int, int]]]:
    with open_pool(url) as pool:
        streams = PostgresEventStore(pool).read_streams({f"clerk-{n}": 0 for n in range(CLERKS)})
    return {s: [(event.version, int(event.data)) for event in e] for s, e in streams.items()}
