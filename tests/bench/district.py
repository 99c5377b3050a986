"""A district on a platform of one process: everything in this process, as `make demo` runs it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from deploy.demo import district as chapter
from deploy.demo.district import loading
from deploy.demo.officers import Officers
from deploy.local.home import Home
from deploy.local.platform import LocalPlatform
from deploy.sample.organisations import SampleOrganisation
from services.membership.domain.terms import OrganisationKind
from services.membership.roster.export import write_roster
from services.membership.roster.row import RosterValues

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
    """A running platform whose tree is established.

    Attributes:
        officers: who works there.
        folder: where it is.
        database_url: where a service keeps its data.
    """

    officers: Officers
    folder: Path
    database_url: Callable[[str], str]

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

    def establish(self) -> Self:
        """Set up the tree."""
        with redirect_stdout(StringIO()):  # it shows its progress
            loading.establish(_TREE, self.officers)
        return self


@contextmanager
def running() -> Iterator[District]:
    """A platform of its own, thrown away afterwards."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with LocalPlatform(Home(folder / "home"), port=0) as platform:
            officers = Officers(platform.addresses, platform.home.token_keys)
            yield District(officers, folder, platform.database_url).establish()
