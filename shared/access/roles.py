"""The roles, and the one table that says which permissions each carries."""

from collections.abc import Mapping
from enum import StrEnum

from shared.access.permissions import Permission


class Role(StrEnum):
    """What someone is at an organisation."""

    DISTRICT_ORGANISER = "district_organiser"
    STREET_OFFICER = "street_officer"
    BRANCH_SECRETARY = "branch_secretary"
    APPEALS_OFFICER = "appeals_officer"
    DISPATCHER = "dispatcher"
    UNIT_HANDLER = "unit_handler"
    SUPERVISOR = "supervisor"
    CIVIC_APP = "civic_app"
    """A program of others through which residents appeal."""
    UNIT_LIAISON = "unit_liaison"
    """Acts for one resident unit; the grant names the unit in place of an organisation."""
    AUDITOR = "auditor"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """The name people see."""
        return _LABELS[self]


_LABELS: Mapping[Role, str] = {
    Role.DISTRICT_ORGANISER: "区委组织部干事",
    Role.STREET_OFFICER: "街道干部",
    Role.BRANCH_SECRETARY: "支部书记",
    Role.APPEALS_OFFICER: "接诉员",
    Role.DISPATCHER: "派单员",
    Role.UNIT_HANDLER: "承办单位经办人",
    Role.SUPERVISOR: "督办员",
    Role.CIVIC_APP: "第三方诉求应用",
    Role.UNIT_LIAISON: "驻区单位联络员",
    Role.AUDITOR: "审计员",
    Role.SERVICE: "系统服务",
}

_REFERENCE = frozenset(
    {
        Permission.ORGANISATION_READ,
        Permission.TERRITORY_READ,
        Permission.RULES_READ,
        Permission.STATISTICS_READ,
    }
)
"""What everybody who works here looks things up in."""

_HANDLER = _REFERENCE | {
    Permission.PETITION_READ,
    Permission.PETITION_READ_WORDS,
    Permission.PETITION_HANDLE,
}
"""Who handles work orders for a unit; he is never shown who appealed."""

_INTAKE = _REFERENCE | {
    Permission.PETITION_READ,
    Permission.PETITION_REGISTER,
    Permission.PETITION_READ_WORDS,
    Permission.PETITION_READ_APPELLANT,
}

_DISPATCH = _REFERENCE | {
    Permission.PETITION_READ,
    Permission.PETITION_READ_WORDS,
    Permission.PETITION_DIRECT,
}

_BRANCH = _REFERENCE | {
    Permission.ORGANISATION_ELECT,
    Permission.MEMBER_READ,
    Permission.MEMBER_READ_SEALED,
    Permission.MEMBER_CORRECT,
    Permission.ROSTER_EXPORT,
    Permission.TRANSFER_READ,
    Permission.TRANSFER_REQUEST,
    Permission.RESOURCE_READ,
    Permission.RESOURCE_MANAGE,
    Permission.RESOURCE_BOOK,
    Permission.RESOURCE_READ_LIAISON,
}

_STREET = (_BRANCH | _HANDLER | _INTAKE | _DISPATCH) | {
    Permission.ORGANISATION_ESTABLISH,
    Permission.ORGANISATION_RENAME,
    Permission.ORGANISATION_MOVE,
    Permission.ORGANISATION_MERGE,
    Permission.ORGANISATION_DISSOLVE,
    Permission.MEMBER_REGISTER,
    Permission.MEMBER_STANDING,
    Permission.ROSTER_IMPORT,
    Permission.TRANSFER_RELEASE,
    Permission.TRANSFER_ACCEPT,
    Permission.TRANSFER_PLACE,
    Permission.LETTER_READ,
}

_AUDIT = _REFERENCE | {
    Permission.MEMBER_READ,
    Permission.TRANSFER_READ,
    Permission.LETTER_READ,
    Permission.AUDIT_READ,
    Permission.PETITION_READ,
    Permission.RESOURCE_READ,
}

PERMISSIONS_OF: Mapping[Role, frozenset[Permission]] = {
    Role.DISTRICT_ORGANISER: frozenset(Permission),
    Role.STREET_OFFICER: _STREET,
    Role.BRANCH_SECRETARY: _BRANCH,
    Role.APPEALS_OFFICER: _INTAKE | _DISPATCH | _HANDLER,
    Role.DISPATCHER: _DISPATCH,
    Role.UNIT_HANDLER: _HANDLER,
    Role.SUPERVISOR: _DISPATCH | {Permission.PETITION_SUPERVISE},
    Role.CIVIC_APP: frozenset({Permission.PETITION_FILE}),
    Role.UNIT_LIAISON: frozenset({Permission.TERRITORY_READ, Permission.RULES_READ}),
    Role.AUDITOR: _AUDIT,
    Role.SERVICE: _REFERENCE | {Permission.TRANSFER_READ, Permission.TRANSFER_EXPIRE},
}

ROLES_WITH: Mapping[Permission, frozenset[Role]] = {
    permission: frozenset(role for role, held in PERMISSIONS_OF.items() if permission in held)
    for permission in Permission
}
"""The table the checks use: permission -> the roles that carry it."""
