"""`/statistics`: the figures of a subtree, as JSON, as a printed table, and the events behind each."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.reporting.api.access import Admission
from services.reporting.api.answers import EvidenceAnswer, StatisticsAnswer
from services.reporting.api.asked import Asked, Organisation, Part, when
from services.reporting.api.desk import Desk
from services.reporting.api.read_after import ReadAfter, position_text, tell_position
from services.reporting.api.visiting import Visiting, answered, figure_of, told
from services.reporting.projections.organisations import path_now
from services.reporting.statistics import reading, workbook
from services.reporting.statistics.evidence import Question
from services.reporting.statistics.figures import FIGURES
from shared.http.service_app import service_router
from shared.http.spreadsheets import printed_file

_JSON, _SHEET = told("`membership:1234`")
_ADMISSION = Admission("organisation", path_now, path_now)


@dataclass
class _Visit(Visiting):
    """Who asks what about which organisation."""

    organisation: Organisation
    asked: Asked
    read_after: ReadAfter = None

    @property
    def subject(self) -> str:
        return self.organisation

    def question(self, now: datetime) -> Question:
        return Question(self.organisation, *when(self.asked, now))


Visit = Annotated[_Visit, Depends()]


def statistics_router(desk: Desk) -> APIRouter:
    """The endpoints under `/statistics`."""
    router = service_router(404, tags=["statistics"])

    @router.get("/statistics/{organisation}.xlsx", response_class=Response, responses=_SHEET)
    def statistics_sheet(visit: Visit) -> Response:
        """The statistics as a table to print."""
        answer = answered(desk, _ADMISSION, visit, reading.statistics)
        position = {"View-Position": position_text(answer.head.position)}
        return printed_file(workbook.workbook(answer), workbook.file_name(answer), position)

    @router.get("/statistics/{organisation}", responses=_JSON)
    def statistics(response: Response, visit: Visit) -> StatisticsAnswer:
        """Every figure of an organisation and all below it."""
        answer = answered(desk, _ADMISSION, visit, reading.statistics)
        tell_position(response, answer.head.position)
        return StatisticsAnswer.of(answer, visit.root)

    @router.get("/statistics/{organisation}/events", responses=_JSON)
    def events(response: Response, visit: Visit, part: Part) -> EvidenceAnswer:
        """The events behind one figure, page by page; their changes add up to it."""
        figure = figure_of(FIGURES, part.figure, "statistics")
        ask = partial(reading.evidence, figure=figure, part=part.slice)
        found = answered(desk, _ADMISSION, visit, ask)
        tell_position(response, found.head.position)
        return EvidenceAnswer.of(found, figure, part.limit, visit.root)

    return router
