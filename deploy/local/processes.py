"""Processes of their own that outlive their starter: known by pid and by when they began.

A pid alone is not enough to end a process by: once it has ended, the system gives the number away.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_KILLED_SECONDS = 10.0
_ENDED = 128 + signal.SIGTERM
_children: dict[int, "subprocess.Popen[bytes]"] = {}
"""Those this process started itself: they stay zombies until they are waited for."""


@dataclass(frozen=True)
class Started:
    """A process that was started once, and may have ended since.

    Attributes:
        pid: its number.
        began: when it began, seconds since 1970 as the system counts them.
    """

    pid: int
    began: float

    def alive(self) -> bool:
        process = self._process()
        return process is not None and process.status() != psutil.STATUS_ZOMBIE

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._signal(psutil.Process.kill)
        self.ended(_KILLED_SECONDS)

    def terminate(self) -> None:
        """Ask it to finish what is at hand and end."""
        self._signal(psutil.Process.terminate)

    def ended(self, patience: float) -> bool:
        """Whether it has ended; waits for ``patience`` seconds at most."""
        process = self._process()
        if process is not None:
            with suppress(psutil.TimeoutExpired):
                process.wait(patience)
        _reap()
        return not self.alive()

    def _signal(self, send: Callable[[psutil.Process], None]) -> None:
        process = self._process()
        if process is not None:
            with suppress(psutil.NoSuchProcess):
                send(process)

    def _process(self) -> psutil.Process | None:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            if process.create_time() == self.began:
                return process
        return None


def start(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    *,
    folder: Path | None = None,
) -> Started:
    """Start ``command`` in a session of its own; what it says is appended to ``log``.

    Args:
        command: the program and its arguments.
        log: its folder is made when it is missing.
        environment: all that the process finds in its environment; None hands on our own.
        folder: where it works; None is where we do.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as lines:
        child = subprocess.Popen(  # noqa: S603 -- the command is composed here, not typed
            command,
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,  # a Ctrl-C meant for the starter must not reach it
        )
    _children[child.pid] = child
    return Started(child.pid, psutil.Process(child.pid).create_time())


def end_when_asked() -> None:
    """Let SIGTERM unwind this program as Ctrl-C does: what it has started is stopped on the way out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Do all of it: Ctrl-C and SIGTERM are heard behind it.

    For what must not be left half done: a process that runs and is noted nowhere would never be stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's alone
        return
    asked: list[int] = []
    before = {
        number: signal.signal(number, lambda heard, _: asked.append(heard))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if asked:
            signal.raise_signal(asked[0])


@contextmanager
def interrupted_saying(text: str) -> Iterator[None]:
    """Answer each Ctrl-C with that line at once: what follows from it may take a while.

    The first Ctrl-C or SIGTERM unwinds, and none behind it: whoever stops within this what he has
    started is not kept from it, not even by one that comes before he has begun.
    """
    heard: list[int] = []

    def answer(number: int, _: object) -> None:
        first = not heard
        heard.append(number)  # before the line is written: amid that the next may come
        if number == signal.SIGINT:  # whoever prints just now is not disturbed
            os.write(sys.stderr.fileno(), f"\n{text}\n".encode())
        if first:
            raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(_ENDED)

    before = {number: signal.signal(number, answer) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def forget(started: Started | None) -> None:
    """Take the last word of one that has ended: its number is the system's again."""
    if started is not None:
        started.ended(0)


def _reap() -> None:
    """Let go of all children of ours that have ended."""
    for pid, child in list(_children.items()):
        if child.poll() is not None:
            _children.pop(pid, None)
