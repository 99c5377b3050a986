"""Whatever officers do in whatever order, the rows say what the log folds to."""

from dataclasses import replace
from typing import Any

from hypothesis import settings

from services.membership.domain.member.member import Member
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.terms import Post
from services.membership.projections.members.project import PROJECTION as MEMBERS_VIEW
from services.membership.projections.members.row import SHOWN, MemberRow
from services.membership.projections.members.table import MEMBERS, post_column
from services.membership.projections.organisations.project import PROJECTION as TREE_VIEW
from services.membership.projections.organisations.queries import OrganisationRow
from services.membership.projections.organisations.table import ORGANISATIONS
from services.membership.projections.transfers.project import PROJECTION as TRANSFERS_VIEW
from services.membership.projections.transfers.table import TRANSFERS
from tests.unit.membership import history_checks as check
from tests.unit.membership.projections.projecting import projected
from tests.unit.membership.test_register_histories import RegisterHistory


class ProjectedHistory(RegisterHistory):
    def teardown(self) -> None:
        self.members_are_shown_as_they_are()
        self.the_tree_is_shown_as_it_is()
        self.transfers_are_shown_at_their_stage()

    def members_are_shown_as_they_are(self) -> None:
        tables = projected(MEMBERS_VIEW, self.scene.happened)
        shown = {row["member_id"]: _member(row) for row in tables.rows(MEMBERS)}
        assert shown == {each.member_id: _unordered(each) for each in check.members(self.scene)}

    def the_tree_is_shown_as_it_is(self) -> None:
        tables = projected(TREE_VIEW, self.scene.happened)
        shown = {row["organisation_id"]: _organisation(row) for row in tables.rows(ORGANISATIONS)}
        assert shown == self.scene.tree.by_id

    def transfers_are_shown_at_their_stage(self) -> None:
        tables = projected(TRANSFERS_VIEW, self.scene.happened)
        shown = {row["transfer_id"]: row for row in tables.rows(TRANSFERS)}
        for each in check.transfers(self.scene):
            row = shown[each.transfer_id]
            assert (row["stage"], row["changed_on"]) == (each.stage, each.changed_on)
            assert row["letter"] == (each.letter.text if each.letter else None)
            assert (row["placed_in"] or "") == each.placed_in
            assert (row["carried"] or 0) == len(each.carried)


def _member(row: dict[str, Any]) -> Member:
    posts = {post: row[post_column(post)] for post in Post if row[post_column(post)]}
    return MemberRow(**{name: row[name] for name in SHOWN}, posts=posts).as_member()


def _unordered(member: Member) -> Member:
    """A row does not tell which post came first, nor when he left: coming back asks the log."""
    posts = tuple(post for post in Post if post in member.posts)
    return replace(member, posts=posts, left_on=None)


def _organisation(row: dict[str, Any]) -> Organisation:
    return OrganisationRow(**row).as_organisation()


TestProjectedHistory = ProjectedHistory.TestCase
TestProjectedHistory.settings = settings(max_examples=30, stateful_step_count=40)
