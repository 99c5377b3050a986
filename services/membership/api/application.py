"""The membership service's HTTP application: all its routers, and how refusals are answered."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

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
from services.membership.api.transfers import acceptance, letters, release, request
from services.membership.api.transfers import queries as transfers
from services.membership.domain.rejection import Rejection
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.tokens import Verifier
from shared.http.health import Readiness
from shared.http.office import use_office
from shared.http.problem import answer, problem
from shared.http.service_app import Edge, service_app
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
    transfers.router,
    letters.router,
)
LARGER_BODIES = {
    "/divisions": FILE_BYTES,
    "/divisions/file": FILE_BYTES + 64 * 1024,
    "/roster-imports": imports.UPLOAD_BYTES,
}
TITLE = "党员组织关系 membership"
VERSION = "1"


def membership_app(
    office: Office,
    verifier: Verifier,
    readiness: Readiness = tuple,
    routers: Sequence[APIRouter] = ROUTERS,
) -> FastAPI:
    """The application; it always answers for its health and its metrics."""
    edge = Edge(
        title=TITLE,
        version=VERSION,
        verifier=verifier,
        metrics=office.metrics,
        readiness=readiness,
        rejection=Rejection,
        statuses=STATUSES,
        larger_bodies=LARGER_BODIES,
    )
    app = service_app(edge, routers)
    use_office(app, office)
    app.add_exception_handler(SubjectForgotten, _forgotten)
    return app


def may_operate(office: Office) -> Any:
    """Lets those pass who run the whole deployment."""

    def allow(_: Request, caller: Principal) -> None:
        office.reach(caller).allow_everywhere(Permission.OPERATIONS_RUN)

    return allow


def _forgotten(request: Request, _: Exception) -> Response:
    detail = "the person's data was erased; nothing can be written for him"
    return answer(request, problem(409, detail, slug="member-is-forgotten"))
