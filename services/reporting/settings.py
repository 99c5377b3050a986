"""What this service is told by its environment; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from shared.settings import ServiceSettings, read

PREFIX = "REPORTING_"


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What `ServiceSettings` tells; of the roles, `api` and `projector` have something to do."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- the one place
    """Read the settings. Raises `BadSetting`, naming the variable."""
    return read(Settings, PREFIX, environment)
