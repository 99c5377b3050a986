"""Apache Kafka in Docker, where an engine answers: `deploy/kafka/compose.yaml`."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.local.kafka_jars import NoKafka

_FILE = Path(__file__).parent.parent / "kafka" / "compose.yaml"
_LOOK_SECONDS, _START_SECONDS = 20, 300


class KafkaInDocker:
    """The brokers of the compose file; data stays in its volumes."""

    bootstrap = "127.0.0.1:19094,127.0.0.1:29094,127.0.0.1:39094"
    brokers: Sequence[int] = (1, 2, 3)

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
        self._compose("up", "--detach", "--wait")

    def stop(self) -> None:
        self._compose("stop")

    def running(self) -> Sequence[int]:
        listed = self._compose("ps", "--services", "--status", "running").split()
        return tuple(n for n in self.brokers if f"kafka-{n}" in listed)

    def _compose(self, *words: str) -> str:
        command = [shutil.which("docker") or "docker", "compose", "-f", str(_FILE), *words]
        done = subprocess.run(  # noqa: S603 -- composed here
            command, capture_output=True, text=True, timeout=_START_SECONDS, check=False
        )
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
