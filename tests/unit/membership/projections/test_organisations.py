"""Given what happened to the tree, what its rows show."""

from typing import Any

from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
    RecordReElection,
    RenameOrganisation,
)
from services.membership.domain.terms import OrganisationKind
from services.membership.projections.organisations.project import PROJECTION
from services.membership.projections.organisations.table import ORGANISATIONS
from tests.unit.membership.projections.projecting import projected
from tests.unit.membership.register_scene import FOUNDED, TODAY, Register, district, on


def shown(scene: Register, organisation_id: str) -> dict[str, Any]:
    return projected(PROJECTION, scene.happened).row(ORGANISATIONS, organisation_id)


def test_an_organisation_stands_at_its_path_with_what_is_known_of_it() -> None:
    row = shown(district(), "g1")
    assert row["path"] == "d/s1/g1"
    assert row["kind"] is OrganisationKind.GENERAL_BRANCH
    assert (row["superior_id"], row["division_code"]) == ("s1", "430111001001")
    assert (row["living"], row["may_transfer"], row["units"]) == (True, False, [])
    assert (row["established_on"], row["placed_on"], row["version"]) == (FOUNDED, FOUNDED, 4)


def test_a_new_name_is_shown() -> None:
    renamed = RenameOrganisation(organisation_id="b1", name="第一党支部", **on(TODAY))
    row = shown(district().given(renamed), "b1")
    assert (row["name"], row["changed_on"]) == ("第一党支部", TODAY)


def test_whatever_stands_below_a_moved_organisation_has_a_new_path_too() -> None:
    scene = district().given(MoveOrganisation(organisation_id="g1", superior_id="s2", **on(TODAY)))
    assert shown(scene, "g1")["superior_id"] == "s2"
    assert shown(scene, "b2")["path"] == "d/s2/g1/b2"
    assert (shown(scene, "b2")["superior_id"], shown(scene, "b2")["placed_on"]) == ("g1", TODAY)


def test_who_merged_names_its_successor_and_keeps_its_last_path() -> None:
    merged = MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY))
    row = shown(district().given(merged), "b1")
    assert (row["living"], row["successor_id"], row["path"]) == (False, "b2", "d/s1/g1/b1")


def test_who_was_dissolved_is_answered_for_by_its_superior() -> None:
    dissolved = DissolveOrganisation(organisation_id="be2", **on(TODAY))
    row = shown(district().given(dissolved), "be2")
    assert (row["living"], row["successor_id"]) == (False, "e")


def test_a_re_election_begins_a_term() -> None:
    elected = RecordReElection(organisation_id="b1", **on(TODAY))
    row = shown(district().given(elected), "b1")
    assert row["term_ends_on"] > TODAY
    assert row["term_rule"].startswith("term-years")
