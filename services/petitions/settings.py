"""What this service is told by its environment; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.settings import ServiceSettings, read

PREFIX = "PETITIONS_"


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What `ServiceSettings` tells, and how appellants are sealed and the public is let in.

    Attributes:
        key_encryption_keys: ``id:base64,id:base64``; the first wraps appellants' keys, all unwrap.
            Losing them forgets every appellant.
        blind_index_key: base64 of 32 bytes; makes tracking codes and what likeness is told by. It
            must stay the same for the life of the data.
        attachment_folder: private folder for attached files, sealed; all processes share it.
        public_per_minute: how often one address may knock at the public door in a minute.
        app_per_minute: how many appeals and updates one app may send in a minute.
    """

    key_encryption_keys: str = field(repr=False)
    blind_index_key: str = field(repr=False)
    attachment_folder: Path = Path("var/attachments")
    public_per_minute: int = 60
    app_per_minute: int = 600

    def __post_init__(self) -> None:
        """Raise `ValueError`, beginning with the field's name, for a value out of its bounds."""
        super().__post_init__()
        if self.public_per_minute < 1:
            raise ValueError("public_per_minute must be 1 or more")
        if self.app_per_minute < 1:
            raise ValueError("app_per_minute must be 1 or more")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 -- the one place
    """Read the settings. Raises `BadSetting`, naming the variable."""
    return read(Settings, PREFIX, environment)
