"""One demo at a time in a folder; a lock that the system takes back from a process that is killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Running(Exception):
    """A demo runs in that folder; the text says what to do."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"it runs already in {home}: end it with Ctrl-C first")


@contextmanager
def alone_in(home: Path) -> Iterator[None]:
    """Have the folder for oneself.

    Raises:
        Running: another process has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running(home) from None
        yield
