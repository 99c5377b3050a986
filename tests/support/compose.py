"""`deploy/compose.yaml` as the tests read it, with what it includes and what a host tells it."""

import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import yaml

from deploy.services import SERVICES

FOLDER = Path(__file__).parents[2] / "deploy"


def _read(file: Path) -> dict[str, Any]:
    """The file, with those it includes."""
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name in told.pop("include", ()):
        included = _read(file.parent / name)
        for part in ("services", "volumes"):
            told[part] |= included[part]
    return told


COMPOSE = _read(FOLDER / "compose.yaml")
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
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def environment(name: str) -> dict[str, str]:
    """A container's environment, as compose would make it."""
    return {key: _filled(str(value)) for key, value in OURS[name]["environment"].items()}


def _filled(text: str) -> str:
    def value(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        return GIVEN[name] if kind == "?" else GIVEN.get(name, default or "")

    return VARIABLE.sub(value, text)
