"""The embedded run that serves from a folder, as whoever stands beside it finds it there: its databases and keys."""

from collections.abc import Mapping, Sequence

from deploy.local.home import Home
from deploy.local.postgres import LocalPostgres
from deploy.services import SERVICES


class EmbeddedRun:
    """What its services are told; its database server stays at least as long as this process."""

    services: Sequence[str] = tuple(SERVICES)

    def __init__(self, home: Home) -> None:
        """Join the run in ``home``, which runs."""
        self._home, self._postgres = home, LocalPostgres(home.postgres)

    @staticmethod
    def runs(home: Home) -> bool:
        """Whether there is one to join."""
        return LocalPostgres.runs(home.postgres)

    def environment(self, service: str) -> Mapping[str, str]:
        """What a service is told, whatever its role."""
        program = SERVICES[service].program
        told = self._home.environment(program, self._postgres.url(service))
        return {**told, f"{program.prefix}BACKBONE_URL": self._postgres.url("backbone")}
