"""Waiting for a process of `make up`: ready, not ready although it answers, or no process at all."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deploy.local import part as part_of_a_city
from deploy.local import processes
from deploy.local.part import NotReady, NotUp, Part
from deploy.local.ports import free_ports
from deploy.local.processes import Started
from shared.subscription.progress import State

WELL = {"name": "a.view", "ok": True, "state": State.WAITING, "detail": ""}
BUSY = {"name": "a.view", "ok": False, "state": State.RETRYING, "detail": "OSError"}
DONE_FOR = {"name": "a.view", "ok": False, "state": State.STOPPED, "detail": "PositionLost: gone"}
LONG, NOT_AT_ALL = 60.0, 0.0


@contextmanager
def telling(
    *checks: Mapping[str, Any], first: Callable[[], object] = lambda: None
) -> Iterator[int]:
    """Somebody at a port who says so of his health; ``first`` he does something else."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            first()
            with suppress(OSError):  # who asked has waited long enough
                self.send_response(200 if all(one["ok"] for one in checks) else 503)
                self.end_headers()
                self.wfile.write(json.dumps({"checks": checks}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[Started]:
    """A process that runs as long as it is let."""
    forever = "import threading; threading.Event().wait()"
    started = processes.start([sys.executable, "-c", forever], tmp_path / "log")
    yield started
    started.kill()


@pytest.fixture
def ended(tmp_path: Path) -> Started:
    started = processes.start([sys.executable, "-c", "0"], tmp_path / "log")
    assert started.ended(LONG)
    return started


def part(port: int, started: Started) -> Part:
    return Part("a", "projector", 1, port, started)


def test_who_is_ready_is_waited_for_no_longer(alive: Started) -> None:
    with telling(WELL) as port:
        part(port, alive).wait(LONG)


def test_who_tries_again_is_given_time_and_then_named_with_his_reason(alive: Started) -> None:
    with telling(WELL, BUSY) as port, pytest.raises(NotReady, match=r"a\.projector .* OSError"):
        part(port, alive).wait(NOT_AT_ALL)


def test_who_has_stopped_for_good_is_not_waited_for(alive: Started) -> None:
    """No time mends it: a person has to."""
    with telling(WELL, DONE_FOR) as port, pytest.raises(NotReady, match=r"PositionLost: gone$"):
        part(port, alive).wait(LONG)


def test_who_does_not_answer_in_time_or_has_ended_is_not_up(
    alive: Started, ended: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_of_a_city, "_ASKED_SECONDS", NOT_AT_ALL)
    [nobody] = free_ports(1)
    for started, told in ((alive, "starting after 0 s"), (ended, "has ended")):
        with pytest.raises(NotUp, match=told) as refused:
            part(nobody, started).wait(NOT_AT_ALL)
        assert not isinstance(refused.value, NotReady)
