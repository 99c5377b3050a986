"""The settings of reporting: the only place of this service that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

Role = Literal["api", "consumers", "all"]
PREFIX = "REPORTING_"


class BadSetting(ValueError):
    """A variable is missing or wrong; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process is to run.

    Attributes:
        database_url: `REPORTING_DATABASE_URL`, of the database that holds the views (libpq's form).
        token_keys: `REPORTING_TOKEN_KEYS`, a file of public keys or a JWKS address.
        token_issuer: `REPORTING_TOKEN_ISSUER`, who must have issued a token.
        token_audience: `REPORTING_TOKEN_AUDIENCE`, for whom it must be meant.
        role: `REPORTING_ROLE`, `api` answers requests, `consumers` keeps the views up to date,
            `all` (the default) does both.
        read_after_seconds: `REPORTING_READ_AFTER_SECONDS`, how long a request may wait for the view
            (default 5).
    """

    database_url: str
    token_keys: str
    token_issuer: str
    token_audience: str
    role: Role = "all"
    read_after_seconds: float = 5.0


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- the one place
    """Read the settings.

    Raises:
        BadSetting: one is missing or wrong.
    """
    return Settings(
        database_url=_needed(environment, "DATABASE_URL"),
        token_keys=_needed(environment, "TOKEN_KEYS"),
        token_issuer=_needed(environment, "TOKEN_ISSUER"),
        token_audience=_needed(environment, "TOKEN_AUDIENCE"),
        role=_role(environment.get(f"{PREFIX}ROLE", "all")),
        read_after_seconds=_seconds(environment.get(f"{PREFIX}READ_AFTER_SECONDS", "5")),
    )


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(PREFIX + name, "")
    if not value:
        raise BadSetting(f"{PREFIX}{name} must be set")
    return value


def _role(text: str) -> Role:
    if text not in get_args(Role):
        raise BadSetting(f"{PREFIX}ROLE must be one of {', '.join(get_args(Role))}")
    return cast("Role", text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:  # noqa: PLR2004 -- a request that waits a minute has waited enough
        raise BadSetting(f"{PREFIX}READ_AFTER_SECONDS must be a number of seconds from 0 to 60")
    return seconds
