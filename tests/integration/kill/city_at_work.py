"""Membership and reporting as they run, and people who write through membership's application layer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from httpx import Response

from services.membership.api.office import Office
from services.membership.application import PersonalData
from services.membership.application.entrant import Entrant
from services.membership.domain.member.commands import CorrectMember
from services.membership.domain.organisation.commands import RenameOrganisation
from services.membership.domain.terms import Education
from services.membership.domain.territory.commands import Division, RegisterDivisions
from services.membership.main import compose as compose_membership
from services.reporting.main import compose
from services.reporting.settings import Settings
from shared.acting import Acting
from shared.clock import new_id
from shared.database import open_pool
from shared.deciding import Outcome
from shared.messaging.embedded import EmbeddedPublisher
from shared.subscription.keeping import Views
from tests.integration.kill.writers import Act
from tests.support import running_membership
from tests.support.running_service import Running, serving
from tests.support.year_of_sharing import AUTUMN, year
from tests.unit.membership.register_scene import DETAILS, ENTERED, FOUNDED, TREE, on
from tests.unit.membership.tree_scene import DIVISIONS
from tests.unit.resources.scene import ONE

ORGANISER = ("district_organiser", "d")
PEOPLE = 120
"""So many are in the register when the work begins."""


@dataclass(frozen=True)
class City:
    """Both services on one database, between them the embedded backbone."""

    membership: Running
    reporting: Running

    @property
    def views(self) -> Views:
        return {**self.membership.service.views, **self.reporting.service.views}

    @property
    def office(self) -> Office:
        office: Office = self.membership.service.app.state.office
        return office

    def acts(self) -> list[Act]:
        """Two branches take people in, and an enterprise's committee changes its name."""
        return [self._branch("b1", 1), self._branch("b2", 2), self._renaming()]

    def _branch(self, branch: str, first: int) -> Act:
        """Takes a person in and puts his education right, and counts along."""
        numbers, members = count(first * 1_000_000), 0

        def act() -> None:
            nonlocal members
            taken = self.office.people.register(person(branch, next(numbers)), acting(), ENTERED)
            members += 1
            shown = self._register(taken, branch)
            assert shown == members, f"the register shows {shown} of {members} in {branch}"
            [member] = taken.versions
            asked: dict[str, Any] = {
                "member_id": member.removeprefix("member-"),
                "education": Education.SENIOR_HIGH,
                **on(ENTERED),
            }
            corrected = self.office.commands.execute(CorrectMember(**asked), acting())
            told = self._ask_reporting(f"/statistics/{branch}", corrected)
            counted = (
                told["members"]["value"],
                told["members_by_education"]["below_college"]["value"],
            )
            assert counted == (members, members), f"{counted} of {members} are counted in {branch}"

        return act

    def _renaming(self) -> Act:
        """A resident unit's own organisation is called by its newest name, and the unit lent as before."""
        names = count(1)

        def act() -> None:
            name = f"林业局第{next(names)}党支部"
            command = RenameOrganisation(organisation_id="e", name=name, **on(FOUNDED))
            told = self._ask_reporting(
                f"/joint-conferences/{ONE}", self.office.commands.execute(command, acting())
            )
            [conference] = told["conferences"]
            lenders = {one["unit_id"]: one for one in conference["members"]}
            assert lenders["forestry"]["organisation"] == {"organisation_id": "e", "name": name}
            assert lenders["forestry"]["shared"]["hall_loans"]["value"] == 3

        return act

    def _register(self, wrote: Outcome, branch: str) -> int:
        """How many members the live register shows there, after what was written."""
        answer = self._ask(self.membership, f"/organisations/{branch}/advice", _event(wrote))
        return int(answer.json()["members"])

    def _ask_reporting(self, path: str, wrote: Outcome) -> Any:
        seen = self._ask(self.membership, "/organisations/d", _event(wrote))
        return self._ask(self.reporting, path, seen.headers["View-Position"]).json()

    @staticmethod
    def _ask(running: Running, path: str, after: str) -> Response:
        answer = running.as_(*ORGANISER).http.get(path, headers={"Read-After": after})
        assert answer.status_code == 200, answer.text
        return answer


def person(branch: str, number: int) -> Entrant:
    told = PersonalData(f"王{number}", f"4301{number:014d}", "13800000000", "某路1号")
    return Entrant(told, branch, DETAILS)


def acting() -> Acting:
    return Acting(AUTUMN, "officer-1", new_id())


def _event(wrote: Outcome) -> str:
    return next(f"{stream}@{version}" for stream, version in wrote.versions.items())


@contextmanager
def city_at_work(url: str, folder: Path) -> Iterator[City]:
    """A district with some members, and a year of sharing that resources has told."""
    settings = running_membership.settings_for(url, folder)
    for_reporting = Settings(
        database_url=url, token_keys=settings.token_keys, read_after_seconds=10
    )
    keys = Path(settings.token_keys)
    now: Callable[[], Any] = lambda: AUTUMN  # noqa: E731
    with (
        serving(
            url, keys, lambda there, _: compose_membership(settings, there, now=now)
        ) as membership,
        serving(url, keys, lambda there, _: compose(for_reporting, there, now=now)) as reporting,
    ):
        city = City(membership, reporting)
        _settle(city)
        for each in (membership, reporting):
            each.as_(*ORGANISER)  # one client for all writers
        yield city


def _settle(city: City) -> None:
    divisions = tuple(
        Division(each.code, each.name, each.level, each.parent_code)
        for each in DIVISIONS.divisions.values()
    )
    for command in (RegisterDivisions(divisions=divisions, **on(FOUNDED)), *TREE):
        city.office.commands.execute(command, acting())
    people = [(person("be1", number), acting()) for number in range(PEOPLE)]
    city.office.people.register_together(people, ENTERED)
    with open_pool(city.membership.database_url) as pool:
        EmbeddedPublisher(pool).publish(year().told)
