"""What every report's answers are made of: figures with their links, the moment, and the events behind them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.naming import Place
from services.reporting.projections.moment import Moment, Period


class FigureAnswer(BaseModel):
    value: int
    why: str = Field(description="Where the events are listed whose changes add up to the figure.")


Breakdown = dict[str, FigureAnswer]


class PeriodAnswer(BaseModel):
    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @classmethod
    def of(cls, period: Period) -> "PeriodAnswer":
        return cls(**{"from": period.first, "to": period.last})


class PlaceAnswer(BaseModel):
    """The division as it was at the moment asked for."""

    model_config = ConfigDict(from_attributes=True)
    code: str
    name: str
    level: str
    level_label: str

    @classmethod
    def of(cls, place: Place) -> "PlaceAnswer":
        return cls.model_validate(place)


class AsOf(BaseModel):
    """What every answer says of its moment."""

    as_of: date = Field(description="What was true on this day.")
    known_at: datetime = Field(description="As far as it was recorded by this instant, UTC.")
    position: str = Field(description="As far as the view was: each publisher's log position.")


class ChangeAnswer(BaseModel):
    """One event and what it changed of the figure; a report adds what it happened to."""

    event_id: str
    sequence: int
    effective_date: date
    recorded_at: datetime
    reason: str
    reason_label: str
    change: int


C = TypeVar("C", bound=ChangeAnswer)


def changes(answer: type[C], rows: Any, labels: Mapping[str, str]) -> list[C]:
    """The rows behind a figure, each with its reason's label."""
    told = (row._mapping for row in rows)  # noqa: SLF001 -- SQLAlchemy's public name
    return [answer(**one, reason_label=labels.get(one["reason"], one["reason"])) for one in told]


class FigureWithEvents(BaseModel):
    """The events behind one figure; their changes add up to it. A report adds them."""

    figure: str
    label: str
    value: int
    next: str | None = Field(description="Where the following events are; null on the last page.")


def asked(moment: Moment, period: Period, position: int | str | None) -> dict[str, Any]:
    """A question as a link asks it again, exactly as it was counted."""
    return {
        "as_of": moment.as_of,
        "position": position,
        "from": period.first,
        "to": period.last,
        "known_at": moment.known_at and moment.known_at.isoformat(),
    }


def link(path: str, query: Mapping[str, Any]) -> str:
    """The path with all of the query that is said."""
    said = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(said)}"
