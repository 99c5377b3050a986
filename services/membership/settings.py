"""What this service is told by its environment; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from shared.access.demo import AUDIENCE, ISSUER

PREFIX = "MEMBERSHIP_"


class SettingMissing(ValueError):
    """The environment lacks a setting, or gives one that cannot be read; the text names it."""


@dataclass(frozen=True)
class Settings:
    """Each field is read from ``MEMBERSHIP_<FIELD>``; those without a default must be given.

    Attributes:
        database_url: PostgreSQL with this service's event log, keys and views, as libpq reads it.
        key_encryption_keys: ``id:base64,id:base64``; the first wraps persons' keys, all unwrap.
            Losing them forgets every person.
        blind_index_key: base64 of 32 bytes; makes the tokens people are searched by. It must stay
            the same for the life of the data.
        token_keys: file or JWKS address with the keys that verify bearer tokens.
        token_issuer: who issues the tokens (claim ``iss``).
        token_audience: for whom they are issued (claim ``aud``).
        result_folder: private folder for importers' result files.
        result_hours: how long a result file is kept.
        read_after_seconds: how long a query waits for the event named in ``Read-After``.
        connections: to the database at most, for commands and for queries each.
    """

    database_url: str
    key_encryption_keys: str = field(repr=False)
    blind_index_key: str = field(repr=False)
    token_keys: str
    token_issuer: str = ISSUER
    token_audience: str = AUDIENCE
    result_folder: Path = Path("var/roster-results")
    result_hours: int = 24
    read_after_seconds: float = 5.0
    connections: int = 20


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- this is the one place
    """Read the settings.

    Raises:
        SettingMissing: naming the variable.
    """
    given: dict[str, Any] = {}
    for one in fields(Settings):
        name = PREFIX + one.name.upper()
        if name in environment:
            given[one.name] = _read(name, environment[name], one.type)
    required = Settings.__dataclass_fields__.keys() - given.keys() - _OPTIONAL
    if required:
        names = ", ".join(sorted(PREFIX + name.upper() for name in required))
        raise SettingMissing(f"set {names}")
    return Settings(**given)


def _read(name: str, text: str, kind: Any) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise SettingMissing(f"{name} must be {kind.__name__}") from error


_OPTIONAL = frozenset(
    {
        "token_issuer",
        "token_audience",
        "result_folder",
        "result_hours",
        "read_after_seconds",
        "connections",
    }
)
