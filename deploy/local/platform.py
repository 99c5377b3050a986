"""The embedded run: PostgreSQL from a wheel, every service and the backbone in this one process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.local.postgres import LocalPostgres
from deploy.migrations import BACKBONE, SERVICE, VIEWS_ONLY, upgrade
from services.membership import main as membership
from services.membership.settings import Settings as MembershipSettings
from services.reporting import main as reporting
from services.reporting.settings import Settings as ReportingSettings
from shared.access.demo import AUDIENCE, ISSUER
from shared.access.key_file import ensure_key_file
from shared.database import open_pool
from shared.http.mounted import mounted
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.privacy.local_keys import ensure_local_keys
from shared.service import Service
from shared.signals import Signals


@dataclass(frozen=True)
class Home:
    """Where an embedded platform keeps its things."""

    folder: Path

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def token_keys(self) -> Path:
        return self.folder / "keys" / "access.json"

    @property
    def privacy_keys(self) -> Path:
        return self.folder / "keys" / "privacy.json"

    @property
    def results(self) -> Path:
        return self.folder / "results"


class LocalPlatform:
    """Everything in one process, from `start` (or ``with``) to `stop`.

    Attributes:
        home: its folder.
        services: what runs, by name.
    """

    def __init__(self, home: Home, *, port: int = 8080) -> None:
        self.home = home
        self._postgres = LocalPostgres(home.postgres)
        self._backbone_url = self._database("backbone", BACKBONE)
        self._pool = open_pool(self._backbone_url)
        self._signals = Signals(self._backbone_url, EmbeddedBackbone.channels)
        backbone = EmbeddedBackbone(self._pool, self._signals)
        self.services: dict[str, Service] = {
            "membership": membership.compose(self._membership_settings(), backbone),
            "reporting": reporting.compose(self._reporting_settings(), backbone),
        }
        apps = {f"/{name}": service.app for name, service in self.services.items()}
        self._server = Server(mounted("社区党建平台", apps), port=port)

    @property
    def address(self) -> str:
        return self._server.address

    def database_url(self, service: str) -> str:
        """Where a service keeps its data."""
        return self._postgres.url(service)

    def start(self) -> Self:
        self._signals.start()
        for service in self.services.values():
            service.start()
        self._server.start()
        return self

    def stop(self) -> None:
        """Take no new requests, finish what is at hand, stop the database."""
        self._server.stop()
        for service in reversed(self.services.values()):
            service.stop()
        self._signals.stop()
        self._pool.close()
        self._postgres.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _database(self, name: str, branches: tuple[str, ...]) -> str:
        url = self._postgres.ensure_database(name)
        upgrade(url, branches)
        return url

    def _membership_settings(self) -> MembershipSettings:
        keys = ensure_local_keys(self.home.privacy_keys)
        return MembershipSettings(
            database_url=self._database("membership", SERVICE),
            key_encryption_keys=keys.key_encryption_keys,
            blind_index_key=keys.blind_index_key,
            token_keys=str(ensure_key_file(self.home.token_keys)),
            token_issuer=ISSUER,
            token_audience=AUDIENCE,
        )

    def _reporting_settings(self) -> ReportingSettings:
        return ReportingSettings(
            database_url=self._database("reporting", VIEWS_ONLY),
            token_keys=str(ensure_key_file(self.home.token_keys)),
            token_issuer=ISSUER,
            token_audience=AUDIENCE,
        )
