"""The resources service over HTTP: all its routers, and how refusals are answered."""

from fastapi import Request

from services.resources.api import (
    asking_for,
    assessing,
    calendar,
    counting,
    disclosures,
    looking_up,
    registering,
    rules,
)
from services.resources.api.office import Office
from services.resources.api.refusals import HANDLERS
from services.resources.api.statuses import STATUSES
from services.resources.domain.rejection import Rejection
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.composition.front import Front
from shared.http.office import office_of


def _operator(request: Request, caller: Principal) -> None:
    """Who runs the whole deployment, and no district of it alone."""
    office: Office = office_of(request)
    office.reach(caller).allow_everywhere(Permission.OPERATIONS_RUN)


FRONT = Front(
    title="党建联席会与共建共享 resources",
    routers=[
        registering.router,
        *asking_for.routers(),
        assessing.router,
        counting.router,
        counting.tasks,
        disclosures.router,
        calendar.router,
        rules.router,
        *looking_up.routers(),
    ],
    rejection=Rejection,
    statuses=STATUSES,
    handlers=HANDLERS,
    allow=_operator,
)
