"""Setting up organisations, naming them, electing their committees."""

from datetime import date, timedelta

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast, EffectiveDateInFuture
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    RecordReElection,
    RenameOrganisation,
)
from services.membership.domain.organisation.events import (
    OrganisationEstablished,
    OrganisationReElected,
    OrganisationRenamed,
)
from services.membership.domain.organisation.rejections import (
    EstablishedAfterEffectiveDate,
    JointBranchWithoutUnits,
    OrganisationEnded,
    OrganisationIdInvalid,
    OrganisationIdTaken,
    OrganisationNameMissing,
    SiblingNameTaken,
    SuperiorUnsuitable,
    UnitsOnlyForJointBranch,
    UnknownOrganisation,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import OrganisationFacts, OrganisationForm, OrganisationKind
from services.membership.domain.territory.rejections import UnknownDivision
from tests.unit.membership.tree_scene import ASKED, FOUNDED, TODAY, at, district, establish

BRANCH = OrganisationKind.BRANCH


def test_a_branch_is_set_up_below_its_superior() -> None:
    command = establish(
        "b3", BRANCH, superior_id="g1", form=OrganisationForm.RETIREES, name=" 离退休党支部 "
    )
    assert district().when(command) == (
        OrganisationEstablished(
            organisation_id="b3",
            name="离退休党支部",
            superior_id="g1",
            may_transfer=False,
            units=(),
            after=OrganisationFacts("b3", "d/s1/g1/b3", BRANCH, OrganisationForm.RETIREES, None),
            effective_date=FOUNDED,
        ),
    )


def test_setting_up_the_same_organisation_again_changes_nothing() -> None:
    command = establish("b3", BRANCH, superior_id="g1")
    assert district().given(command).when(command) == ()


@pytest.mark.parametrize(
    ("kind", "entitled"),
    [(OrganisationKind.PRIMARY_COMMITTEE, True), (OrganisationKind.GENERAL_BRANCH, False)],
)
def test_committees_are_entitled_to_transfer_unless_told_otherwise(
    kind: OrganisationKind, entitled: bool
) -> None:
    scene = district().given(
        establish("x", kind, superior_id="s1"),
        establish("y", kind, superior_id="s1", may_transfer=not entitled),
    )
    assert scene.tree.get("x").may_transfer is entitled
    assert scene.tree.get("y").may_transfer is not entitled


@pytest.mark.parametrize(
    ("command", "rejection", "field"),
    [
        (establish("B3", BRANCH, superior_id="g1"), OrganisationIdInvalid, "organisation_id"),
        (establish("b/3", BRANCH, superior_id="g1"), OrganisationIdInvalid, "organisation_id"),
        (establish("b3\n", BRANCH, superior_id="g1"), OrganisationIdInvalid, "organisation_id"),
        (establish("b1", BRANCH, superior_id="g2"), OrganisationIdTaken, "organisation_id"),
        (establish("b3", BRANCH, superior_id="g1", name=" "), OrganisationNameMissing, "name"),
        (establish("b3", BRANCH, superior_id="g1", name="b1党支部"), SiblingNameTaken, "name"),
        (establish("b3", BRANCH, superior_id="nowhere"), UnknownOrganisation, "superior_id"),
        (establish("b3", BRANCH, superior_id="p1"), SuperiorUnsuitable, "superior_id"),
        (establish("b3", BRANCH), SuperiorUnsuitable, "superior_id"),
        (
            establish("b3", BRANCH, superior_id="g1", units=("甲",)),
            UnitsOnlyForJointBranch,
            "units",
        ),
        (
            establish("b3", BRANCH, superior_id="g1", division_code="9999"),
            UnknownDivision,
            "division_code",
        ),
        (
            establish("j", OrganisationKind.JOINT_BRANCH, superior_id="g1", units=("甲", "甲")),
            JointBranchWithoutUnits,
            "units",
        ),
        (
            at(establish("b3", BRANCH, superior_id="g1"), FOUNDED - timedelta(days=1)),
            EstablishedAfterEffectiveDate,
            "effective_date",
        ),
        (
            at(establish("b3", BRANCH, superior_id="g1"), TODAY + timedelta(days=1)),
            EffectiveDateInFuture,
            "effective_date",
        ),
    ],
)
def test_an_organisation_that_breaks_a_rule_is_not_set_up(
    command: object, rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        district().when(command)  # type: ignore[arg-type] # parametrised
    assert refused.value.field == field
    assert refused.value.message
    assert refused.value.label


def test_one_name_may_be_used_under_two_superiors() -> None:
    assert district().when(establish("b3", BRANCH, superior_id="g2", name="b1党支部"))


def test_nothing_is_set_up_below_what_has_ended() -> None:
    scene = district().given(DissolveOrganisation(organisation_id="b2", **ASKED))
    with pytest.raises(OrganisationEnded) as refused:
        scene.when(establish("p2", OrganisationKind.PARTY_GROUP, superior_id="b2"))
    assert "'g1'" in refused.value.message


def test_an_organisation_gets_another_name() -> None:
    scene = district()
    command = RenameOrganisation(organisation_id="b1", name="第一党支部", **ASKED)
    assert scene.when(command) == (
        OrganisationRenamed("b1", "第一党支部", "b1党支部", "d/s1/g1/b1", TODAY),
    )
    assert scene.tree.name("b1") == "第一党支部"
    assert scene.when(command) == ()


def test_a_freed_name_may_be_used_again() -> None:
    scene = district().given(RenameOrganisation(organisation_id="b1", name="新", **ASKED))
    assert scene.when(RenameOrganisation(organisation_id="b2", name="b1党支部", **ASKED))


def test_a_name_in_use_or_empty_is_refused() -> None:
    with pytest.raises(SiblingNameTaken):
        district().when(RenameOrganisation(organisation_id="b1", name="b2党支部", **ASKED))
    with pytest.raises(OrganisationNameMissing):
        district().when(RenameOrganisation(organisation_id="b1", name="", **ASKED))


def test_a_timeline_grows_at_its_end_only() -> None:
    scene = district().given(RenameOrganisation(organisation_id="b1", name="新", **ASKED))
    earlier = RenameOrganisation(organisation_id="b1", name="旧", **ASKED)
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(at(earlier, TODAY - timedelta(days=1)))


@pytest.mark.parametrize(
    ("organisation_id", "rule", "years", "ends"),
    [
        ("b1", "term-years-community", 5, date(2031, 6, 1)),
        ("g2", "term-years-other", 3, date(2029, 6, 1)),
    ],
)
def test_a_term_lasts_five_years_in_a_community_and_three_elsewhere(
    organisation_id: str, rule: str, years: int, ends: date
) -> None:
    scene = district()
    command = RecordReElection(organisation_id=organisation_id, **ASKED)
    path = scene.tree.path(organisation_id)
    assert scene.when(command) == (
        OrganisationReElected(organisation_id, path, rule, years, ends, TODAY),
    )
    assert scene.when(command) == ()
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(at(command, TODAY - timedelta(days=1)))
