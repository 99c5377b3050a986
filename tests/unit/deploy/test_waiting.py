"""Waiting for a whole `make up`: who uses up the time takes it from nobody, and each is told with all that was waited."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from threading import Event

import pytest

from deploy.local import city, part
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.part import NotReady, NotUp, Part
from deploy.local.ports import free_ports
from deploy.local.processes import Started
from tests.unit.deploy.test_part import BUSY, LONG, WELL, alive, telling

__all__ = ["alive"]
City = Callable[..., LocalCity]


@pytest.fixture
def of(tmp_path: Path, alive: Started, monkeypatch: pytest.MonkeyPatch) -> City:
    """A city of processes that listen at these ports; it waits a moment for them."""
    monkeypatch.setattr(city, "READY_SECONDS", 0.6)
    monkeypatch.setattr(part, "_ASKED_SECONDS", 2.0)
    monkeypatch.setattr(part, "_PATIENCE_SECONDS", 0.5)

    def made(*ports: int) -> LocalCity:
        parts = [Part("a", "relay", n, port, alive) for n, port in enumerate(ports, 1)]
        told = {"databases": {}, "parts": [asdict(one) for one in parts]}
        (tmp_path / "processes.json").write_text(json.dumps(told))
        return LocalCity(Home(tmp_path))

    return made


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as servers:
        yield servers


def test_one_slow_answer_behind_another_who_is_not_ready_stops_nothing(
    of: City, servers: ExitStack
) -> None:
    asked, again = Event(), Event()

    def slow_once() -> None:
        if asked.is_set():
            again.set()
        asked.set()
        again.wait(LONG)

    busy = servers.enter_context(telling(BUSY))
    slow = servers.enter_context(telling(WELL, first=slow_once))
    well = servers.enter_context(telling(WELL))

    with pytest.raises(NotReady) as told:
        of(busy, slow, well).wait()

    assert again.is_set()
    assert "a.relay is not ready" in str(told.value)
    assert "a.relay-" not in str(told.value)


def test_each_is_told_with_all_the_time_that_was_waited(of: City, servers: ExitStack) -> None:
    busy = [servers.enter_context(telling(BUSY)) for _ in range(3)]

    with pytest.raises(NotReady) as told:
        of(*busy).wait()

    assert [line.rsplit(" after ")[-1] for line in str(told.value).splitlines()[:3]] == ["1 s"] * 3


def test_who_never_answers_is_not_up_however_late_he_is_asked(of: City, servers: ExitStack) -> None:
    busy = servers.enter_context(telling(BUSY))

    with pytest.raises(NotUp, match=r"a\.relay-2 is starting after 3 s") as told:
        of(busy, *free_ports(1)).wait()
    assert not isinstance(told.value, NotReady)
