"""A district on a platform of one process: everything in this process, as `make demo` runs it."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.demo import district as chapter
from deploy.demo.district import loading
from deploy.demo.officers import Officers
from deploy.local.home import Home
from deploy.local.platform import LocalPlatform
from deploy.sample.organisations import SampleOrganisation
from services.membership.domain.terms import OrganisationKind
from services.membership.roster.export import write_roster
from services.membership.roster.row import RosterValues
from shared.messaging.kafka import KafkaBackbone

CITY, DISTRICT, STREET = "4301", "430111", "430111001"
BRANCHES = tuple(f"b-{number}" for number in range(20))
_TREE = (
    SampleOrganisation(CITY, "中共长沙市委员会", OrganisationKind.CITY_COMMITTEE, None),
    SampleOrganisation(DISTRICT, "中共雨花区委员会", OrganisationKind.DISTRICT_COMMITTEE, CITY),
    SampleOrganisation(STREET, "侯家塘街道党工委", OrganisationKind.WORKING_COMMITTEE, DISTRICT),
    *(SampleOrganisation(b, f"{b}党支部", OrganisationKind.BRANCH, STREET) for b in BRANCHES),
)


@dataclass(frozen=True)
class District:
    """A running platform whose tree is established."""

    platform: LocalPlatform
    officers: Officers
    folder: Path

    def roster(self, members: Sequence[RosterValues], name: str) -> Path:
        """The members as the .xlsx an officer uploads."""
        path = self.folder / name
        with path.open("wb") as out:
            write_roster(members, out, masked=False)
        return path

    def take_in(self, roster: Path) -> dict[str, Any]:
        """Upload a roster; answers what became of it."""
        return self.officers.at(STREET).upload("/membership/roster-imports", roster)

    def catch_up(self) -> None:
        """Return when reporting shows all that membership has recorded."""
        chapter.caught_up(self.officers.city(), self.officers.district())


@contextmanager
def running(backbone: KafkaBackbone | None = None) -> Iterator[District]:
    """A platform of its own, thrown away afterwards; it closes ``backbone``, without which it has its own."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        home = Home(folder / "home")
        with LocalPlatform(
            home, port=0, backbone=closing(backbone) if backbone else None
        ) as platform:
            officers = Officers(platform.addresses, platform.home.token_keys)
            with redirect_stdout(StringIO()):  # it shows its progress
                loading.establish(_TREE, officers)
            yield District(platform, officers, folder)
