"""One caller's reach in one request: what is asked of the tree, and how often."""

from collections.abc import Collection, Mapping

import pytest

from shared.access.permissions import Permission
from shared.access.principal import Grant, Principal
from shared.access.reach import Reach
from shared.access.refusals import Forbidden
from shared.access.roles import Role

READ, OPERATE = Permission.RESOURCE_READ, Permission.OPERATIONS_RUN


class NoSuchOrganisation(Exception):
    """The tree's own word for it."""


class Tree:
    """A city with two districts; it counts how often it is asked for paths."""

    def __init__(self) -> None:
        self.paths = {"c": "c", "d1": "c/d1", "d2": "c/d2", "s": "c/d1/s"}
        self.asked: list[set[str]] = []

    def paths_of(self, organisation_ids: Collection[str]) -> Mapping[str, str]:
        self.asked.append(set(organisation_ids))
        return {one: self.paths[one] for one in organisation_ids if one in self.paths}

    def roots(self) -> Collection[str]:
        return [one for one, path in self.paths.items() if "/" not in path]

    def unknown(self, organisation_id: str, field: str) -> Exception:
        return NoSuchOrganisation(organisation_id, field)


def reach(tree: Tree, *organisations: str, role: Role = Role.STREET_OFFICER) -> Reach:
    return Reach(Principal("li", tuple(Grant(role, one) for one in organisations)), tree)


def test_the_tree_is_asked_once_for_all_grants_however_much_is_checked() -> None:
    tree = Tree()
    caller = reach(tree, "d1", "s", "gone")

    assert caller.scope == "c/d1"
    assert caller.roots(READ) == ("c/d1",)
    assert caller.covers(READ, "s")
    assert caller.covers_path(READ, "c/d1/s/b")
    assert caller.path_of("gone") is None
    assert tree.asked == [{"d1", "s", "gone"}]


def test_who_asks_for_another_organisation_first_is_told_of_his_grants_with_it() -> None:
    tree = Tree()
    caller = reach(tree, "d1")

    assert caller.path_of("d2") == "c/d2"
    assert not caller.covers(READ, "d2")
    assert tree.asked == [{"d1", "d2"}]


def test_what_was_told_is_not_asked_for_again_with_what_is_new() -> None:
    tree = Tree()
    caller = reach(tree, "d1")

    assert caller.covers(READ, "d1")
    assert caller.allow(READ, "s") == "c/d1/s"
    assert tree.asked == [{"d1"}, {"s"}]


def test_the_next_request_sees_the_tree_as_it_stands_then() -> None:
    tree = Tree()
    assert reach(tree, "d1").allow(READ, "s")

    tree.paths["s"] = "c/d2/s"

    with pytest.raises(Forbidden):
        reach(tree, "d1").allow(READ, "s")


def test_out_of_scope_is_refused_and_an_unknown_one_is_told_to_who_works_here() -> None:
    tree = Tree()

    with pytest.raises(Forbidden):
        reach(tree, "d1").allow(READ, "d2")
    with pytest.raises(NoSuchOrganisation):
        reach(tree, "d1").allow(READ, "nobody")
    with pytest.raises(Forbidden):
        reach(tree).allow(READ, "nobody")


def test_an_act_is_noted_with_the_nearest_grant_that_allowed_it_last() -> None:
    caller = reach(Tree(), "d2", "c", "d1")
    assert caller.scope == "c/d2"  # nothing was asked yet: his first

    caller.allow(READ, "s")
    assert caller.scope == "c/d1"
    assert caller.covers(READ, "d2")
    assert caller.scope == "c/d2"


def test_what_is_refused_or_only_looked_up_is_not_noted() -> None:
    caller = reach(Tree(), "d1", "s")
    caller.allow(READ, "d1")

    assert not caller.covers(READ, "d2")
    assert caller.grant_over(READ, "c/d1/s/b") == "c/d1/s"
    assert caller.grant_over(READ, "c/d2") is None

    assert caller.scope == "c/d1"


def test_only_a_grant_whose_role_has_the_permission_is_noted() -> None:
    grants = (Grant(Role.UNIT_LIAISON, "s"), Grant(Role.STREET_OFFICER, "d1"))
    caller = Reach(Principal("li", grants), Tree())

    caller.allow(READ, "s")

    assert caller.scope == "c/d1"


def test_what_holds_everywhere_is_noted_with_the_root_and_what_is_founded_with_itself() -> None:
    city = reach(Tree(), "d1", "c", role=Role.DISTRICT_ORGANISER)
    founder = reach(Tree(), "d1", "new", role=Role.DISTRICT_ORGANISER)

    city.allow_everywhere(OPERATE)
    founder.allow_founding(OPERATE, "new")

    assert (city.scope, founder.scope) == ("c", "new")


def test_everywhere_is_a_grant_at_a_root() -> None:
    reach(Tree(), "c", role=Role.DISTRICT_ORGANISER).allow_everywhere(OPERATE)

    with pytest.raises(Forbidden):
        reach(Tree(), "d1", role=Role.DISTRICT_ORGANISER).allow_everywhere(OPERATE)


def test_all_is_seen_by_who_reaches_every_root() -> None:
    tree = Tree()

    assert reach(tree, "c").sees_all(READ)
    assert not reach(tree, "d1", "d2").sees_all(READ)
