"""The embedded run: PostgreSQL from a wheel, every service and the backbone in this one process."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Self

from deploy.local.home import Home
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import uninterrupted
from deploy.migrations import BACKBONE
from deploy.migrations.upgrading import upgrade
from deploy.services import SERVICES, Deployed
from shared.collector import keep_what_is_there, let_go_of_what_was_there
from shared.http.mounted import mounted
from shared.http.server import Server
from shared.messaging.chosen import embedded
from shared.messaging.promise import Backbone
from shared.service import Service
from shared.subscription.renewing import NotRenewed


class LocalPlatform:
    """Everything in one process, from `start` (or ``with``) to `stop`.

    Attributes:
        home: its folder.
        services: what runs, by name.
    """

    def __init__(
        self,
        home: Home,
        *,
        port: int = 8080,
        backbone: AbstractContextManager[Backbone] | None = None,
    ) -> None:
        """Put it together in ``home``, on the embedded backbone unless another is given."""
        self.home = home
        self._postgres = LocalPostgres(home.postgres)
        with ExitStack() as opened:
            opened.callback(self._postgres.stop)
            between = opened.enter_context(
                backbone or embedded(self._database("backbone", BACKBONE))
            )
            self.services: dict[str, Service] = {
                name: self._composed(service, between) for name, service in SERVICES.items()
            }
            apps = {f"/{name}": service.app for name, service in self.services.items()}
            self._server = Server(mounted("社区党建平台", apps), port=port)
            self._opened = opened.pop_all()

    @property
    def address(self) -> str:
        return self._server.address

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where each service answers requests: all of them at the same."""
        return dict.fromkeys(self.services, self.address)

    def database_url(self, service: str) -> str:
        """Where a service keeps its data."""
        return self._postgres.url(service)

    def start(self) -> Self:
        """Return when requests are answered, and every view has this release's shape.

        Raises:
            NotRenewed: a view cannot get it; what had been started is stopped.
        """
        try:
            with uninterrupted():
                for service in self.services.values():
                    service.start()
            for service in self.services.values():
                for renewal in tuple(service.renewals.values()):
                    renewal.wait()
            with uninterrupted():
                keep_what_is_there()
                self._server.start()
        except (KeyboardInterrupt, SystemExit, NotRenewed):  # heard once all had been started
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Take no new requests, finish what is at hand, stop the database."""
        with uninterrupted():
            self._server.stop()
            for service in reversed(self.services.values()):
                service.stop()
            self._opened.close()
            let_go_of_what_was_there()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _composed(self, service: Deployed, backbone: Backbone) -> Service:
        program = service.program
        url = self._database(service.name, service.schemas)
        return program.compose(program.read(self.home.environment(program, url)), backbone)

    def _database(self, name: str, branches: Sequence[str]) -> str:
        url = self._postgres.ensure_database(name)
        upgrade(url, branches)
        return url
