"""`make` sets itself up: `python -m deploy.install requirements.txt` makes `.venv` and shows how far it is.

It runs before anything is installed, so it needs nothing but the standard library. pip's own words go to
a file; a failure is one line that says where to look.
"""

import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

_PIP = ("-m", "pip", "install", "--require-hashes", "--disable-pip-version-check")
_LISTED = re.compile(r"^[A-Za-z0-9].*==", re.MULTILINE)
_FOUND = re.compile(r"(?:Collecting|Processing|Requirement already satisfied:) ([^=\s]+)")
_INSTALLS = "Installing collected packages: "
"""pip says nothing while it does: what it has unpacked is counted."""
_TICK_SECONDS = 0.5
_STOPPED = 130


class Failed(Exception):
    """Something could not be set up; the text is one line for who looks on."""


class Progress:
    """One line that changes, on a terminal; else a line for every tenth package."""

    def __init__(self, out: IO[str]) -> None:
        self._out, self._terminal, self._last = out, out.isatty(), ""

    def show(self, what: str, done: int, total: int, name: str = "") -> None:
        line = f"  {what} {done:>3}/{total:<3} {name}".rstrip()
        if line == self._last:
            return
        self._last = line
        if self._terminal:
            print(f"\r\033[K{line}", end="", file=self._out, flush=True)
        elif done % 10 == 0 or done == total:
            print(line, file=self._out, flush=True)

    def end(self) -> None:
        """Leave a clean line to whoever prints next."""
        if self._terminal:
            print("\r\033[K", end="", file=self._out, flush=True)


class Following:
    """What pip says, as progress.

    Attributes:
        reason: its first error, else the last that it said.
    """

    def __init__(self, venv: Path, listed: int, progress: Progress) -> None:
        self.reason = ""
        self._venv, self._progress = venv, progress
        self._found, self._total = 0, listed
        self._before, self._installs = _installed(venv), False

    def hear(self, line: str) -> None:
        """A line of it, or nothing when it has been silent for a moment."""
        if not self.reason.startswith("ERROR"):
            self.reason = line.strip() or self.reason
        if line.startswith("Ignoring "):
            self._total -= 1  # for another platform
        elif found := _FOUND.match(line):
            self._found += 1
            self._progress.show("collecting", self._found, self._total, Path(found[1]).name)
        elif line.startswith(_INSTALLS):
            self._installs, self._total = True, line.count(",") + 1
            self._progress.show("installing", 0, self._total)
        elif self._installs:
            done = min(_installed(self._venv) - self._before, self._total)
            self._progress.show("installing", done, self._total)


def main(arguments: list[str] | None = None) -> int:
    """Set up what a lock file lists; answers the exit status."""
    given = _parsed(arguments)
    given.log.parent.mkdir(parents=True, exist_ok=True)
    progress = Progress(sys.stdout)
    try:
        with given.log.open("w", encoding="utf-8") as log:
            _make_environment(given.venv, log)
            _install(given, log, progress)
    except Failed as failure:
        progress.end()
        print(f"Setup failed {failure} (see {given.log})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        progress.end()
        print("Setup was stopped; the same command goes on with it.", file=sys.stderr)
        return _STOPPED
    progress.end()
    return 0


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="deploy.install", description=__doc__)
    parser.add_argument("requirements", type=Path, help="the lock file")
    parser.add_argument("--venv", type=Path, default=Path(".venv"))
    parser.add_argument("--log", type=Path, default=Path("var/log/setup.log"))
    return parser.parse_args(arguments)


def _make_environment(venv: Path, log: IO[str]) -> None:
    if (venv / "bin" / "python").exists():
        return
    print("  making a virtual environment", flush=True)
    program = [sys.executable, "-m", "venv", str(venv)]
    made = subprocess.run(program, stdout=log, stderr=subprocess.STDOUT, check=False)  # noqa: S603 -- Python's own
    if made.returncode:
        raise Failed("while making a virtual environment: is Python's venv module installed?")


def _install(given: Namespace, log: IO[str], progress: Progress) -> None:
    program = [str(given.venv / "bin" / "python"), *_PIP, "-r", str(given.requirements)]
    listed = len(_LISTED.findall(given.requirements.read_text(encoding="utf-8")))
    following = Following(given.venv, listed, progress)
    with subprocess.Popen(  # noqa: S603 -- pip of our own environment
        program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in _lines(pip):
            log.write(line)
            following.hear(line)
    if pip.returncode:
        raise Failed(f"while installing {given.requirements}: {following.reason}")


def _lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """What it prints, line by line; nothing, now and then, while it is silent."""
    lines: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put(None)

    Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=_TICK_SECONDS)
        except Empty:
            line = ""
        if line is None:
            return
        yield line


def _installed(venv: Path) -> int:
    return sum(1 for _ in venv.glob("lib/python*/site-packages/*.dist-info"))


if __name__ == "__main__":
    sys.exit(main())
