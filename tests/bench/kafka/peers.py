"""Peers of the platform, in a folder and a process of their own: their pins are not the platform's."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.bench.report import OUT

_ROOT = Path(__file__).parents[3]
_PINS = Path(__file__).with_name("peers.txt")
_INSTALL_SECONDS, _RUN_SECONDS = 300, 120


def figure(peer: str, *arguments: str) -> float | None:
    """Events a second of `tests.bench.kafka.<peer>`; None, said aloud, where it cannot be had.

    Raises:
        RuntimeError: it is there and failed.
    """
    folder = _folder()
    if folder is None:
        return None
    done = subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", f"tests.bench.kafka.{peer}", *arguments],
        cwd=_ROOT,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=_RUN_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{peer}: {done.stderr}")
    return float(done.stdout.splitlines()[-1])


@cache
def _folder() -> Path | None:
    """Where the peers are installed, from the first run on."""
    folder, there = OUT / "peers", OUT / "peers" / "complete"
    if there.exists() and there.read_text() == _PINS.read_text():
        return folder
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "-q", "--python", sys.executable, "--target", str(folder)]
    try:
        subprocess.run(  # noqa: S603 -- composed here
            [*command, "-r", str(_PINS)],
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(f"NO PEERS FOR THE BENCH: {error}. WHAT STANDS BESIDE THEM WAS NOT MEASURED")
        return None
    there.write_text(_PINS.read_text())
    return folder
