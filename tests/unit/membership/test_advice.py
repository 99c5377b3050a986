"""Advice on size and term: what is said, with its number and its source."""

from dataclasses import replace
from datetime import date

import pytest

from services.membership.domain.organisation.advice import advise
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rules import decider as rules
from services.membership.domain.rules.events import RuleSet
from services.membership.domain.terms import OrganisationForm, OrganisationKind
from tests.unit.membership.tree_scene import FOUNDED, TODAY

ORGANISATION = Organisation(
    organisation_id="o",
    name="某组织",
    kind=OrganisationKind.BRANCH,
    superior_id=None,
    path="o",
    division_code=None,
    form=OrganisationForm.REGULAR,
    may_transfer=False,
    units=(),
    placed_on=FOUNDED,
    changed_on=FOUNDED,
)
BRANCH, GENERAL, COMMITTEE, WORKING = (
    OrganisationKind.BRANCH,
    OrganisationKind.GENERAL_BRANCH,
    OrganisationKind.PRIMARY_COMMITTEE,
    OrganisationKind.WORKING_COMMITTEE,
)


@pytest.mark.parametrize(
    ("kind", "full", "members", "slugs"),
    [
        (BRANCH, 2, 3, {"too-few-full-members"}),
        (BRANCH, 3, 6, set()),
        (BRANCH, 6, 6, set()),
        (BRANCH, 7, 7, {"form-branch-committee"}),
        (BRANCH, 48, 50, {"form-branch-committee", "form-general-branch"}),
        (
            BRANCH,
            49,
            51,
            {"form-branch-committee", "form-general-branch", "too-many-members"},
        ),
        (BRANCH, 90, 100, {"form-branch-committee", "form-committee", "too-many-members"}),
        (GENERAL, 40, 49, {"too-few-for-general-branch"}),
        (GENERAL, 40, 50, set()),
        (GENERAL, 90, 100, {"form-committee", "full-time-deputy-secretary", "committee-seats"}),
        (COMMITTEE, 90, 99, {"too-few-for-committee"}),
        (COMMITTEE, 90, 100, {"full-time-deputy-secretary", "committee-seats"}),
        (WORKING, 900, 1000, set()),
    ],
)
def test_size_is_advised_upon(
    kind: OrganisationKind, full: int, members: int, slugs: set[str]
) -> None:
    given = advise(replace(ORGANISATION, kind=kind), full, members, rules.initial, TODAY)
    assert {advice.slug for advice in given} == slugs
    for advice in given:
        assert str(advice.number) in advice.reason
        assert advice.source


def test_a_joint_branch_of_more_than_five_units_is_advised_to_split() -> None:
    units = tuple("甲乙丙丁戊己")
    joint = replace(ORGANISATION, kind=OrganisationKind.JOINT_BRANCH, units=units)
    (advice,) = advise(joint, 5, 5, rules.initial, TODAY)
    assert (advice.slug, advice.number) == ("too-many-units", 5)
    assert advise(replace(joint, units=units[:5]), 5, 5, rules.initial, TODAY) == ()


def test_a_term_that_has_ended_calls_for_an_election() -> None:
    elected = replace(ORGANISATION, term_ends_on=TODAY, term_rule="term-years-community")
    (advice,) = advise(elected, 5, 5, rules.initial, TODAY)
    assert (advice.slug, advice.rule, advice.number) == ("term-ended", "term-years-community", 5)
    assert advise(elected, 5, 5, rules.initial, date(2026, 5, 31)) == ()


def test_advice_follows_the_rule_table() -> None:
    table = rules.fold((RuleSet("branch-full-members-min", 5, "member", "试点文件", FOUNDED),))
    (advice,) = advise(ORGANISATION, 4, 4, table, TODAY)
    assert (advice.slug, advice.number, advice.source) == ("too-few-full-members", 5, "试点文件")
