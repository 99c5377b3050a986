"""A small district to decide against: given these commands, when that one, then those events."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from services.membership.domain.command import Command
from services.membership.domain.organisation import folding
from services.membership.domain.organisation.commands import (
    EstablishOrganisation,
    OrganisationCommand,
)
from services.membership.domain.organisation.decider import decide
from services.membership.domain.organisation.events import OrganisationEvent
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.terms import DivisionLevel, OrganisationKind
from services.membership.domain.territory import decider as territory
from services.membership.domain.territory.events import DivisionRegistered

C = TypeVar("C", bound=Command)

TODAY = date(2026, 6, 1)
FOUNDED = date(2020, 1, 1)
ASKED: dict[str, Any] = {
    "now": datetime(2026, 6, 1, 4, tzinfo=UTC),
    "today": TODAY,
    "actor": "officer-1",
    "effective_date": TODAY,
}

DIVISIONS = territory.fold(
    (
        DivisionRegistered("4301", "长沙市", DivisionLevel.CITY, None, FOUNDED),
        DivisionRegistered("430111", "雨花区", DivisionLevel.DISTRICT, "4301", FOUNDED),
        DivisionRegistered("430111001", "侯家塘街道", DivisionLevel.STREET, "430111", FOUNDED),
        DivisionRegistered(
            "430111001001", "广济桥社区", DivisionLevel.COMMUNITY, "430111001", FOUNDED
        ),
    )
)


def establish(organisation_id: str, kind: OrganisationKind, **given: Any) -> EstablishOrganisation:
    name = given.pop("name", f"{organisation_id}{kind.label}")
    asked = {**ASKED, "effective_date": FOUNDED, **given}
    return EstablishOrganisation(organisation_id=organisation_id, name=name, kind=kind, **asked)


DISTRICT = (
    establish("d", OrganisationKind.DISTRICT_COMMITTEE, division_code="430111"),
    establish("s1", OrganisationKind.WORKING_COMMITTEE, superior_id="d"),
    establish("s2", OrganisationKind.WORKING_COMMITTEE, superior_id="d"),
    establish(
        "g1", OrganisationKind.GENERAL_BRANCH, superior_id="s1", division_code="430111001001"
    ),
    establish("g2", OrganisationKind.GENERAL_BRANCH, superior_id="s2"),
    establish("b1", OrganisationKind.BRANCH, superior_id="g1"),
    establish("b2", OrganisationKind.BRANCH, superior_id="g1"),
    establish("p1", OrganisationKind.PARTY_GROUP, superior_id="b1"),
)
"""d > s1 > g1 > (b1 > p1, b2); d > s2 > g2."""


@dataclass
class Scene:
    """Decides one command after another and keeps what happened."""

    state: Surroundings = field(default_factory=lambda: Surroundings(territory=DIVISIONS))
    happened: list[OrganisationEvent] = field(default_factory=list)

    def when(self, command: OrganisationCommand) -> tuple[OrganisationEvent, ...]:
        events = decide(command, self.state)
        self.happened += events
        self.state = replace(self.state, organisations=folding.fold(events, self.tree))
        return events

    def given(self, *commands: OrganisationCommand) -> "Scene":
        for command in commands:
            self.when(command)
        return self

    @property
    def tree(self) -> Organisations:
        return self.state.organisations


def district() -> Scene:
    return Scene().given(*DISTRICT)


def at(command: C, day: date) -> C:
    return replace(command, effective_date=day)
