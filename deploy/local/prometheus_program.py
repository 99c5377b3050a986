"""Prometheus and promtool, from Debian's package: unpacked into a folder, without root, nothing configured."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_PROGRAMS = Path("usr", "bin")
FOLDER = Path(__file__).parent.parent.parent / "var" / "prometheus" / "program"


class NoPrometheus(Exception):
    """Prometheus cannot be had on this machine; the text says what is missing."""


def ensure_prometheus(folder: Path = FOLDER) -> Path:
    """The folder of `prometheus` and `promtool`: where they are installed, else fetched once.

    Raises:
        NoPrometheus: they are not installed, and the package could not be fetched.
    """
    if found := at_hand(folder):
        return found
    folder.parent.mkdir(parents=True, exist_ok=True)
    _fetch(folder)
    return folder / _PROGRAMS


def at_hand(folder: Path = FOLDER) -> Path | None:
    """The same, where they are installed or were fetched before; None: they would have to be fetched."""
    installed = shutil.which("prometheus")
    if installed and shutil.which("promtool", path=Path(installed).parent):
        return Path(installed).parent
    return folder / _PROGRAMS if folder.exists() else None


def _fetch(folder: Path) -> None:
    """Into a folder beside, then renamed: whoever sees the folder sees all of it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        _run([_program("apt-get"), "download", "prometheus"], beside)
        package = next(Path(beside).glob("prometheus_*.deb"))
        whole = Path(beside) / "whole"
        _run([_program("dpkg-deb"), "--extract", str(package), str(whole)], beside)
        if not folder.exists():  # another test process may have been faster
            whole.rename(folder)


def _run(command: Sequence[str], folder: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 -- composed here
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["it did not say why"])[-1]
        raise NoPrometheus(
            f"`{' '.join(command[:3])}` failed: {words}. Install the package prometheus, or refresh"
            " the package lists (apt-get update)"
        )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoPrometheus(f"install Prometheus: `{name}`, which would fetch it, was not found")
    return found
