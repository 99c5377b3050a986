"""One at a time in a folder; a lock that the system takes back from a process that is killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Running(Exception):
    """Somebody is at work in that folder; the text says what to do."""


@contextmanager
def alone_in(home: Path, otherwise: str) -> Iterator[None]:
    """Have the folder for oneself.

    Args:
        home: the folder.
        otherwise: what is said when another process has it.

    Raises:
        Running: another process has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running(otherwise) from None
        yield
