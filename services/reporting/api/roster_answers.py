"""How the joint-conference roster looks as JSON."""

from datetime import date
from typing import Any, Self

from pydantic import BaseModel, Field

from services.reporting.answering import Evidence
from services.reporting.api.roster_links import Links, positions_text
from services.reporting.api.told import (
    AsOf,
    Breakdown,
    ChangeAnswer,
    FigureAnswer,
    FigureWithEvents,
    PeriodAnswer,
    PlaceAnswer,
    changes,
)
from services.reporting.conferences import labels
from services.reporting.conferences.figures import FIGURES
from services.reporting.conferences.reading import Cell, Head, Roster
from services.reporting.conferences.roster import Agreement, Chair, Conference, Member, Unit
from services.reporting.conferences.selecting import Only
from services.reporting.naming import level_label


class UnitNamed(BaseModel):
    unit_id: str
    name: str


class OrganisationNamed(BaseModel):
    organisation_id: str
    name: str = Field(description="As membership told it by then; empty when it had not yet.")


class ChairAnswer(BaseModel):
    """A term of the rotating chair (轮值会长)."""

    unit_id: str
    name: str
    begins: date
    ends: date | None = Field(description="Not included; null: nothing is published behind it.")
    kind: str
    kind_label: str
    why: str


class MemberAnswer(BaseModel):
    """A member unit (成员单位)."""

    unit_id: str
    name: str
    unit_class: str
    class_label: str
    organisation: OrganisationNamed | None = Field(description="Its own Party organisation.")
    since: date
    representative_post: str = Field(description="代表职务; who holds it is never told.")
    liaison_post: str = Field(description="联络员职务; who holds it is never told.")
    liaison_why: str
    seats: FigureAnswer
    agreements_in_force: FigureAnswer
    shared: Breakdown = Field(description="In the period, where the conference is.")
    why: str


class AgreementAnswer(BaseModel):
    """A co-building agreement (共建协议) in force on the day."""

    agreement_id: str
    title: str
    parties: list[UnitNamed]
    begins: date
    ends: date = Field(description="Included.")
    why: str


class ConferenceAnswer(BaseModel):
    conference_id: str
    name: str
    level: str
    level_label: str
    division_code: str
    division_name: str
    parent_id: str | None
    chair: ChairAnswer | None = Field(description="本期轮值会长, on the day.")
    chair_next: ChairAnswer | None = Field(description="下期轮值会长, as published by the day.")
    members: list[MemberAnswer]
    agreements: list[AgreementAnswer]
    why: str


class _AsOf(AsOf):
    """What every answer says of itself."""

    place: PlaceAnswer
    period: PeriodAnswer = Field(description="Of what was shared.")


class RosterAnswer(_AsOf):
    """The joint conferences of a division and of all below it."""

    figures: Breakdown
    conferences: list[ConferenceAnswer] = Field(description="Each behind those above it.")
    next: str | None = Field(description="Where the following ones are; null on the last page.")

    @classmethod
    def of(cls, roster: Roster, limit: int, root: str) -> Self:
        links = Links(roster.head, root)
        figures = {name: links.figure(name, roster.values[name]) for name in FIGURES}
        told = [_conference(one, links) for one in roster.conferences]
        last = roster.conferences[-1] if roster.more else None
        after = f"{last.division_code}.{last.conference_id}" if last else ""
        following = links.page(after, limit) if after else None
        return cls(**as_of(roster.head), figures=figures, conferences=told, next=following)


class RosterEventAnswer(ChangeAnswer):
    """One event and what it changed of the figure."""

    conference_id: str | None
    unit_id: str | None
    division_code: str | None


class RosterEvidenceAnswer(_AsOf, FigureWithEvents):
    """The events behind one figure; their changes add up to it."""

    unit_label: str
    events: list[RosterEventAnswer]

    @classmethod
    def of(cls, found: Evidence[Head], cell: Cell, root: str) -> Self:
        figure, after, links = cell.figure, found.page.next, Links(found.head, root)
        link = links.to(figure.name, cell.only, after=after, limit=cell.part.limit)
        return cls(
            **as_of(found.head),
            figure=figure.name,
            label=figure.label,
            unit_label=figure.unit,
            value=found.value,
            events=changes(RosterEventAnswer, found.page.rows, labels.REASONS),
            next=link if after else None,
        )


def as_of(head: Head) -> dict[str, Any]:
    """The fields of `_AsOf`."""
    question = head.question
    return {
        "place": PlaceAnswer.of(head.place),
        "as_of": question.moment.as_of,
        "known_at": head.known_at,
        "position": positions_text(question.positions),
        "period": PeriodAnswer.of(question.period),
    }


def _conference(one: Conference, links: Links) -> ConferenceAnswer:
    here = links.at(one.division_code)
    return ConferenceAnswer(
        conference_id=one.conference_id,
        name=one.name,
        level=one.level,
        level_label=level_label(one.level),
        division_code=one.division_code,
        division_name=one.division_name,
        parent_id=one.parent_id,
        chair=_chair(one, one.chair, here, "chairs"),
        chair_next=_chair(one, one.chair_next, here, "chairs_next"),
        members=[_member(one, member, here) for member in one.members],
        agreements=[_agreement(one, agreement, here) for agreement in one.agreements],
        why=here.to("conferences", Only(one.conference_id)),
    )


def _chair(one: Conference, chair: Chair | None, links: Links, figure: str) -> ChairAnswer | None:
    if chair is None:
        return None
    return ChairAnswer(
        unit_id=chair.unit.unit_id,
        name=chair.unit.name,
        begins=chair.begins,
        ends=chair.ends,
        kind=chair.kind,
        kind_label=labels.CHAIRS.get(chair.kind, chair.kind),
        why=links.to(figure, Only(one.conference_id)),
    )


def _member(one: Conference, member: Member, links: Links) -> MemberAnswer:
    unit = member.unit
    theirs, only = Only(unit=unit.unit_id), Only(one.conference_id, unit.unit_id)
    agreements = links.figure("agreements_in_force", member.agreements, only)
    return MemberAnswer(
        unit_id=unit.unit_id,
        name=unit.name,
        unit_class=unit.unit_class,
        class_label=labels.UNIT_CLASSES.get(unit.unit_class, unit.unit_class),
        organisation=_organisation(unit),
        since=member.since,
        representative_post=member.representative_post,
        liaison_post=unit.liaison_post,
        liaison_why=links.to("liaisons", theirs),
        seats=links.figure("seats", member.seats, only),
        agreements_in_force=agreements,
        shared={n: links.figure(n, v, theirs) for n, v in member.shared.items()},
        why=links.to("memberships", only),
    )


def _organisation(unit: Unit) -> OrganisationNamed | None:
    if unit.organisation_id is None:
        return None
    return OrganisationNamed(organisation_id=unit.organisation_id, name=unit.organisation_name)


def _agreement(one: Conference, agreement: Agreement, links: Links) -> AgreementAnswer:
    parties = [UnitNamed(unit_id=unit.unit_id, name=unit.name) for unit in agreement.parties]
    return AgreementAnswer(
        agreement_id=agreement.agreement_id,
        title=agreement.title,
        parties=parties,
        begins=agreement.begins,
        ends=agreement.ends,
        why=links.to("agreements_in_force", Only(one.conference_id)),
    )
