"""What this service is told by its environment; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.settings import ServiceSettings, read

PREFIX = "MEMBERSHIP_"


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What `ServiceSettings` tells, and how persons are sealed and rosters taken in.

    Attributes:
        key_encryption_keys: ``id:base64,id:base64``; the first wraps persons' keys, all unwrap.
            Losing them forgets every person.
        blind_index_key: base64 of 32 bytes; makes the tokens people are searched by. It must stay
            the same for the life of the data.
        result_folder: private folder for importers' result files.
        result_hours: how long a result file is kept.
    """

    key_encryption_keys: str = field(repr=False)
    blind_index_key: str = field(repr=False)
    result_folder: Path = Path("var/roster-results")
    result_hours: int = 24


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- the one place
    """Read the settings. Raises `BadSetting`, naming the variable."""
    return read(Settings, PREFIX, environment)
