"""What ended by itself is started again, each time later; whoever has recovered begins anew."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.local.watcher import STEADY, Watched, Watcher, fallen

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


class Machine:
    """Something that runs until it falls."""

    def __init__(self, *, sound: bool = True) -> None:
        self.runs, self.sound, self.started = True, sound, list[datetime]()
        self.now = NOON

    def launch(self) -> None:
        self.started.append(self.now)
        if not self.sound:
            raise OSError("no such program")
        self.runs = True


@pytest.fixture
def machine() -> Machine:
    return Machine()


class Time:
    """Seconds go by, and the watcher looks at each."""

    def __init__(self, machine: Machine, notes: Path) -> None:
        self.machine, self.notes = machine, notes
        watched = Watched("relay", lambda: machine.runs, machine.launch)
        self.watcher = Watcher([watched], notes)

    def passes(self, seconds: int, *, falling: bool = False) -> None:
        for _ in range(seconds):
            self.machine.now += timedelta(seconds=1)
            self.machine.runs = self.machine.runs and not falling
            self.watcher.look(self.machine.now)

    @property
    def waits(self) -> list[int]:
        """Seconds between two starts."""
        started = self.machine.started
        return [int((after - before).total_seconds()) for before, after in pairwise(started)]


@pytest.fixture
def time(machine: Machine, tmp_path: Path) -> Time:
    return Time(machine, tmp_path / "watcher" / "fallen.json")


def test_whoever_runs_is_left_alone(time: Time, machine: Machine) -> None:
    time.passes(100)

    assert (machine.started, fallen(time.notes)) == ([], {})


def test_one_that_fell_is_started_again_and_that_is_noted(time: Time, machine: Machine) -> None:
    machine.runs = False
    time.passes(1)
    assert "starts again at 12:00:02" in fallen(time.notes)["relay"].told()
    time.passes(3)

    assert (machine.runs, len(machine.started)) == (True, 1)
    assert fallen(time.notes)["relay"].told() == (
        "started again 1 times, the last at 2026-03-09 12:00:02"
    )


def test_one_that_falls_again_and_again_waits_twice_as_long_up_to_a_minute(time: Time) -> None:
    time.passes(400, falling=True)

    assert time.waits == sorted(time.waits)
    assert time.waits[:5] == [3, 5, 9, 17, 33]
    assert set(time.waits[5:]) == {61}


def test_one_that_cannot_be_started_is_tried_again(time: Time, machine: Machine) -> None:
    machine.runs = machine.sound = False
    time.passes(20)
    machine.sound = True
    time.passes(20)

    assert machine.runs
    assert len(machine.started) > 2


def test_whoever_has_recovered_falls_for_the_first_time(time: Time, machine: Machine) -> None:
    time.passes(60, falling=True)
    time.passes(60)
    time.passes(int(STEADY.total_seconds()) + 1)
    machine.runs, before = False, len(machine.started)
    time.passes(2)

    assert len(machine.started) == before + 1, "after a second, as the first time"


def test_where_nothing_was_noted_nothing_fell(tmp_path: Path) -> None:
    assert fallen(tmp_path / "nothing.json") == {}
