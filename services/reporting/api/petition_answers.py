"""How the petition report looks as JSON."""

from dataclasses import asdict
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
    PlaceAnswer,
    asked,
    changes,
    link,
)
from services.reporting.paging import Cursor
from services.reporting.petitions import labels
from services.reporting.petitions.counting import GROUPS, Values
from services.reporting.petitions.figures import FIGURES, RATES, SHOWN_OF_GROUPS, Figure
from services.reporting.petitions.reading import Head, Report
from services.reporting.petitions.workbook import percentage

PUBLISHER = "petitions"


class RateAnswer(BaseModel):
    value: float | None = Field(description="From 0 to 1, four places; null when `of` is 0.")
    label: str
    share: FigureAnswer
    of: FigureAnswer


class GroupAnswer(BaseModel):
    label: str
    figures: Breakdown
    rates: dict[str, RateAnswer]


class _AsOf(AsOf):
    """What every answer says of itself."""

    place: PlaceAnswer
    period: PeriodAnswer = Field(description="Of registrations, and of steps of supervision.")
    filters: dict[str, str | bool] = Field(description="Of which appeals only.")


class PetitionReportAnswer(_AsOf):
    """How the appeals of a place and of all below it fare."""

    figures: Breakdown = Field(description="Appeals, backlog, supervision.")
    rates: dict[str, RateAnswer] = Field(description="三率 and 按时办结率.")
    groups: dict[str, dict[str, GroupAnswer]] = Field(
        description="By channel, kind, mode, category, unit and place; an empty category or place is"
        " what is registered with the one asked for itself."
    )

    @classmethod
    def of(cls, report: Report, root: str) -> Self:
        links = Links(report.head, root)
        return cls(
            **as_of(report.head),
            figures={name: links.figure(name, report.counts.whole) for name in FIGURES},
            rates=_rates(links, report.counts.whole),
            groups={name: _groups(report, name, root) for name in GROUPS},
        )


class PetitionEventAnswer(ChangeAnswer):
    """One event and what it changed of the figure."""

    petition_id: str
    unit_id: str
    place_path: str


class PetitionEvidenceAnswer(_AsOf, FigureWithEvents):
    """The events behind one figure; their changes add up to it."""

    events: list[PetitionEventAnswer]

    @classmethod
    def of(cls, evidence: Evidence[Head], figure: Figure, limit: int, root: str) -> Self:
        after = evidence.page.next
        following = Links(evidence.head, root).to(figure.name, after=after, limit=limit)
        return cls(
            **as_of(evidence.head),
            figure=figure.name,
            label=figure.label,
            value=evidence.value,
            events=changes(PetitionEventAnswer, evidence.page.rows, labels.REASONS),
            next=following if after else None,
        )


class Links:
    """Where the events behind the figures of one answer, or one of its groups, are listed."""

    def __init__(self, head: Head, root: str, group: str = "", word: str = "") -> None:
        self._root, self._place = root, head.place.code
        moment, period = head.question.moment, head.question.period
        self._query: dict[str, Any] = asked(moment, period, moment.position) | _filters(head)
        if group == "place" and word:
            self._place = word
        elif group in {"place", "category"} and not word:
            self._query[f"{group}_itself"] = "true"
        elif group:
            self._query[group] = word

    def figure(self, name: str, values: Values) -> FigureAnswer:
        return FigureAnswer(value=values[name], why=self.to(name))

    def to(self, figure: str, *, after: Cursor | None = None, limit: int | None = None) -> str:
        query = {"figure": figure, **self._query, "after": after, "limit": limit}
        return link(f"{self._root}/petitions/{self._place}/events", query)


def as_of(head: Head) -> dict[str, Any]:
    """The fields of `_AsOf`."""
    question = head.question
    return {
        "place": PlaceAnswer.of(head.place),
        "as_of": question.moment.as_of,
        "known_at": head.known_at,
        "position": position_text(head.position, PUBLISHER),
        "period": PeriodAnswer.of(question.period),
        "filters": _filters(head),
    }


def _filters(head: Head) -> dict[str, str | bool]:
    """Those that were asked for, as a query says them."""
    said = asdict(head.question.filters).items()
    return {name: "true" if value is True else value for name, value in said if value}


def _groups(report: Report, group: str, root: str) -> dict[str, GroupAnswer]:
    return {
        word: _group(
            Links(report.head, root, group, word), label, report.counts.groups[group][word]
        )
        for word, label in report.labels[group].items()
    }


def _group(links: Links, label: str, values: Values) -> GroupAnswer:
    figures = {name: links.figure(name, values) for name in SHOWN_OF_GROUPS}
    return GroupAnswer(label=label, figures=figures, rates=_rates(links, values))


def _rates(links: Links, values: Values) -> dict[str, RateAnswer]:
    return {
        rate.name: RateAnswer(
            value=percentage(rate, values),
            label=rate.label,
            share=links.figure(rate.share, values),
            of=links.figure(rate.of, values),
        )
        for rate in RATES
    }
