"""What still runs of something that was started in a folder."""

from pathlib import Path

import psutil


def processes_of(folder: Path) -> list[str]:
    """Every process that was started for this folder and still is."""
    found = psutil.process_iter(["cmdline", "environ"])
    told = (f"{one.info['cmdline']} {one.info['environ']}" for one in found)
    return [one for one in told if f"{folder}" in one and "pytest" not in one.split("]")[0]]
