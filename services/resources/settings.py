"""What this service is told by its environment; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.settings import ServiceSettings, read

PREFIX = "RESOURCES_"


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What `ServiceSettings` tells, and how liaisons are sealed.

    Attributes:
        key_encryption_keys: ``id:base64,id:base64``; the first wraps liaisons' keys, all unwrap.
            Losing them forgets every liaison.
    """

    key_encryption_keys: str = field(repr=False)


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- the one place
    """Read the settings. Raises `BadSetting`, naming the variable."""
    return read(Settings, PREFIX, environment)
