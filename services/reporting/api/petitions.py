"""`/petitions`: how appeals fare, as JSON, as a printed table, and the events behind each figure."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from services.reporting.api.access import Admission
from services.reporting.api.asked import Asked, Part, when
from services.reporting.api.desk import Desk
from services.reporting.api.petition_answers import (
    PUBLISHER,
    PetitionEvidenceAnswer,
    PetitionReportAnswer,
)
from services.reporting.api.read_after import ReadAfterPetitions, position_text, tell_position
from services.reporting.api.visiting import Visiting, answered, figure_of, told
from services.reporting.petitions import reading, workbook
from services.reporting.petitions.figures import FIGURES
from services.reporting.petitions.places import path_now
from services.reporting.petitions.question import Filters, Question
from shared.http.service_app import service_router
from shared.http.spreadsheets import printed_file

_JSON, _SHEET = told("`petitions:1234`")
_ADMISSION = Admission("place", path_now, path_now)
_ID = r"^[0-9a-z][0-9a-z-]{0,63}$"
_WORD = r"^[a-z_]{1,30}$"

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
class _Visit(Visiting):
    """Who asks what about which place."""

    place: Place
    asked: Asked
    only: Annotated[_Only, Depends()]
    read_after: ReadAfterPetitions = None

    @property
    def subject(self) -> str:
        return self.place

    def question(self, now: datetime) -> Question:
        return Question(self.place, *when(self.asked, now), self.only.filters)


Visit = Annotated[_Visit, Depends()]


def petitions_router(desk: Desk) -> APIRouter:
    """The endpoints under `/petitions`."""
    router = service_router(404, tags=["petitions"])

    @router.get("/petitions/{place}.xlsx", response_class=Response, responses=_SHEET)
    def petition_sheet(visit: Visit) -> Response:
        """The report as a table to print."""
        report = answered(desk, _ADMISSION, visit, reading.report)
        position = {"View-Position": position_text(report.head.position, PUBLISHER)}
        return printed_file(workbook.workbook(report), workbook.file_name(report), position)

    @router.get("/petitions/{place}", responses=_JSON)
    def petition_report(response: Response, visit: Visit) -> PetitionReportAnswer:
        """Rates, backlog and its age, supervision, and the same by channel, kind, category, unit, place."""
        report = answered(desk, _ADMISSION, visit, reading.report)
        tell_position(response, report.head.position, PUBLISHER)
        return PetitionReportAnswer.of(report, visit.root)

    @router.get("/petitions/{place}/events", responses=_JSON)
    def petition_events(response: Response, visit: Visit, part: Part) -> PetitionEvidenceAnswer:
        """The events behind one figure, page by page; their changes add up to it."""
        figure = figure_of(FIGURES, part.figure, "report")
        ask = partial(reading.evidence, figure=figure, part=part.slice)
        found = answered(desk, _ADMISSION, visit, ask)
        tell_position(response, found.head.position, PUBLISHER)
        return PetitionEvidenceAnswer.of(found, figure, part.limit, visit.root)

    return router
