"""The petitions service over HTTP: all its routers, and how refusals are answered."""

from fastapi import Request, Response
from starlette.middleware import Middleware

from services.petitions.api import (
    appeals,
    attachments,
    calendar,
    categories,
    disclosures,
    duplicates,
    history,
    intake,
    needs,
    public,
    records,
    rules,
    sealed,
    units,
    what_if,
)
from services.petitions.api.attachments import LARGEST
from services.petitions.api.office import Office
from services.petitions.api.open311 import router as open311
from services.petitions.api.open311.errors import Open311Errors
from services.petitions.api.statuses import STATUSES
from services.petitions.api.steps import endpoints
from services.petitions.domain.rejection import Rejection
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.composition.front import Front
from shared.http.office import office_of
from shared.http.problem import answer, problem
from shared.privacy.faults import SubjectForgotten

ROUTERS = (
    intake.router,
    records.router,
    appeals.router,
    endpoints.router,
    history.router,
    duplicates.router,
    needs.router,
    sealed.router,
    attachments.router,
    disclosures.router,
    what_if.router,
    units.router,
    categories.router,
    rules.router,
    calendar.router,
    public.router,
    open311,
)


def _operator(request: Request, caller: Principal) -> None:
    """Who runs the whole deployment, and no district of it alone."""
    office: Office = office_of(request)
    office.reach(caller).allow_everywhere(Permission.OPERATIONS_RUN)


def _forgotten(request: Request, _: Exception) -> Response:
    detail = "the appellant's data was erased; nothing can be written for him"
    return answer(request, problem(409, detail, slug="appellant-is-forgotten"))


FRONT = Front(
    title="诉求办理 petitions",
    routers=ROUTERS,
    rejection=Rejection,
    statuses=STATUSES,
    larger_bodies=dict.fromkeys((attachments.UPLOAD, attachments.PUBLIC_UPLOAD), LARGEST),
    handlers={SubjectForgotten: _forgotten},
    allow=_operator,
    around=(Middleware(Open311Errors),),
)
