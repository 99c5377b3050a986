"""What still runs of something that was started in a folder."""

from collections.abc import Iterator
from pathlib import Path

import psutil

_ENDING_SECONDS = 10.0
"""A PostgreSQL has ended for whoever asked it to when its pid file is gone, and is gone itself a moment later."""


def processes_of(folder: Path) -> list[str]:
    """Every process that was started for this folder and still is."""
    return [_told(one) for one in _found(folder)]


def left_of(folder: Path) -> list[str]:
    """The same of what was stopped: whoever is just ending is given that moment."""
    _, left = psutil.wait_procs(list(_found(folder)), _ENDING_SECONDS)
    return [_told(one) for one in left]


def _found(folder: Path) -> Iterator[psutil.Process]:
    for one in psutil.process_iter(["cmdline", "environ"]):
        if f"{folder}" in _told(one) and "pytest" not in _told(one).split("]")[0]:
            yield one


def _told(process: psutil.Process) -> str:
    return f"{process.info['cmdline']} {process.info['environ']}"
