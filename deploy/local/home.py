"""The folder in which a platform on one machine keeps its things, and what its services are told."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.key_file import ensure_key_file
from shared.privacy.local_keys import ensure_local_keys
from shared.program import Program

DEMOS: Mapping[str, Path] = {"embedded": Path("var/demo"), "kafka": Path("var/demo-kafka")}
"""The demo's folder, for each way to carry messages: they are in different places."""


@dataclass(frozen=True)
class Home:
    """Where a local platform keeps its things."""

    folder: Path

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def kafka(self) -> Path:
        return self.folder / "kafka"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def token_keys(self) -> Path:
        return self.folder / "keys" / "access.json"

    @property
    def privacy_keys(self) -> Path:
        return self.folder / "keys" / "privacy.json"

    @property
    def results(self) -> Path:
        return self.folder / "results"

    @property
    def attachments(self) -> Path:
        return self.folder / "attachments"

    def environment(self, program: Program, database_url: str) -> dict[str, str]:
        """The variables of a service whose data is in that database; keys are drawn on first use."""
        keys = ensure_local_keys(self.privacy_keys)
        known = {
            "database_url": database_url,
            "token_keys": str(ensure_key_file(self.token_keys).absolute()),
            "token_issuer": ISSUER,
            "token_audience": AUDIENCE,
            "key_encryption_keys": keys.key_encryption_keys,
            "blind_index_key": keys.blind_index_key,
            "result_folder": str((self.results / program.name).absolute()),
            "attachment_folder": str((self.attachments / program.name).absolute()),
        }
        asked = [one.name for one in fields(program.settings) if one.name in known]
        return {program.prefix + name.upper(): known[name] for name in asked}
