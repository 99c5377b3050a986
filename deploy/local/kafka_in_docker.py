"""Apache Kafka in Docker, where an engine answers: `deploy/kafka/compose.yaml`.

Its messages belong to the databases of one folder as those on the JVM do: each folder has containers and
volumes of its own, under a name that is kept there.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.local.kafka_jars import NoKafka
from shared.clock import new_id
from shared.create_once import create_once

_FILE = Path(__file__).parent.parent / "kafka" / "compose.yaml"
_LOOK_SECONDS, _START_SECONDS = 20, 300


class KafkaInDocker:
    """The brokers of the compose file, for one folder; data stays in its volumes from start to start."""

    bootstrap = "127.0.0.1:19094,127.0.0.1:29094,127.0.0.1:39094"
    brokers: Sequence[int] = (1, 2, 3)

    def __init__(self, data: Path) -> None:
        """``data``: the folder that remembers that its messages are in Docker, and under which name."""
        self._name = data / "docker-project"

    @property
    def begun(self) -> bool:
        """Whether the folder's messages are in Docker."""
        return self._name.exists()

    @staticmethod
    def possible() -> bool:
        """Whether an engine answers, and knows compose."""
        docker = shutil.which("docker")
        asked = (["version"], ["compose", "version"])
        return docker is not None and all(_succeeds([docker, *words]) for words in asked)

    def start(self) -> None:
        """Return when every broker is healthy.

        Raises:
            NoKafka: one is not; the text is what compose says.
        """
        create_once(self._name, lambda: f"community-{new_id()[-8:]}")
        self._compose("up", "--detach", "--wait")

    def stop(self) -> None:
        if self.begun:
            self._compose("down")

    def clean(self) -> None:
        """Stop, and throw the messages away."""
        if self.begun:
            self._compose("down", "--volumes")
            self._name.unlink()

    def running(self) -> Sequence[int]:
        """The brokers that run; none where the engine is away."""
        try:
            listed = self._compose("ps", "--services", "--status", "running") if self.begun else ""
        except NoKafka:
            return ()
        return tuple(n for n in self.brokers if f"kafka-{n}" in listed.split())

    def _compose(self, *words: str) -> str:
        project = self._name.read_text(encoding="utf-8").strip()
        docker = shutil.which("docker")
        if docker is None or not self.possible():
            raise NoKafka(
                f"the messages of {self._name.parent} are in Docker (project {project}), and no engine"
                f" answers: start it, or delete {self._name.parent.parent} and begin anew"
            )
        command = [docker, "compose", "-f", str(_FILE), "-p", project, *words]
        try:
            done = subprocess.run(  # noqa: S603 -- composed here
                command,
                capture_output=True,
                text=True,
                timeout=_START_SECONDS,
                check=False,
                start_new_session=True,  # a Ctrl-C is ours to hear: what stops the brokers is not to end by it
            )
        except subprocess.TimeoutExpired as late:
            raise NoKafka(
                f"docker compose {words[0]} has not come to an end in {late.timeout:g} s; what it has fetched is"
                f" kept, so try again, or look yourself: docker compose -p {project} ps"
            ) from None
        if done.returncode:
            raise NoKafka(f"docker compose {words[0]}: {done.stderr.strip()}")
        return done.stdout


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 -- composed here
            command, capture_output=True, timeout=_LOOK_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
