"""`/petitions`: how appeals fare, as JSON, as a printed table, and the events behind each figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy import Engine

from services.reporting.api.asked import Asked, Part, when
from services.reporting.api.desk import Desk
from services.reporting.api.petition_answers import (
    PUBLISHER,
    PetitionEvidenceAnswer,
    PetitionReportAnswer,
)
from services.reporting.api.read_after import (
    ReadAfterPetitions,
    ViewSwitched,
    tell_position,
    wait_for,
)
from services.reporting.petitions import reading, workbook
from services.reporting.petitions.figures import FIGURES, Figure
from services.reporting.petitions.places import path_now
from services.reporting.petitions.question import Filters, Question
from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.scope import authorise, visible_roots
from shared.http.documented import Responses
from shared.http.problem import FieldError
from shared.http.refusals import Invalid, NotFound
from shared.http.security import Caller
from shared.http.service_app import service_router
from shared.printed import MEDIA_TYPE
from shared.subscription.reading import ViewSwitching

_POSITION = {"View-Position": {"schema": {"type": "string"}, "description": "`petitions:1234`"}}
_JSON: Responses = {200: {"headers": _POSITION}}
_SHEET: Responses = {200: {"headers": _POSITION, "content": {MEDIA_TYPE: {}}}}
_ID = r"^[0-9a-z][0-9a-z-]{0,63}$"
_WORD = r"^[a-z_]{1,30}$"

T = TypeVar("T")
Place = Annotated[str, Path(description="The division's code.", pattern=r"^[0-9]{1,12}$")]
Word = Annotated[str | None, Query(pattern=_WORD)]
Id = Annotated[str | None, Query(pattern=_ID)]


@dataclass
class _Only:
    """Which appeals only."""

    channel: Word = None
    kind: Word = None
    mode: Word = None
    category: Id = None
    unit: Id = None
    place_itself: Annotated[bool, Query(description="Not of the places below it.")] = False
    category_itself: Annotated[bool, Query(description="Not of the categories below it.")] = False

    @property
    def filters(self) -> Filters:
        return Filters(
            channel=self.channel or "",
            kind=self.kind or "",
            mode=self.mode or "",
            category=self.category or "",
            unit=self.unit or "",
            place_itself=self.place_itself,
            category_itself=self.category_itself,
        )


@dataclass
class _Visit:
    """Who asks what about which place."""

    request: Request
    caller: Caller
    place: Place
    asked: Asked
    only: Annotated[_Only, Depends()]
    read_after: ReadAfterPetitions = None

    @property
    def root(self) -> str:
        """The path under which the service stands, for its links."""
        return str(self.request.scope.get("root_path", ""))


Visit = Annotated[_Visit, Depends()]


def petitions_router(desk: Desk) -> APIRouter:
    """The endpoints under `/petitions`."""
    router = service_router(404, tags=["petitions"])

    @router.get("/petitions/{place}.xlsx", response_class=Response, responses=_SHEET)
    def petition_sheet(visit: Visit) -> Response:
        """The report as a table to print."""
        report = _answered(desk, visit, reading.report)
        response = Response(workbook.workbook(report), media_type=MEDIA_TYPE)
        name = quote(workbook.file_name(report))
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        tell_position(response, report.head.position, PUBLISHER)
        return response

    @router.get("/petitions/{place}", responses=_JSON)
    def petition_report(response: Response, visit: Visit) -> PetitionReportAnswer:
        """Rates, backlog and its age, supervision, and the same by channel, kind, category, unit, place."""
        report = _answered(desk, visit, reading.report)
        tell_position(response, report.head.position, PUBLISHER)
        return PetitionReportAnswer.of(report, visit.root)

    @router.get("/petitions/{place}/events", responses=_JSON)
    def petition_events(response: Response, visit: Visit, part: Part) -> PetitionEvidenceAnswer:
        """The events behind one figure, page by page; their changes add up to it."""
        figure = _figure(part.figure)
        ask = partial(reading.evidence, figure=figure, part=part.slice)
        found = _answered(desk, visit, ask)
        tell_position(response, found.head.position, PUBLISHER)
        return PetitionEvidenceAnswer.of(found, figure, part.limit, visit.root)

    return router


def _answered(desk: Desk, visit: _Visit, ask: Callable[[Engine, Question, datetime], T]) -> T:
    """Wait where it was asked for, let in who may, and ask."""
    wait_for(desk, visit.read_after)
    _admit(desk.engine, visit.caller, visit.place)
    now = desk.now()
    question = Question(visit.place, *when(visit.asked, now), visit.only.filters)
    try:
        return ask(desk.engine, question, now)
    except reading.NotThere as error:
        raise NotFound("place on that day") from error
    except ViewSwitching as error:
        raise ViewSwitched from error


def _admit(engine: Engine, caller: Principal, place: str) -> None:
    """Let the caller see the place's report; only who sees the whole city learns that there is none.

    Raises:
        Forbidden: it is out of the caller's scope.
        NotFound: there is no such place.
    """
    with engine.connect() as connection:

        def path_of(one: str) -> str | None:
            return path_now(connection, one)

        path = path_of(place)
        roots = visible_roots(caller, Permission.STATISTICS_READ, path_of)
        if path is None and any("/" not in root for root in roots):
            raise NotFound("place")
        authorise(caller, Permission.STATISTICS_READ, path or "", path_of)


def _figure(name: str) -> Figure:
    figure = FIGURES.get(name)
    if figure is None:
        message = "is no figure of the report; follow the `why` of the one you mean"
        raise Invalid([FieldError(field="figure", rule="unknown-figure", message=message)])
    return figure
