"""The statistics followed from the topic's beginning, its parts shared among processes.

A rebuild is one process's work. What several processes share is following, as a group deals it out: each
has parts of its own, read by one client and stored by one thread. Each process gets its parts at once, so
that what is measured is the work and not the dealing.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import IO

from aiokafka import TopicPartition

from services.reporting.projections.statistics import STATISTICS
from shared.contracts.membership import TOPIC
from shared.database import open_engine
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.kafka.background import Background
from shared.messaging.kafka.live import Live, LivePart
from shared.subscription import checkpoints, views
from shared.subscription.side_by_side import side_by_side
from tests.bench.kafka.broker import PARTS
from tests.support.postgres import TestServer

UNTIL = 110_000
"""The position that is followed to in each part: nearly all, so that beginning and end weigh little."""
_BATCH = 500
"""As the running view takes up."""
_ROOT = Path(__file__).parents[3]
_PATIENCE = 60


def by(processes: int, server: TestServer, bootstrap: str, until: int) -> Callable[[], float]:
    """Events a second of so many processes together, in a new database."""

    def followed() -> float:
        with server.database() as url:
            _prepare(url, bootstrap)
            return _timed([_command(n, processes, url, bootstrap, until) for n in range(processes)])

    def _timed(commands: list[list[str]]) -> float:
        with ExitStack() as closing:
            started = [closing.enter_context(_started(command)) for command in commands]
            for process in started:
                assert _pipe(process.stdout).readline() == "ready\n"
            began = perf_counter()
            for process in started:
                print("go", file=_pipe(process.stdin), flush=True)
            for process in started:
                assert _pipe(process.stdout).readline() == "done\n"
            seconds = perf_counter() - began
            codes = [process.wait(_PATIENCE) for process in started]
            assert not any(codes)
            return PARTS * until / seconds

    return followed


def _prepare(url: str, bootstrap: str) -> None:
    engine, backbone = open_engine(url), KafkaBackbone(Link(bootstrap))
    try:
        views.ensure_view(engine, STATISTICS)
        names = [source.name for source in backbone.sources(TOPIC)]
        checkpoints.begin(engine, STATISTICS.name, names)
    finally:
        backbone.close()
        engine.dispose()


def _command(number: int, of: int, url: str, bootstrap: str, until: int) -> list[str]:
    module = "tests.bench.kafka.following"
    return [sys.executable, "-m", module, bootstrap, url, str(number), str(of), str(until)]


def _started(command: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 -- ourselves
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


def main(bootstrap: str, url: str, number: int, of: int, until: int) -> None:
    """Follow every ``of``-th part from the ``number``-th on, once told to on standard input."""
    engine, background = open_engine(url), Background()
    mine = [TopicPartition(TOPIC, part) for part in range(number, PARTS, of)]
    live = Live(background, Link(bootstrap), mine)
    led = side_by_side(engine, STATISTICS, live.parts, batch=_BATCH, rest=0.0, moved=lambda: None)
    live.start()
    for part in live.parts:
        _first(part)  # the client is open
    print("ready", flush=True)
    sys.stdin.readline()
    led.start()
    for loop in led.loops.values():
        assert loop.progress.wait_until(lambda p: p.position >= until, _PATIENCE), loop.progress
    print("done", flush=True)  # what a process takes to end is not following
    led.stop()
    live.close()
    background.stop()
    engine.dispose()


def _first(part: LivePart) -> None:
    seen = part.seen()
    while not part.read(0, 1):
        part.wait(seen, 1.0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
