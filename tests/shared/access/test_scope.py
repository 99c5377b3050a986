"""A grant reaches its organisation's subtree as the tree stands now, and nothing beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.access.permissions import Permission
from shared.access.principal import Grant, Principal
from shared.access.refusals import Forbidden
from shared.access.roles import Role
from shared.access.scope import authorise, common_path, is_within, visible_roots

TREE = {
    "4301": "4301",
    "430111": "4301/430111",
    "4301112": "4301/4301112",
    "430111001": "4301/430111/430111001",
    "b-12": "4301/430111/430111001/b-12",
}


def someone(*grants: tuple[Role, str]) -> Principal:
    return Principal("someone", tuple(Grant(role, place) for role, place in grants))


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        ((), ""),
        (("4301/430111",), "4301/430111"),
        (("4301/430111/430111001", "4301/430111/430111002/x"), "4301/430111"),
        (("4301/430111", "4301/4301112"), "4301"),
        (("4301/430111", "4301/430111/430111001"), "4301/430111"),
        (("4301", "4401"), ""),
    ],
)
def test_the_nearest_place_above_all(paths: tuple[str, ...], common: str) -> None:
    assert common_path(paths) == common


DISTRICT = someone((Role.DISTRICT_ORGANISER, "430111"))


@pytest.mark.parametrize("path", ["4301/430111", "4301/430111/430111001/b-12"])
def test_a_grant_reaches_the_whole_subtree(path: str) -> None:
    authorise(DISTRICT, Permission.MEMBER_REGISTER, path, TREE.get)


@pytest.mark.parametrize(
    "path",
    [
        "4301",
        "4301/430111x",
        "4301/4301112",
        "4301/4301112/430111",
        "430111",
        "",
        "/",
        "4301/43011_",
        "4301/%",
    ],
)
def test_a_grant_reaches_nothing_above_or_beside(path: str) -> None:
    with pytest.raises(Forbidden, match=r"member\.register"):
        authorise(DISTRICT, Permission.MEMBER_REGISTER, path, TREE.get)


def test_a_role_without_the_permission_reaches_nowhere() -> None:
    auditor = someone((Role.AUDITOR, "430111"))

    authorise(auditor, Permission.MEMBER_READ, "4301/430111", TREE.get)
    with pytest.raises(Forbidden):
        authorise(auditor, Permission.MEMBER_REGISTER, "4301/430111", TREE.get)


def test_permissions_of_one_place_are_not_carried_to_another() -> None:
    both = someone((Role.AUDITOR, "430111"), (Role.STREET_OFFICER, "4301112"))

    with pytest.raises(Forbidden):
        authorise(both, Permission.MEMBER_REGISTER, "4301/430111", TREE.get)


def test_a_moved_organisation_keeps_its_people_and_leaves_its_old_superior() -> None:
    moved = {**TREE, "430111001": "4301/4301112/430111001"}
    street = someone((Role.STREET_OFFICER, "430111001"))
    path = moved["430111001"] + "/b-12"

    authorise(street, Permission.MEMBER_REGISTER, path, moved.get)
    with pytest.raises(Forbidden):
        authorise(DISTRICT, Permission.MEMBER_REGISTER, path, moved.get)


def test_a_grant_at_an_organisation_that_does_not_exist_reaches_nothing() -> None:
    lost = someone((Role.DISTRICT_ORGANISER, "gone"))

    assert visible_roots(lost, Permission.MEMBER_READ, TREE.get) == ()
    with pytest.raises(Forbidden):
        authorise(lost, Permission.MEMBER_READ, "", TREE.get)


def test_roots_are_each_outside_the_others() -> None:
    several = someone(
        (Role.STREET_OFFICER, "430111001"),
        (Role.AUDITOR, "430111"),
        (Role.AUDITOR, "4301112"),
        (Role.BRANCH_SECRETARY, "b-12"),
    )

    read = visible_roots(several, Permission.MEMBER_READ, TREE.get)
    sealed = visible_roots(several, Permission.MEMBER_READ_SEALED, TREE.get)

    assert read == ("4301/430111", "4301/4301112")
    assert sealed == ("4301/430111/430111001",)


paths = st.lists(st.sampled_from(["1", "11", "2", "%", "_"]), min_size=1, max_size=4).map("/".join)


@given(st.dictionaries(st.sampled_from("abcd"), paths), paths)
def test_roots_see_exactly_what_is_authorised(tree: dict[str, str], target: str) -> None:
    principal = someone(*((Role.AUDITOR, place) for place in "abcd"))
    roots = visible_roots(principal, Permission.MEMBER_READ, tree.get)

    seen = any(is_within(target, path) for path in tree.values())

    assert any(is_within(target, root) for root in roots) == seen
