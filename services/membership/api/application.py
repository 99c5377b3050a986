"""The membership service over HTTP: all its routers, and how refusals are answered."""

from fastapi import Request, Response

from services.membership.api import rules, territory, warnings
from services.membership.api.division_list import FILE_BYTES
from services.membership.api.members import (
    contact,
    history,
    leaving,
    register,
    sealed,
    standing,
)
from services.membership.api.members import queries as members
from services.membership.api.office import Office
from services.membership.api.organisations import commands as organisation_commands
from services.membership.api.organisations import queries as organisations
from services.membership.api.roster import exports, imports
from services.membership.api.statuses import STATUSES
from services.membership.api.transfers import acceptance, forgetting, letters, release, request
from services.membership.api.transfers import queries as transfers
from services.membership.domain.rejection import Rejection
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.composition.front import Front
from shared.http.office import office_of
from shared.http.problem import answer, problem
from shared.privacy.faults import SubjectForgotten

ROUTERS = (
    territory.router,
    organisation_commands.router,
    organisations.router,
    rules.router,
    imports.router,
    exports.router,
    members.router,
    register.router,
    standing.router,
    contact.router,
    leaving.router,
    sealed.router,
    history.router,
    warnings.router,
    request.router,
    release.router,
    acceptance.router,
    forgetting.router,
    transfers.router,
    letters.router,
)
LARGER_BODIES = {
    "/divisions": FILE_BYTES,
    "/divisions/file": FILE_BYTES + 64 * 1024,
    "/roster-imports": imports.UPLOAD_BYTES,
}


def _operator(request: Request, caller: Principal) -> None:
    """Who runs the whole deployment, and no district of it alone."""
    office: Office = office_of(request)
    office.reach(caller).allow_everywhere(Permission.OPERATIONS_RUN)


def _forgotten(request: Request, _: Exception) -> Response:
    detail = "the person's data was erased; nothing can be written for him"
    return answer(request, problem(409, detail, slug="member-is-forgotten"))


FRONT = Front(
    title="党员组织关系 membership",
    routers=ROUTERS,
    rejection=Rejection,
    statuses=STATUSES,
    larger_bodies=LARGER_BODIES,
    handlers={SubjectForgotten: _forgotten},
    allow=_operator,
)
