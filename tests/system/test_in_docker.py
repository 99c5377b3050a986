"""The compose file in a real engine: it starts, tells the demo's story, stops, and goes on with what it had.

Needs a Docker engine with compose that can have the images; without, it is skipped aloud. Grafana stays away: it
keeps nothing, and answers nobody of ours; what its dashboards ask is asked of Prometheus.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import httpx
import pytest
from kafka import KafkaConsumer

from deploy import env_file
from deploy.demo.officers import Officers
from deploy.demo.story import tell
from deploy.local.kafka_in_docker import KafkaInDocker
from tests.support.compose import COMPOSE, FOLDER, ROLES
from tests.support.pictures import unclear

pytestmark = pytest.mark.soak
PORTS = {"membership": 8081, "reporting": 8082, "petitions": 8083, "resources": 8084}
PROMETHEUS = "http://127.0.0.1:9090"
STARTED = sorted({*COMPOSE["services"]} - {"grafana", "operate"})
TOPIC = "public.membership.v1"
LEFT = {0, 143}
"""Ended at its own will, when it was done or when it was asked (a JVM: 128 + SIGTERM); 137 is killed."""
_SECONDS = 900


class Host:
    """A host that has the repository and an engine, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._env = folder, folder / ".env"
        with self._env.open("w", encoding="utf-8") as file, redirect_stdout(file):
            env_file.main(["--trial"])
        told = self._env.read_text(encoding="utf-8").split("TOKEN_KEYS='", 1)[1].split("'", 1)[0]
        self.keys = folder / "keys.json"
        self.keys.write_text(told, encoding="utf-8")

    def docker(self, *words: str) -> str:
        docker = shutil.which("docker") or "docker"
        done = subprocess.run(  # noqa: S603 -- composed here
            [docker, *words], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def compose(self, *words: str) -> str:
        file, env = str(FOLDER / "compose.yaml"), str(self._env)
        return self.docker("compose", "-f", file, "--env-file", env, "-p", "platform-test", *words)

    def up(self) -> None:
        self.compose("up", "--detach", "--wait", *STARTED)

    def stop(self) -> Mapping[str, int]:
        """Stop every process, and throw the containers away: of each, the status it ended with."""
        self.compose("stop")
        told = self.compose("ps", "--all", "--format", "json").splitlines()
        self.compose("down")
        ended = [json.loads(line) for line in told]
        return {one["Name"]: one["ExitCode"] for one in ended}

    def targets(self) -> Sequence[tuple[str, str, str]]:
        """Service, role and health of what Prometheus asks."""
        told = httpx.get(f"{PROMETHEUS}/api/v1/targets").json()["data"]["activeTargets"]
        return [(one["labels"]["service"], one["labels"]["role"], one["health"]) for one in told]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    if not KafkaInDocker.possible():
        pytest.skip("no Docker engine answers here, or it does not know compose")
    one = Host(tmp_path_factory.mktemp("host"))
    one.docker(
        "build",
        *_of_the_build(),
        "-f",
        str(FOLDER / "Dockerfile"),
        "-t",
        "community-platform",
        str(FOLDER.parent),
    )
    try:
        one.up()
        yield one
    finally:
        one.compose("down", "--volumes")


def _of_the_build() -> list[str]:
    """Where packages are reached by the host's network only: `TEST_DOCKER_BUILD="--network host"`."""
    return os.environ.get("TEST_DOCKER_BUILD", "").split()  # noqa: TID251 -- tests have no settings.py


def summary(host: Host) -> dict[str, object]:
    tell(
        Officers({name: f"http://127.0.0.1:{port}" for name, port in PORTS.items()}, host.keys),
        host.folder,
        "docker compose down --volumes",
    )
    told: dict[str, object] = json.loads((host.folder / "summary.json").read_text(encoding="utf-8"))
    return told


def admitted(host: Host) -> dict[str, object]:
    """A bureau with the right to read one topic, by operators' commands alone: what its client is told."""
    rights = host.folder / "acls.toml"
    rights.write_text(f'[readers]\n"bureau-health" = ["{TOPIC}"]\n', encoding="utf-8")
    shown = host.compose("run", "--rm", "operate", "users", "admit", "bureau-health")
    mounted = f"{rights}:/acls.toml:ro"
    host.compose("run", "--rm", "-v", mounted, "operate", "acls", "apply", "--file", "/acls.toml")
    return {
        "bootstrap_servers": "127.0.0.1:19095,127.0.0.1:29095,127.0.0.1:39095",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "bureau-health",
        "sasl_plain_password": shown.split("password", 1)[1].split()[0],
    }


def heard_by(client: Mapping[str, object]) -> Sequence[bytes]:
    """The first messages of its topic."""
    consumer = KafkaConsumer(
        TOPIC, **client, auto_offset_reset="earliest", group_id="bureau-health.guide"
    )
    try:
        for _ in range(30):
            for records in consumer.poll(timeout_ms=1000).values():
                return [record.value for record in records]
        return []
    finally:
        consumer.close()


def test_it_tells_the_story_and_goes_on_after_a_stop(host: Host) -> None:
    first = summary(host)
    assert first["members"] == 3791
    assert sorted({(service, role) for service, role, _ in host.targets()}) == sorted(ROLES)
    assert {health for *_, health in host.targets()} == {"up"}
    assert "membership.public.relay" in host.compose("run", "--rm", "operate", "lag")

    assert unclear(PROMETHEUS) == {}
    assert len(heard_by(admitted(host))) > 0

    ended = host.stop()
    assert len(ended) > len(ROLES)
    assert {name: status for name, status in ended.items() if status not in LEFT} == {}
    host.up()

    again = summary(host)
    for told in (first, again):
        assert told.pop("rebuild")["identical"]  # type: ignore[index]
    assert again == first
