"""`/joint-conferences`: the roster as JSON, as a printed table, and the events behind each cell."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Response
from sqlalchemy import Engine

from services.reporting.api.desk import Desk
from services.reporting.api.read_after import ViewSwitched, tell_positions, wait_for
from services.reporting.api.roster_answers import (
    RosterAnswer,
    RosterEvidenceAnswer,
    positions_text,
)
from services.reporting.api.roster_asked import CellAsked, Page, Visit
from services.reporting.conferences import reading, workbook
from services.reporting.conferences.places import path_now, reach_of
from services.reporting.conferences.question import Question
from services.reporting.conferences.roster import After, Slice
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.scope import authorise, visible_roots
from shared.http.documented import Responses
from shared.http.refusals import NotFound
from shared.http.service_app import service_router
from shared.printed import MEDIA_TYPE
from shared.subscription.reading import ViewSwitching

_TOLD = "`membership:12,resources:34`"
_POSITION = {"View-Position": {"schema": {"type": "string"}, "description": _TOLD}}
_JSON: Responses = {200: {"headers": _POSITION}}
_SHEET: Responses = {200: {"headers": _POSITION, "content": {MEDIA_TYPE: {}}}}
_ALL = Slice(After(), 100_000)

T = TypeVar("T")


def joint_conferences_router(desk: Desk) -> APIRouter:
    """The endpoints under `/joint-conferences`."""
    router = service_router(404, tags=["joint conferences"])

    @router.get("/joint-conferences/{division}.xlsx", response_class=Response, responses=_SHEET)
    def roster_sheet(visit: Visit) -> Response:
        """The roster of all conferences as a table to print."""
        found = _answered(desk, visit, partial(reading.roster, part=_ALL))
        response = Response(workbook.workbook(found), media_type=MEDIA_TYPE)
        name = quote(workbook.file_name(found))
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        tell_positions(response, positions_text(found.head.question.positions))
        return response

    @router.get("/joint-conferences/{division}", responses=_JSON)
    def roster(response: Response, visit: Visit, page: Page) -> RosterAnswer:
        """Units, representatives' posts, liaisons' posts, seats, chair now and next, agreements, sharing."""
        found = _answered(desk, visit, partial(reading.roster, part=page.slice))
        tell_positions(response, positions_text(found.head.question.positions))
        return RosterAnswer.of(found, page.limit, visit.root)

    @router.get("/joint-conferences/{division}/events", responses=_JSON)
    def roster_events(response: Response, visit: Visit, asked: CellAsked) -> RosterEvidenceAnswer:
        """The events behind one figure or cell, page by page; their changes add up to it."""
        cell = asked.cell
        found = _answered(desk, visit, partial(reading.evidence, cell=cell))
        tell_positions(response, positions_text(found.head.question.positions))
        return RosterEvidenceAnswer.of(found, cell, visit.root)

    return router


def _answered(desk: Desk, visit: Visit, ask: Callable[[Engine, Question, datetime], T]) -> T:
    """Wait where it was asked for, let in who may, and ask."""
    wait_for(desk, visit.read_after)
    _admit(desk.engine, visit.caller, visit.division)
    now = desk.now()
    try:
        return ask(desk.engine, visit.question(now), now)
    except reading.NotThere as error:
        raise NotFound("division on that day") from error
    except ViewSwitching as error:
        raise ViewSwitched from error


def _admit(engine: Engine, caller: Principal, division: str) -> None:
    """Let the caller see the division's roster; only who sees the whole city learns that there is none.

    Raises:
        Forbidden: it is out of the caller's scope.
        NotFound: there is no such division.
    """
    with engine.connect() as connection:

        def path_of(organisation: str) -> str | None:
            return reach_of(connection, organisation)

        path = path_now(connection, division)
        roots = visible_roots(caller, Permission.STATISTICS_READ, path_of)
        if path is None and any("/" not in root for root in roots):
            raise NotFound("division")
        authorise(caller, Permission.STATISTICS_READ, path or "", path_of)
