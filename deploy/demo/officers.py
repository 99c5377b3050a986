"""Who does what in the demo."""

from collections.abc import Mapping
from pathlib import Path

from deploy.demo.client import Client
from deploy.sample.divisions import CITY, DISTRICT
from shared.access.roles import Role


class Officers:
    """A client for each office."""

    def __init__(self, addresses: Mapping[str, str], key_file: Path) -> None:
        self._addresses, self._key_file = addresses, key_file

    def city(self) -> Client:
        """The organiser of the city committee."""
        return self.at(CITY, Role.DISTRICT_ORGANISER)

    def district(self) -> Client:
        return self.at(DISTRICT, Role.DISTRICT_ORGANISER)

    def at(self, organisation: str, role: Role = Role.STREET_OFFICER) -> Client:
        return Client.of(self._addresses, self._key_file, role, organisation)
