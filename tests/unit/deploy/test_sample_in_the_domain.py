"""The sample passes the register's own rules: what the demonstration asks for is granted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypedDict

import pytest

from deploy.sample.chance import seeded
from deploy.sample.yuhua import SampleDistrict, yuhua
from services.membership.domain.member import decider as member
from services.membership.domain.member.commands import RegisterMember
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.organisation import decider as organisation
from services.membership.domain.organisation.commands import (
    EstablishOrganisation,
    MergeOrganisation,
)
from services.membership.domain.organisation.folding import evolve
from services.membership.domain.organisation.surroundings import Surroundings
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.terms import DivisionLevel
from services.membership.domain.territory import decider as territory
from services.membership.domain.territory.commands import (
    Division,
    EnrolCommunity,
    RegisterDivisions,
    TerritoryCommand,
)
from services.membership.roster.row import RosterValues

TODAY = date(2026, 11, 20)


class Common(TypedDict):
    now: datetime
    today: date
    actor: str
    effective_date: date


COMMON = Common(
    now=datetime(2026, 11, 20, 1, tzinfo=UTC), today=TODAY, actor="demo", effective_date=TODAY
)


@pytest.fixture(scope="module")
def district() -> SampleDistrict:
    return yuhua(TODAY, seeded(1))


@pytest.fixture(scope="module")
def around(district: SampleDistrict) -> Surroundings:
    """The divisions registered and every organisation established."""
    listed = tuple(
        Division(each.code, each.name, DivisionLevel(each.level), each.parent_code or None)
        for each in district.divisions
    )
    divisions = territory.initial
    asked: list[TerritoryCommand] = [
        RegisterDivisions(**COMMON, divisions=listed),
        *(EnrolCommunity(**COMMON, code=code) for code in district.enrolled),
    ]
    for command in asked:
        divisions = territory.fold(territory.decide(command, divisions), divisions)
    around = Surroundings(territory=divisions)
    for each in district.organisations + district.enterprises:
        establish = EstablishOrganisation(
            **COMMON,
            organisation_id=each.id,
            name=each.name,
            kind=each.kind,
            superior_id=each.superior,
            division_code=each.division_code,
        )
        around = after(establish, around)
    return around


def after(command: EstablishOrganisation | MergeOrganisation, around: Surroundings) -> Surroundings:
    events = organisation.decide(command, around)
    assert events
    tree = around.organisations
    for event in events:
        tree = evolve(tree, event)
    return replace(around, organisations=tree)


def registered(values: RosterValues, organisations: Organisations) -> None:
    details = MemberDetails(
        values.standing,
        values.member_class,
        values.education,
        values.gender,
        values.birth_date,
        values.join_date,
        values.full_date,
    )
    command = RegisterMember(
        **COMMON,
        member_id="m",
        organisation_id=values.organisation_id,
        details=details,
        sealed="sealed",
        posts=values.posts,
    )
    assert member.decide(command, member.MemberCase(organisations=organisations))


def test_every_member_may_be_registered(district: SampleDistrict, around: Surroundings) -> None:
    for values in district.direct + district.transferring:
        registered(values, around.organisations)


def test_every_enterprise_branch_may_be_merged_as_planned(
    district: SampleDistrict, around: Surroundings
) -> None:
    for planned in district.transfers:
        merge = MergeOrganisation(**COMMON, organisation_id=planned.branch, into_id=planned.into)
        around = after(merge, around)
    for planned in district.transfers:
        assert around.organisations.responsible(planned.branch) == planned.into


def test_every_receiving_branch_is_in_a_community(
    district: SampleDistrict, around: Surroundings
) -> None:
    """Who comes from a dissolved or restructured enterprise goes to a community (条例 art. 25)."""
    for planned in district.transfers:
        code = around.organisations.division_code(planned.into)
        assert around.territory.is_community(code)
