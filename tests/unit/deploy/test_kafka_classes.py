"""Classes that a broker has left for the next are made once, for one Java; without them all goes on."""

import os
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest

from deploy.local.kafka_classes import ensure_archive, from_archive
from deploy.local.kafka_jars import NoKafka


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is there, and that nobody starts."""
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.touch(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return program


@pytest.fixture
def jars(tmp_path: Path, java: Path) -> Path:
    assert java.exists()
    return tmp_path / "jars-1"


def test_they_are_made_once(jars: Path) -> None:
    written: list[Path] = []

    def write(file: Path) -> None:
        written.append(file)
        file.write_text("classes")

    assert from_archive(jars) == []
    ensure_archive(jars, write)
    ensure_archive(jars, write)

    assert len(written) == 1
    [option] = from_archive(jars)
    assert Path(option.removeprefix("-XX:SharedArchiveFile=")).read_text() == "classes"


def test_another_java_makes_its_own(jars: Path, java: Path) -> None:
    ensure_archive(jars, Path.touch)
    before = from_archive(jars)

    os.utime(java, (1, 1))

    assert from_archive(jars) == []
    ensure_archive(jars, Path.touch)
    assert before != from_archive(jars) != []


def test_a_broker_that_does_not_come_up_or_writes_nothing_leaves_none(jars: Path) -> None:
    def fails(file: Path) -> None:
        file.write_text("half of it")
        raise NoKafka("no broker")

    ensure_archive(jars, fails)
    assert from_archive(jars) == []
    ensure_archive(jars, lambda _: None)
    assert from_archive(jars) == []

    ensure_archive(jars, Path.touch)
    assert from_archive(jars) != []
    assert not list(jars.parent.glob("*.partly"))


def _whole(file: Path) -> None:
    file.write_text("classes")


def _killed_halfway(file: Path) -> None:
    file.write_text("half of it")
    os.kill(os.getpid(), signal.SIGKILL)


def test_one_that_is_killed_while_it_writes_leaves_none_and_is_in_nobodys_way(jars: Path) -> None:
    writer = get_context("spawn").Process(target=ensure_archive, args=(jars, _killed_halfway))
    writer.start()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    assert from_archive(jars) == []

    ensure_archive(jars, _whole)

    [option] = from_archive(jars)
    assert Path(option.removeprefix("-XX:SharedArchiveFile=")).read_text() == "classes"
    assert not list(jars.parent.glob("*.partly"))
