"""Where everything is: as the environment says, or the folder of a run on this machine."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.operate.answers import Refused
from deploy.operate.topics_file import Topic, read, scaled
from deploy.services import SERVICES
from shared.settings import BadSetting, ServiceSettings

if TYPE_CHECKING:
    from deploy.local.city import LocalCity
    from deploy.local.embedded_run import EmbeddedRun


class Where:
    """The deployment that a command works on."""

    def __init__(self, home: Path | None) -> None:
        """``home``: the folder of a run on this machine; None: the environment tells."""
        self._home = home

    def settings(self, service: str) -> ServiceSettings:
        """What one service is told.

        Raises:
            BadSetting: the environment lacks a variable; the text names it.
        """
        program = SERVICES[service].program
        told = () if self._home is None else (self._run.environment(service),)
        found: ServiceSettings = program.read(*told)
        return found

    def known(self) -> Sequence[str]:
        """The services that can be opened.

        Raises:
            BadSetting: it is none; the text says why the first cannot.
        """
        found, faults = [], []
        for name in SERVICES if self._home is None else self._run.services:
            try:
                self.settings(name)
            except BadSetting as error:
                faults.append(error)
            else:
                found.append(name)
        if not found:
            raise faults[0]
        return found

    def cluster(self) -> ServiceSettings:
        """The settings of a service that knows the Kafka cluster.

        Raises:
            Refused: none does.
        """
        for name in self.known():
            settings = self.settings(name)
            if settings.kafka_bootstrap:
                return settings
        raise Refused(
            "no service is told of Kafka (`make demo` alone has none): set PLATFORM_KAFKA_BOOTSTRAP,"
            " or say --bootstrap"
        )

    def wanted(self, file: Path) -> Mapping[str, Topic]:
        """The topics of ``file``; of a run on this machine scaled to its brokers, as it was made."""
        told = read(file)
        return told if self._home is None else scaled(told, len(self._city.kafka.brokers))

    @cached_property
    def _run(self) -> "LocalCity | EmbeddedRun":
        from deploy.local.embedded_run import EmbeddedRun  # noqa: PLC0415 -- as in `_city`
        from deploy.local.home import Home  # noqa: PLC0415

        if self._home and not self._city_runs and EmbeddedRun.runs(home := Home(self._home)):
            return EmbeddedRun(home)
        return self._city

    @cached_property
    def _city(self) -> "LocalCity":
        from deploy.city import city_at  # noqa: PLC0415 -- the image has no local run, nor its database server

        if self._home is None or not self._city_runs:
            raise Refused(
                f"nothing runs in {self._home}: `make up` starts a city on this machine, `make demo` a district"
            )
        return city_at(self._home)

    @property
    def _city_runs(self) -> bool:
        return self._home is not None and (self._home / "processes.json").exists()
