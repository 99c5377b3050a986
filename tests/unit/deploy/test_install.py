"""How `make` sets itself up: what is seen meanwhile, and the one line that says what failed."""

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from venv import EnvBuilder
from zipfile import ZipFile

import pip
import pytest

from deploy.install import Progress

ROOT = Path(__file__).parents[3]
NAMES = ("one", "two", "three")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def wheel(folder: Path, name: str) -> str:
    """A package with nothing in it; answers its line in a lock file."""
    file, about = folder / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    with ZipFile(file, "w") as packed:
        packed.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        packed.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{about}/RECORD", "")
    return f"{name}==1.0 \\\n    --hash=sha256:{sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def shelf() -> Iterator[Path]:
    """A folder of packages, a lock file of them and of one for another platform, and an environment."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = [wheel(folder, name) for name in NAMES]
        elsewhere = f"four==1.0 ; sys_platform == 'plan9' \\\n    --hash=sha256:{'0' * 64}\n"
        (folder / "lock.txt").write_text("".join([*lines, elsewhere]))
        EnvBuilder(symlinks=True).create(folder / "venv")
        [packages] = (folder / "venv").glob("lib/python*/site-packages")
        (packages / "pip").symlink_to(Path(pip.__file__).parent)  # to unpack one takes seconds
        (folder / "lacking.txt").write_text(f"five==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
        yield folder


def installed(shelf: Path, lock: str) -> tuple[int, list[str]]:
    """The real pip in an environment of its own, which finds no packages but these."""
    program = [sys.executable, "-m", "deploy.install", f"{shelf / lock}"]
    where = ["--venv", f"{shelf / 'venv'}", "--log", f"{shelf / 'log' / 'setup.log'}"]
    told = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"{shelf}", "PIP_CONFIG_FILE": "/dev/null"}
    done = subprocess.run(  # noqa: S603 -- our own program
        [*program, *where], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_what_is_collected_and_installed_is_counted_and_a_failure_is_one_line(shelf: Path) -> None:
    assert installed(shelf, "lock.txt") == (
        0,
        [
            "  collecting   3/3   three-1.0-py3-none-any.whl",
            "  installing   0/3",
            "  installing   3/3",
        ],
    )
    packages = (shelf / "venv").glob("lib/python*/site-packages/*-1.0.dist-info")
    assert {each.name.partition("-")[0] for each in packages} == set(NAMES)

    again = installed(shelf, "lock.txt")
    assert again == (0, ["  collecting   3/3   three"])

    status, lines = installed(shelf, "lacking.txt")
    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith(
        f"Setup failed while installing {shelf / 'lacking.txt'}: ERROR: Could not find a version"
    )
    assert lines[0].endswith(f"(see {shelf / 'log' / 'setup.log'})")
    assert "No matching distribution" in (shelf / "log" / "setup.log").read_text()


def test_an_environment_that_cannot_be_made_is_said(shelf: Path) -> None:
    (shelf / "file").write_text("")
    program = [sys.executable, "-m", "deploy.install", "requirements.txt", "--log", "/dev/null"]
    done = subprocess.run(  # noqa: S603 -- our own program
        [*program, "--venv", f"{shelf / 'file' / 'venv'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Setup failed while making a virtual environment")


def test_on_a_terminal_one_line_is_written_over_and_cleared_at_the_end() -> None:
    out = Terminal()
    progress = Progress(out)
    for done in (1, 1, 2):
        progress.show("collecting", done, 44, "aiokafka")
    progress.end()
    assert out.getvalue().split("\r\033[K") == [
        "",
        "  collecting   1/44  aiokafka",
        "  collecting   2/44  aiokafka",
        "",
    ]


def test_elsewhere_every_tenth_is_a_line() -> None:
    out = StringIO()
    progress = Progress(out)
    for done in range(1, 26):
        progress.show("collecting", done, 25)
    progress.end()
    assert [line.split("/")[0].split()[1] for line in out.getvalue().splitlines()] == [
        "10",
        "20",
        "25",
    ]
