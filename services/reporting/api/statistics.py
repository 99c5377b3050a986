"""`/statistics`: the figures of a subtree, as JSON, as a printed table, and the events behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Engine

from services.reporting.api.access import admit
from services.reporting.api.answers import EvidenceAnswer, StatisticsAnswer
from services.reporting.api.asked import Asked, Organisation, Part, question
from services.reporting.api.desk import Desk
from services.reporting.api.read_after import ReadAfter, ViewSwitched, tell_position, wait_for
from services.reporting.statistics import reading, workbook
from services.reporting.statistics.evidence import Question
from services.reporting.statistics.figures import FIGURES, Figure
from shared.http.documented import Responses
from shared.http.problem import FieldError
from shared.http.refusals import Invalid, NotFound
from shared.http.security import Caller
from shared.http.service_app import service_router
from shared.printed import MEDIA_TYPE
from shared.subscription.reading import ViewSwitching

_POSITION = {"View-Position": {"schema": {"type": "string"}, "description": "`membership:1234`"}}
_JSON: Responses = {200: {"headers": _POSITION}}
_SHEET: Responses = {200: {"headers": _POSITION, "content": {MEDIA_TYPE: {}}}}

T = TypeVar("T")


@dataclass
class _Visit:
    """Who asks what about which organisation."""

    request: Request
    caller: Caller
    organisation: Organisation
    asked: Asked
    read_after: ReadAfter = None

    @property
    def root(self) -> str:
        """The path under which the service stands, for its links."""
        return str(self.request.scope.get("root_path", ""))


Visit = Annotated[_Visit, Depends()]


def statistics_router(desk: Desk) -> APIRouter:
    """The endpoints under `/statistics`."""
    router = service_router(404, tags=["statistics"])

    @router.get("/statistics/{organisation}.xlsx", response_class=Response, responses=_SHEET)
    def statistics_sheet(visit: Visit) -> Response:
        """The statistics as a table to print."""
        answer = _answered(desk, visit, reading.statistics)
        response = Response(workbook.workbook(answer), media_type=MEDIA_TYPE)
        name = quote(workbook.file_name(answer))
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        tell_position(response, answer.head.position)
        return response

    @router.get("/statistics/{organisation}", responses=_JSON)
    def statistics(response: Response, visit: Visit) -> StatisticsAnswer:
        """Every figure of an organisation and all below it."""
        answer = _answered(desk, visit, reading.statistics)
        tell_position(response, answer.head.position)
        return StatisticsAnswer.of(answer, visit.root)

    @router.get("/statistics/{organisation}/events", responses=_JSON)
    def events(response: Response, visit: Visit, part: Part) -> EvidenceAnswer:
        """The events behind one figure, page by page; their changes add up to it."""
        figure = _figure(part.figure)
        ask = partial(reading.evidence, figure=figure, part=part.slice)
        found = _answered(desk, visit, ask)
        tell_position(response, found.head.position)
        return EvidenceAnswer.of(found, figure, part.limit, visit.root)

    return router


def _answered(desk: Desk, visit: _Visit, ask: Callable[[Engine, Question, datetime], T]) -> T:
    """Wait where it was asked for, let in who may, and ask."""
    wait_for(desk, visit.read_after)
    admit(desk.engine, visit.caller, visit.organisation)
    now = desk.now()
    try:
        return ask(desk.engine, question(visit.organisation, visit.asked, now), now)
    except reading.NotThere as error:
        raise NotFound("organisation on that day") from error
    except ViewSwitching as error:
        raise ViewSwitched from error


def _figure(name: str) -> Figure:
    figure = FIGURES.get(name)
    if figure is None:
        message = "is no figure of the statistics; follow the `why` of the one you mean"
        raise Invalid([FieldError(field="figure", rule="unknown-figure", message=message)])
    return figure
