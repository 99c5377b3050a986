"""What compose.yaml asks of its host: what it must be told, sessions of the database, work for health checks."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from fastapi import FastAPI

from deploy.local.kafka_properties import ORDERLY, Admin, Ports, properties
from deploy.local.postgres import for_a_city
from deploy.services import SERVICES, STANDING_BY
from shared.http.health import Check, health_router
from shared.http.server import Server
from shared.metrics import Metrics
from tests.support.compose import COMPOSE, FOLDER, GIVEN, OURS, ROLES, VARIABLE, environment


def test_everything_the_host_may_tell_is_said_at_the_top_of_the_file() -> None:
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    top, _, rest = text.partition("\nname:")

    asked = {name: kind for name, kind, _ in VARIABLE.findall(rest) if kind}
    assert {name for name, kind in asked.items() if kind == "-"} <= set(
        re.findall(r"[A-Z_]{5,}", top)
    )
    assert {name for name, kind in asked.items() if kind == "?"} == set(GIVEN)
    assert "deploy.env_file" in top


GATEWAYS = ("172.18.0.1", "172.31.0.1", "192.168.16.1")
"""Docker's, of the networks it makes: from there comes what the host's reverse proxy hands on."""


def test_residents_are_told_apart_behind_the_hosts_reverse_proxy() -> None:
    for service in SERVICES.values():
        name = f"{service.name}-api"
        told = service.program.read(environment(name)).trusted_proxies.split(",")
        trusted = [ip_network(each) for each in told]
        assert all(any(ip_address(one) in each for each in trusted) for one in GATEWAYS)
        assert not any(ip_address("203.0.113.1") in each for each in trusted)
        assert all(port.startswith("127.0.0.1:") for port in OURS[name]["ports"])


KEPT = 6
"""Sessions of a process beside its pools: it listens, rings two bells, and looks at itself."""


def test_the_database_has_a_session_for_whatever_every_process_keeps_open() -> None:
    told = re.search(r"max_connections=(\d+)", COMPOSE["services"]["postgres"]["command"])
    kept = {
        (service, role): KEPT
        + 2 * SERVICES[service].program.read(environment(f"{service}-{role}")).connections
        for service, role in ROLES
    }
    replicas = {
        (service, role): OURS[f"{service}-{role}"].get("deploy", {}).get("replicas", 1)
        for service, role in ROLES
    }

    assert told is not None
    assert int(told[1]) > sum(kept[one] * replicas[one] for one in ROLES)
    here = sum(kept[one] * (2 if one[1] in STANDING_BY else 1) for one in ROLES)
    assert for_a_city().sessions > here  # `make up`


@pytest.mark.parametrize("role", STANDING_BY)
def test_whoever_is_alone_at_work_has_a_stand_by(role: str) -> None:
    for service in SERVICES.values():
        if role in service.program.roles:
            assert OURS[f"{service.name}-{role}"]["deploy"]["replicas"] >= 2


def test_a_broker_is_asked_for_its_health_without_another_jvm() -> None:
    """One more JVM every few seconds for each of three brokers took a small host down."""
    for number in (1, 2, 3):
        [how, *words] = COMPOSE["services"][f"kafka-{number}"]["healthcheck"]["test"]
        assert how == "CMD"
        assert not any("kafka" in word and word.endswith(".sh") for word in words)


def health_check(name: str) -> Sequence[str]:
    """What a container runs to learn how it fares, as compose passes it on."""
    [how, program, *words] = COMPOSE["services"][name]["healthcheck"]["test"]
    assert how == "CMD"
    return [str(shutil.which(program)), *(word.replace("$$", "$") for word in words)]


@pytest.mark.parametrize(("well", "status"), [(True, 0), (False, 1)])
def test_a_process_is_healthy_when_it_says_so(*, well: bool, status: int) -> None:
    [*words] = {tuple(health_check(f"{service}-{role}")) for service, role in ROLES}
    app = FastAPI()
    app.include_router(health_router(lambda: [Check(name="one", ok=well)], Metrics("one")))

    with Server(app, port=0) as server:
        port = server.address.rpartition(":")[2]
        asked = [word.replace("8080", port) for word in words.pop()]
        assert subprocess.run(asked, check=False).returncode == status  # noqa: S603 -- the file's own words

    assert not words  # all ask in one way
    assert subprocess.run(asked, capture_output=True, check=False).returncode != 0  # noqa: S603 -- nobody answers


def test_no_interpreter_starts_for_a_look_at_a_process() -> None:
    """One every ten seconds in each of 25 containers took a quarter of a core."""
    for service, role in ROLES:
        assert health_check(f"{service}-{role}")[0].endswith("/bash")


def test_the_database_is_ready_when_others_reach_it() -> None:
    """While its image makes a new cluster, a server answers on the socket that nobody else reaches."""
    assert "--host 127.0.0.1" in COMPOSE["services"]["postgres"]["healthcheck"]["test"]


def test_brokers_in_docker_are_told_what_local_ones_are() -> None:
    """How they keep order, and how they leave: what local brokers prove holds in Docker too."""
    ports = {number: Ports(0, 0, 0) for number in (1, 2, 3)}
    local = properties(1, ports, Path(), Admin("a-secret"))
    told = COMPOSE["services"]["kafka-1"]["environment"]

    for name in (*ORDERLY, "controlled.shutdown.enable", "min.insync.replicas"):
        assert told["KAFKA_" + name.upper().replace(".", "_")] == local[name], name


def test_operators_reach_every_service_by_one_word() -> None:
    one = OURS["operate"]

    assert one["entrypoint"] == ["python", "-m", "deploy.operate"]
    assert one["profiles"] == ["operators"]  # not started with the rest
    for service in SERVICES.values():
        assert service.program.read(environment("operate")).database_url.endswith(service.name)


def test_the_file_of_secrets_is_neither_committed_nor_put_into_the_image() -> None:
    root = FOLDER.parent
    image = (root / ".dockerignore").read_text(encoding="utf-8").split()

    assert ".env" in (root / ".gitignore").read_text(encoding="utf-8").split()
    assert image.index("**/.env") > image.index("!deploy")  # the last that fits decides
