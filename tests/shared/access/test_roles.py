"""The table of roles, read as an officer would."""

import pytest

from shared.access.permissions import Permission
from shared.access.roles import PERMISSIONS_OF, ROLES_WITH, Role


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_label_and_permissions(role: Role) -> None:
    assert role.label
    assert PERMISSIONS_OF[role]


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_carried_by_someone(permission: Permission) -> None:
    assert ROLES_WITH[permission]


def test_an_auditor_only_reads_and_sees_no_sealed_data() -> None:
    held = PERMISSIONS_OF[Role.AUDITOR]

    assert all(permission.endswith(".read") for permission in held)
    assert Permission.MEMBER_READ_SEALED not in held
    assert Permission.ROSTER_EXPORT not in held


def test_only_the_district_forgets_people_and_sets_rules() -> None:
    for permission in (Permission.MEMBER_FORGET, Permission.RULES_SET):
        assert ROLES_WITH[permission] == {Role.DISTRICT_ORGANISER}


def test_a_branch_may_ask_for_a_transfer_but_not_decide_on_it() -> None:
    held = PERMISSIONS_OF[Role.BRANCH_SECRETARY]

    assert Permission.TRANSFER_REQUEST in held
    assert not held & {Permission.TRANSFER_RELEASE, Permission.TRANSFER_ACCEPT}
