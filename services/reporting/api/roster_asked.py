"""The parameters of a question about joint conferences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query

from services.reporting.api.asked import MOST_EVENTS, Days, days
from services.reporting.api.read_after import ReadAfterRoster
from services.reporting.api.visiting import Visiting, figure_of
from services.reporting.conferences.figures import FIGURES, Figure
from services.reporting.conferences.question import Positions, Question
from services.reporting.conferences.reading import Cell
from services.reporting.conferences.roster import After, Slice
from services.reporting.conferences.selecting import Only
from services.reporting.paging import START, Cursor
from services.reporting.paging import Slice as EventsSlice
from shared.http.problem import FieldError
from shared.http.refusals import Invalid

MOST_CONFERENCES = 500
_NUMBER = r"[0-9]{1,18}"
_POSITIONS = rf"^membership:{_NUMBER},resources:{_NUMBER}$"
_ID = r"[0-9a-z][0-9a-z-]{0,63}"
Id = Annotated[str | None, Query(pattern=rf"^{_ID}$")]


@dataclass
class RosterDays(Days):
    """As of which day, as known when, which period, and up to which position of either publisher."""

    position: Annotated[
        str | None,
        Query(
            pattern=_POSITIONS,
            description="Only events up to here, of each publisher: `membership:12,resources:34`.",
        ),
    ] = None

    @property
    def positions(self) -> Positions:
        """Of each publisher; unlimited where nothing was said."""
        if self.position is None:
            return Positions()
        told = (one.partition(":") for one in self.position.split(","))
        return Positions(**{publisher: int(number) for publisher, _, number in told})


@dataclass
class _Visit(Visiting):
    """Who asks what about which division."""

    division: Annotated[str, Path(description="The division's code.", pattern=r"^[0-9]{1,12}$")]
    asked: Annotated[RosterDays, Depends()]
    read_after: ReadAfterRoster = None

    @property
    def subject(self) -> str:
        return self.division

    def question(self, now: datetime) -> Question:
        moment, period = days(self.asked, now)
        return Question(self.division, moment, self.asked.positions, period)


Visit = Annotated[_Visit, Depends()]


@dataclass
class _Page:
    """Which of the conferences."""

    after: Annotated[
        str, Query(pattern=rf"^([0-9]{{1,12}}\.{_ID})?$", description="From the answer's `next`.")
    ] = ""
    limit: Annotated[int, Query(ge=1, le=MOST_CONFERENCES)] = 100

    @property
    def slice(self) -> Slice:
        division, _, conference = self.after.partition(".")
        return Slice(After(division, conference), self.limit)


Page = Annotated[_Page, Depends()]


@dataclass
class _CellAsked:
    """Which figure, of the whole or of one conference or unit, and which page of its events."""

    name: Annotated[
        str, Query(alias="figure", description="As the answer's links name it: `hall_loans`.")
    ]
    conference: Id = None
    unit: Id = None
    after: Annotated[
        str, Query(pattern=rf"^{_NUMBER}\.[0-9]{{1,4}}$", description="From the answer's `next`.")
    ] = str(START)
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = 100

    @property
    def slice(self) -> EventsSlice:
        return EventsSlice(Cursor(*map(int, self.after.split("."))), self.limit)

    @property
    def figure(self) -> Figure:
        """Raises `Invalid` when there is none of that name, or none of one conference."""
        figure = figure_of(FIGURES, self.name, "roster")
        if self.conference and not figure.by_conference:
            message = f"{self.name} is counted by place and unit, not by conference; leave it out"
            raise Invalid(
                [FieldError(field="conference", rule="not-by-conference", message=message)]
            )
        return figure

    @property
    def cell(self) -> Cell:
        """Raises `Invalid` as `figure` does."""
        return Cell(self.figure, Only(self.conference or "", self.unit or ""), self.slice)


CellAsked = Annotated[_CellAsked, Depends()]
