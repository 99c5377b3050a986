"""Processes that are there to be killed: forked from one that has already imported everything.

Forking takes milliseconds where a fresh interpreter takes half a second. The supervisor itself never
opens a connection, so its children share none.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shared.clock import monotonic_seconds
from tests.support import (
    kafka_victims,
    petition_victims,
    policy_victims,
    rebuild_victims,
    resource_victims,
    victims,
)
from tests.support.victims import Faults

KILLED = -9
ROLES: dict[str, Callable[..., None]] = {
    **victims.ROLES,
    **kafka_victims.ROLES,
    **policy_victims.ROLES,
    **rebuild_victims.ROLES,
    **resource_victims.ROLES,
    **petition_victims.ROLES,
}
_ROOT = Path(__file__).parents[2]


class Supervisor:
    """Starts victims and tells how they ended."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.supervisor"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def start(
        self,
        role: str,
        url: str,
        step: str = "",
        count: int = 1,
        *,
        how: int = signal.SIGKILL,
        more: Mapping[str, str] | None = None,
    ) -> int:
        """Start a victim that kills itself at the ``count``-th time it reaches ``step``.

        Args:
            role: one of `ROLES`.
            url: its database.
            step: a step's name, `any` for every step; empty: it lives until its work is done.
            count: at which time.
            how: the signal it sends itself.
            more: what the role wants to know beside.

        Returns:
            Its process id.
        """
        asked = {"role": role, "url": url, "step": step, "count": count, "how": how}
        return int(self._ask({**asked, "more": more or {}}))

    def wait(self, pid: int) -> int:
        """How it ended: 0 when its work was done, `KILLED` when it was killed."""
        return int(self._ask({"wait": pid}))

    def run(
        self,
        role: str,
        url: str,
        step: str = "",
        count: int = 1,
        *,
        more: Mapping[str, str] | None = None,
    ) -> int:
        return self.wait(self.start(role, url, step, count, more=more))

    def stopped(self, pid: int) -> None:
        """Return when it has stopped itself."""
        self._ask({"stopped": pid})

    def ended(self, pids: Sequence[int], seconds: float) -> dict[int, int]:
        """Those that ended, and how, after waiting for the first of them at most so long."""
        told = json.loads(self._ask({"ended": [*pids], "seconds": seconds}))
        return {int(pid): status for pid, status in told.items()}

    def _ask(self, question: dict[str, Any]) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the supervisor has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def _serve() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # `_ended` waits for it
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # a victim hears it when it can obey
    for line in sys.stdin:
        sys.stdout.write(f"{_answer(json.loads(line))}\n")
        sys.stdout.flush()


def _answer(asked: dict[str, Any]) -> object:
    match asked:
        case {"wait": pid}:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        case {"stopped": pid}:
            return os.waitpid(pid, os.WUNTRACED)[1]
        case {"ended": pids, "seconds": seconds}:
            return json.dumps(_ended(pids, seconds))
    pid = os.fork()
    if pid == 0:
        _become(asked)
    return pid


def _ended(pids: Sequence[int], seconds: float) -> dict[int, int]:
    """A signal may be of another child's end, told long ago."""
    until = monotonic_seconds() + seconds
    while not (found := _gone(pids)) and (left := until - monotonic_seconds()) > 0:
        signal.sigtimedwait({signal.SIGCHLD}, left)
    return found


def _gone(pids: Sequence[int]) -> dict[int, int]:
    looked = {pid: os.waitpid(pid, os.WNOHANG) for pid in pids}
    return {
        pid: os.waitstatus_to_exitcode(status) for pid, (gone, status) in looked.items() if gone
    }


def _become(asked: dict[str, Any]) -> None:
    """Be the victim, and never return into the supervisor."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    try:
        faults = Faults(asked["step"], asked["count"], asked["how"])
        ROLES[asked["role"]](asked["url"], faults, **asked["more"])
    except BaseException:  # noqa: BLE001 -- whatever it was, this process ends here
        traceback.print_exc()
        os._exit(70)
    os._exit(0)


if __name__ == "__main__":
    _serve()
