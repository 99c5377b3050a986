"""Demos as their users start, watch and end them: processes of their own."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def started(home: Path, *how: str, port: int = 0) -> "subprocess.Popen[str]":
    at = [] if "kafka" in how else ["--port", str(port)]
    program = [sys.executable, "-m", "deploy.demo", "--home", str(home), *at, *how]
    return subprocess.Popen(  # noqa: S603 -- our own program
        program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ended(demo: "subprocess.Popen[str]") -> tuple[int, str]:
    """How it ended, and what else it has said."""
    with demo:
        told, _ = demo.communicate(timeout=300)
    return demo.returncode, told


@contextmanager
def running(home: Path, port: int = 0) -> "Iterator[subprocess.Popen[str]]":
    """A demo that is gone afterwards, also where the test has failed and nobody else would end it."""
    with started(home, port=port) as demo:
        try:
            yield demo
        finally:
            demo.send_signal(signal.SIGINT)  # it takes its server along
            with suppress(subprocess.TimeoutExpired):
                demo.wait(60)
            demo.kill()


def until(demo: "subprocess.Popen[str]", line: str) -> str:
    """What it has printed when it has printed this."""
    assert demo.stdout is not None
    told = ""
    for printed in demo.stdout:
        told += printed
        if line in printed:
            return told
    raise AssertionError(told)


def summary(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((home / "summary.json").read_text(encoding="utf-8"))
    return told


def killed_at(home: Path, line: str) -> None:
    """Start the demo and kill it, with SIGKILL, when it has printed this."""
    with running(home) as demo:
        until(demo, line)
        demo.send_signal(signal.SIGKILL)
        demo.wait(30)
