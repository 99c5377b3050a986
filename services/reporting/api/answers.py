"""How statistics look as JSON."""

from typing import Any, Self

from pydantic import BaseModel, Field

from services.reporting.answering import Evidence
from services.reporting.api.read_after import position_text
from services.reporting.api.told import (
    AsOf,
    Breakdown,
    ChangeAnswer,
    FigureAnswer,
    FigureWithEvents,
    PeriodAnswer,
    asked,
    changes,
    link,
)
from services.reporting.paging import Cursor
from services.reporting.statistics import labels
from services.reporting.statistics.figures import FIGURES, Figure
from services.reporting.statistics.reading import Answer, Head


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


class _AsOf(AsOf):
    """What every answer says of itself."""

    organisation: OrganisationAnswer
    period: PeriodAnswer = Field(description="Of the transfers.")


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


class EventAnswer(ChangeAnswer):
    """One event and what it changed of the figure."""

    member_id: str | None
    organisation_id: str | None
    division_code: str | None


class EvidenceAnswer(_AsOf, FigureWithEvents):
    """The events behind one figure; their changes add up to it."""

    events: list[EventAnswer]

    @classmethod
    def of(cls, evidence: Evidence[Head], figure: Figure, limit: int, root: str) -> Self:
        following = evidence.page.next
        following_link = events_link(evidence.head, figure.name, root, after=following, limit=limit)
        return cls(
            **as_of(evidence.head),
            figure=figure.name,
            label=figure.label,
            value=evidence.value,
            events=changes(EventAnswer, evidence.page.rows, labels.REASONS),
            next=following_link if following else None,
        )


def as_of(head: Head) -> dict[str, Any]:
    """The fields of `_AsOf`."""
    return {
        "organisation": OrganisationAnswer.of(head),
        "as_of": head.question.moment.as_of,
        "known_at": head.known_at,
        "position": position_text(head.position),
        "period": PeriodAnswer.of(head.question.period),
    }


def events_link(
    head: Head, figure: str, root: str, *, after: Cursor | None = None, limit: int | None = None
) -> str:
    """The events behind a figure, exactly as they were counted for this answer."""
    moment = head.question.moment
    query = {"figure": figure, **asked(moment, head.question.period, moment.position)}
    path = f"{root}/statistics/{head.organisation_id}/events"
    return link(path, {**query, "after": after, "limit": limit})
