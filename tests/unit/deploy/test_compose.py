"""compose.yaml holds every service in every role, told by variables that exist."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.kafka_jars import version
from deploy.operate import acting
from deploy.operate.commands import parser
from deploy.operate.topics_file import FILE
from deploy.services import SERVICES
from shared.settings import FOR_ALL

FOLDER = Path(__file__).parents[3] / "deploy"


def _read(file: Path) -> dict[str, Any]:
    """The file, with those it includes."""
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name in told.pop("include", ()):
        included = _read(file.parent / name)
        for part in ("services", "volumes"):
            told[part] |= included[part]
    return told


COMPOSE = _read(FOLDER / "compose.yaml")
DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
OURS = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
GIVEN = {
    "POSTGRES_PASSWORD": "p",
    "TOKEN_KEYS": "https://identity.example/jwks",
    "MEMBERSHIP_KEY_ENCRYPTION_KEYS": "a:" + b64encode(bytes(32)).decode(),
    "RESOURCES_KEY_ENCRYPTION_KEYS": "a:" + b64encode(bytes(32)).decode(),
    "MEMBERSHIP_BLIND_INDEX_KEY": b64encode(bytes(32)).decode(),
    "PETITIONS_KEY_ENCRYPTION_KEYS": "a:" + b64encode(bytes(32)).decode(),
    "PETITIONS_BLIND_INDEX_KEY": b64encode(bytes(32)).decode(),
}
"""What the host's environment must give; nothing else may be needed."""
ROLES = [(service.name, role) for service in SERVICES.values() for role in service.program.roles]
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def environment(name: str) -> dict[str, str]:
    """A container's environment, as compose would make it."""
    return {key: _filled(str(value)) for key, value in OURS[name]["environment"].items()}


def _filled(text: str) -> str:
    def value(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        return GIVEN[name] if kind == "?" else GIVEN.get(name, default or "")

    return _VARIABLE.sub(value, text)


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
    assert find_spec(OURS[name]["command"].split()[0]) is not None


def test_the_topics_are_made_by_the_operators_program() -> None:
    given = parser().parse_args(OURS["topics"]["command"].split()[1:])

    assert (given.act, given.file) == (acting.apply_topics, FILE)
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
