"""Where the messages of a city's folder are, there they stay; and Docker keeps nothing that was thrown away."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.city import city_at, main
from deploy.demo import __main__ as demo
from deploy.local.kafka import LocalKafka
from deploy.local.kafka_in_docker import KafkaInDocker
from deploy.local.kafka_jars import NoKafka
from tests.support.demos import ended, started
from tests.support.processes import left_of

Monkey = pytest.MonkeyPatch


class Engine:
    """A program `docker` that notes what it is asked for, and does nothing."""

    def __init__(self, folder: Path, monkeypatch: Monkey) -> None:
        self._notes, self._program = folder / "asked", folder / "docker"
        monkeypatch.setenv("PATH", str(folder), prepend=":")
        self.answers(0)

    def answers(self, status: int) -> None:
        self._program.write_text(f'#!/bin/sh\necho "$*" >> {self._notes}\nexit {status}\n')
        self._program.chmod(0o755)

    def hangs(self) -> None:
        """From now on whatever is asked of compose takes longer than anybody waits."""
        self._program.write_text('#!/bin/sh\ncase "$*" in *-p*) exec sleep 60;; esac\n')

    def asked(self) -> list[list[str]]:
        """The words behind `compose -f FILE`, of each time."""
        lines = [line.split() for line in self._notes.read_text().splitlines()]
        return [line[3:] for line in lines if line[:2] == ["compose", "-f"]]


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: Monkey) -> Engine:
    return Engine(tmp_path_factory.mktemp("engine"), monkeypatch)


def test_each_folder_has_messages_of_its_own(engine: Engine, tmp_path: Path) -> None:
    for name in ("one", "other"):
        KafkaInDocker(tmp_path / name).start()
        KafkaInDocker(tmp_path / name).start()

    first, again, other, _ = [words[1] for words in engine.asked()]
    assert first == again != other


def test_a_stop_keeps_the_messages_and_leaves_no_containers(engine: Engine, tmp_path: Path) -> None:
    KafkaInDocker(tmp_path).start()
    KafkaInDocker(tmp_path).stop()

    assert engine.asked()[-1][2:] == ["down"]
    assert KafkaInDocker(tmp_path).begun


def test_who_throws_the_data_away_throws_the_messages_away(engine: Engine, tmp_path: Path) -> None:
    """Old messages behind new databases would be another history."""
    folder = tmp_path / "city"
    KafkaInDocker(folder / "kafka").start()

    assert main(["clean", "--home", str(folder)]) == 0

    assert engine.asked()[-1][2:] == ["down", "--volumes"]
    assert not folder.exists()


def test_so_does_who_throws_the_demo_away(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    KafkaInDocker(folder / "kafka").start()
    clean = ["--backbone", "kafka", "--home", str(folder), "--clean"]

    engine.answers(1)
    assert demo.main(clean) == 1
    assert folder.exists(), "while no engine answers, the name of what it keeps is not lost"

    engine.answers(0)
    assert demo.main(clean) == 0
    assert engine.asked()[-1][2:] == ["down", "--volumes"]
    assert not folder.exists()


@pytest.mark.slow
def test_a_demo_goes_on_where_its_messages_are(engine: Engine) -> None:
    with TemporaryDirectory(prefix="demo-") as name:
        folder = Path(name)
        KafkaInDocker(folder / "kafka").start()
        engine.answers(1)
        status, told = ended(started(folder, "--once", "--backbone", "kafka"))
        assert left_of(folder) == []

    assert status == 1
    assert "are in Docker" in told.splitlines()[-1]


def test_a_new_folder_takes_docker_where_an_engine_answers(engine: Engine, tmp_path: Path) -> None:
    assert isinstance(city_at(tmp_path).kafka, KafkaInDocker)
    assert isinstance(city_at(tmp_path, jvm=True).kafka, LocalKafka)
    engine.answers(1)
    assert isinstance(city_at(tmp_path).kafka, LocalKafka)


def test_messages_that_are_on_the_jvm_stay_there(engine: Engine, tmp_path: Path) -> None:
    del engine
    cluster = tmp_path / "kafka" / "cluster.json"
    cluster.parent.mkdir()
    cluster.write_text('{"cluster_id": "c", "nodes": []}')

    assert isinstance(city_at(tmp_path).kafka, LocalKafka)


def test_messages_that_are_in_docker_are_not_looked_for_elsewhere(
    engine: Engine, tmp_path: Path
) -> None:
    city_at(tmp_path).kafka.start()
    engine.answers(1)

    for city in (city_at(tmp_path), city_at(tmp_path, jvm=True)):
        assert not city.kafka.running()
        with pytest.raises(NoKafka, match=f"{tmp_path}.* are in Docker .* no engine answers"):
            city.kafka.start()


def test_who_waits_in_vain_is_told_what_to_do(
    engine: Engine, tmp_path: Path, monkeypatch: Monkey
) -> None:
    """Images come over a slow line: the second try goes on from there."""
    monkeypatch.setattr("deploy.local.kafka_in_docker._START_SECONDS", 0.2)
    engine.hangs()

    with pytest.raises(
        NoKafka, match=r"compose up .* in 0.2 s; .* try again, .* docker compose -p"
    ):
        KafkaInDocker(tmp_path).start()


def test_nothing_begun_is_nothing_to_stop(engine: Engine, tmp_path: Path) -> None:
    del engine
    kafka = KafkaInDocker(tmp_path)

    kafka.stop()
    kafka.clean()

    assert not kafka.running()
    assert not kafka.begun
