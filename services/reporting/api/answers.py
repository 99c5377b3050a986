"""How statistics look as JSON."""

from datetime import date, datetime
from typing import Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.api.read_after import position_text
from services.reporting.paging import Cursor
from services.reporting.statistics import labels
from services.reporting.statistics.figures import FIGURES, Figure
from services.reporting.statistics.reading import Answer, Evidence, Head


class FigureAnswer(BaseModel):
    value: int
    why: str = Field(description="Where the events are listed whose changes add up to the figure.")


class OrganisationAnswer(BaseModel):
    """The organisation as it was at the moment asked for."""

    id: str
    name: str
    kind: str
    kind_label: str
    path: str
    living: bool

    @classmethod
    def of(cls, head: Head) -> Self:
        label = labels.KINDS.get(head.kind, head.kind)
        return cls(
            id=head.organisation_id,
            name=head.name,
            kind=head.kind,
            kind_label=label,
            path=head.path,
            living=head.living,
        )


class PeriodAnswer(BaseModel):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class _AsOf(BaseModel):
    """What every answer says of itself."""

    organisation: OrganisationAnswer
    as_of: date = Field(description="What was true on this day.")
    known_at: datetime = Field(description="As far as it was recorded by this instant, UTC.")
    position: str = Field(description="As far as the view was: the publisher's log position.")
    period: PeriodAnswer = Field(description="Of the transfers.")


Breakdown = dict[str, FigureAnswer]


class StatisticsAnswer(_AsOf):
    """The district statistics of an organisation and all below it."""

    communities: FigureAnswer
    communities_with_organisation: FigureAnswer
    communities_without_organisation: FigureAnswer
    organisations: Breakdown = Field(description="Living ones by kind, the organisation included.")
    members: FigureAnswer = Field(description="With full or probationary standing.")
    members_suspended: FigureAnswer = Field(description="Not counted among the members.")
    members_by_age: Breakdown
    members_by_age_band: Breakdown = Field(description="The official bands.")
    members_by_education: Breakdown
    members_by_education_level: Breakdown
    members_by_class: Breakdown
    members_by_standing: Breakdown
    members_by_gender: Breakdown
    transferred_in: FigureAnswer
    transferred_out: FigureAnswer
    transferred_in_by_kind: Breakdown
    transferred_out_by_kind: Breakdown

    @classmethod
    def of(cls, answer: Answer, root: str) -> Self:
        told: dict[str, Any] = as_of(answer.head)
        for name in FIGURES:
            figure = FigureAnswer(
                value=answer.values[name], why=events_link(answer.head, name, root)
            )
            section, _, word = name.partition(".")
            if word:
                told.setdefault(section, {})[word] = figure
            else:
                told[name] = figure
        return cls(**told)


class EventAnswer(BaseModel):
    """One event and what it changed of the figure."""

    model_config = ConfigDict(from_attributes=True)
    event_id: str
    sequence: int
    effective_date: date
    recorded_at: datetime
    reason: str
    reason_label: str
    change: int
    member_id: str | None
    organisation_id: str | None
    division_code: str | None


class EvidenceAnswer(_AsOf):
    """The events behind one figure; their changes add up to it."""

    figure: str
    label: str
    value: int
    events: list[EventAnswer]
    next: str | None = Field(description="Where the following events are; null on the last page.")

    @classmethod
    def of(cls, evidence: Evidence, figure: Figure, limit: int, root: str) -> Self:
        following = evidence.page.next
        link = events_link(evidence.head, figure.name, root, after=following, limit=limit)
        return cls(
            **as_of(evidence.head),
            figure=figure.name,
            label=figure.label,
            value=evidence.value,
            events=[_event(row) for row in evidence.page.rows],
            next=link if following else None,
        )


def as_of(head: Head) -> dict[str, Any]:
    """The fields of `_AsOf`."""
    period = head.question.period
    return {
        "organisation": OrganisationAnswer.of(head),
        "as_of": head.question.moment.as_of,
        "known_at": head.known_at,
        "position": position_text(head.position),
        "period": PeriodAnswer(**{"from": period.first, "to": period.last}),
    }


def events_link(
    head: Head, figure: str, root: str, *, after: Cursor | None = None, limit: int | None = None
) -> str:
    """The events behind a figure, exactly as they were counted for this answer."""
    moment, period = head.question.moment, head.question.period
    query: dict[str, Any] = {
        "figure": figure,
        "as_of": moment.as_of,
        "position": moment.position,
        "from": period.first,
        "to": period.last,
        "known_at": moment.known_at.isoformat() if moment.known_at else None,
        "after": after,
        "limit": limit,
    }
    said = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{root}/statistics/{head.organisation_id}/events?{said}"


def _event(row: Any) -> EventAnswer:
    label = labels.REASONS.get(row.reason, row.reason)
    return EventAnswer(**{**row._mapping, "reason_label": label})  # noqa: SLF001 -- SQLAlchemy's public name
