"""Processes that are there to be killed: forked from one that has already imported everything.

Forking takes milliseconds where a fresh interpreter takes half a second. The supervisor itself never
opens a connection, so its children share none.
"""

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.victims import ROLES, Faults

KILLED = -9
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

    def start(self, role: str, url: str, step: str = "", count: int = 1) -> int:
        """Start a victim that kills itself at the ``count``-th time it reaches ``step``.

        Args:
            role: one of `victims.ROLES`.
            url: its database.
            step: a step's name, `any` for every step; empty: it lives until its work is done.
            count: at which time.

        Returns:
            Its process id.
        """
        return int(self._ask({"role": role, "url": url, "step": step, "count": count}))

    def wait(self, pid: int) -> int:
        """How it ended: 0 when its work was done, `KILLED` when it was killed."""
        return int(self._ask({"wait": pid}))

    def run(self, role: str, url: str, step: str = "", count: int = 1) -> int:
        return self.wait(self.start(role, url, step, count))

    def _ask(self, question: dict[str, Any]) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the supervisor has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def _serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if answer == 0:
                _become(asked)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _become(asked: dict[str, Any]) -> None:
    """Be the victim, and never return into the supervisor."""
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    try:
        ROLES[asked["role"]](asked["url"], Faults(asked["step"], asked["count"]))
    except BaseException:  # noqa: BLE001 -- whatever it was, this process ends here
        traceback.print_exc()
        os._exit(70)
    os._exit(0)


if __name__ == "__main__":
    _serve()
