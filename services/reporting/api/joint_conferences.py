"""`/joint-conferences`: the roster as JSON, as a printed table, and the events behind each cell."""

from contextlib import ExitStack
from functools import partial

from fastapi import APIRouter, Response

from services.reporting.api.access import Admission
from services.reporting.api.desk import Desk
from services.reporting.api.read_after import tell_positions
from services.reporting.api.roster_answers import RosterAnswer, RosterEvidenceAnswer
from services.reporting.api.roster_asked import CellAsked, Page, Visit
from services.reporting.api.roster_links import positions_text
from services.reporting.api.visiting import answered, told
from services.reporting.conferences import reading, workbook
from services.reporting.conferences.places import path_now, reach_of
from shared.http.service_app import service_router
from shared.http.spreadsheets import printed_stream, spooled

_JSON, _SHEET = told("`membership:12,resources:34`")
_ADMISSION = Admission("division", path_now, reach_of)


def joint_conferences_router(desk: Desk) -> APIRouter:
    """The endpoints under `/joint-conferences`."""
    router = service_router(404, tags=["joint conferences"])

    @router.get("/joint-conferences/{division}.xlsx", response_class=Response, responses=_SHEET)
    def roster_sheet(visit: Visit) -> Response:
        """The roster of all conferences as a table to print."""
        with ExitStack() as unless_answered:
            out = unless_answered.enter_context(spooled())
            write = partial(workbook.write, out)
            head = answered(desk, _ADMISSION, visit, partial(reading.whole, write=write))
            unless_answered.pop_all()
        position = {"View-Position": positions_text(head.question.positions)}
        return printed_stream(out, workbook.file_name(head), position)

    @router.get("/joint-conferences/{division}", responses=_JSON)
    def roster(response: Response, visit: Visit, page: Page) -> RosterAnswer:
        """Units, representatives' posts, liaisons' posts, seats, chair now and next, agreements, sharing."""
        found = answered(desk, _ADMISSION, visit, partial(reading.roster, part=page.slice))
        tell_positions(response, positions_text(found.head.question.positions))
        return RosterAnswer.of(found, page.limit, visit.root)

    @router.get("/joint-conferences/{division}/events", responses=_JSON)
    def roster_events(response: Response, visit: Visit, asked: CellAsked) -> RosterEvidenceAnswer:
        """The events behind one figure or cell, page by page; their changes add up to it."""
        cell = asked.cell
        found = answered(desk, _ADMISSION, visit, partial(reading.evidence, cell=cell))
        tell_positions(response, positions_text(found.head.question.positions))
        return RosterEvidenceAnswer.of(found, cell, visit.root)

    return router
