"""Founding and dissolving a joint conference."""

from collections.abc import Iterator
from dataclasses import replace

from services.resources.domain.calendar import add_months
from services.resources.domain.command import positive, stated, written
from services.resources.domain.conference.case import (
    ConferenceCase,
    UnknownConference,
)
from services.resources.domain.conference.chairs import ChairTerm, Rotation, Terms, Turn
from services.resources.domain.conference.commands import (
    ConferenceCommand,
    Delegation,
    DissolveConference,
    FoundConference,
)
from services.resources.domain.conference.conference import Conference
from services.resources.domain.conference.events import (
    ConferenceDissolved,
    ConferenceFacts,
    ConferenceFounded,
    ConferenceMember,
    PartTimeMemberRelieved,
)
from services.resources.domain.conference.rotating import checked_order
from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.names import RuleName
from services.resources.domain.surroundings import Division, WrongDivisionLevel
from services.resources.domain.terms import DivisionLevel
from services.resources.domain.unit.unit import present

Ended = ConferenceDissolved | PartTimeMemberRelieved


class ConferenceAlreadyFounded(Rejection):
    def __init__(self, conference_id: str) -> None:
        super().__init__(
            "conference_id",
            f"joint conference {conference_id!r} stands already; change it or dissolve it first",
            "该党建联席会已成立,请变更或先撤销",
        )


class OneConferencePerDivision(Rejection):
    """A division has one conference of its own; others stand below it."""

    def __init__(self, division_code: str) -> None:
        super().__init__(
            "conference_id",
            f"the conference of division {division_code} has its code as id; give that, or a "
            "parent_id to found a sub-conference",
            "每个区划只设一个党建联席会,其编号即区划代码;如设分会请填写上级联席会",
        )


class IdOfADivision(Rejection):
    """Only a division's own conference bears its code; a sub-conference would take its place."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "conference_id",
            f"{code} is the code of a division, kept for its own conference; give the "
            "sub-conference another id",
            f"{code} 是区划代码,专用于该区划的党建联席会,请为分会另取编号",
        )


class ParentNotAbove(Rejection):
    """A sub-conference is part of one that its own division belongs to."""

    def __init__(self, parent_code: str, code: str) -> None:
        super().__init__(
            "parent_id",
            f"division {code} is not in division {parent_code} of the conference above; give a "
            "parent_id of the same division or one above it",
            "分会所在区划不属于上级联席会的区划,请选择本区划或其上级区划的联席会",
        )


class MemberNamedTwice(Rejection):
    def __init__(self, unit_id: str) -> None:
        super().__init__(
            "members", f"unit {unit_id!r} is named twice", "成员单位重复,请每个单位只列一次"
        )


def found(command: FoundConference, case: ConferenceCase) -> tuple[ConferenceFounded, ...]:
    """Found the conference; its first chair sits from the same day."""
    after = _facts(command, case)
    members = _members(command, case)
    if case.conference.facts is not None:
        if _stands(case.conference, after, members, command):
            return ()
        raise ConferenceAlreadyFounded(command.conference_id)
    day = command.effective_date
    months = command.term_months
    if months is None:
        months = case.around.rules.value(RuleName.CHAIR_TERM_MONTHS, day)
    order = checked_order(command.order, Conference(members=members))
    rotation = Rotation(order, positive(months, "term_months"))
    return (
        ConferenceFounded(
            conference_id=command.conference_id,
            after=after,
            members=members,
            chair_order=order,
            term_months=months,
            chairs_before=(),
            chairs=_first_terms(rotation, command),
            effective_date=day,
        ),
    )


def _stands(
    conference: Conference,
    facts: ConferenceFacts,
    members: tuple[ConferenceMember, ...],
    command: FoundConference,
) -> bool:
    """Whether it is as it is asked for, from whichever day on; who asks for no term takes any."""
    since, turns = command.effective_date, conference.rotation
    seated = {replace(each, since=since) for each in conference.members}
    return (
        (conference.facts, turns.order) == (facts, command.order)
        and seated == set(members)
        and command.term_months in {None, turns.term_months}
    )


def _first_terms(rotation: Rotation, command: FoundConference) -> Terms:
    begins = command.effective_date
    ends = add_months(begins, rotation.term_months)
    first = ChairTerm(rotation.order[0], begins, ends)
    return rotation.planned((first,), ends, map(Turn, rotation.order[1:]), begins)


def _facts(command: FoundConference, case: ConferenceCase) -> ConferenceFacts:
    code = command.division_code
    division = case.around.division(code, "division_code")
    if division.level is DivisionLevel.CITY:
        raise WrongDivisionLevel("division_code", division, "a district, street or community")
    if command.parent_id is None and command.conference_id != code:
        raise OneConferencePerDivision(code)
    if command.parent_id is not None:
        _check_below(command.parent_id, command.conference_id, division, case)
    name = written(command.name, "name")
    return ConferenceFacts(command.conference_id, code, division.level, name, command.parent_id)


def _check_below(parent_id: str, own_id: str, division: Division, case: ConferenceCase) -> None:
    if own_id in case.around.divisions:
        raise IdOfADivision(own_id)
    if (parent := case.parent.facts) is None:
        raise UnknownConference(parent_id, "parent_id")
    if parent.division_code not in division.path.split("/"):
        raise ParentNotAbove(parent.division_code, division.code)


def _members(command: FoundConference, case: ConferenceCase) -> tuple[ConferenceMember, ...]:
    members: dict[str, ConferenceMember] = {}
    for each in command.members:
        if each.unit_id in members:
            raise MemberNamedTwice(each.unit_id)
        members[each.unit_id] = delegated(each, command, case, "members")
    return tuple(members.values())


def delegated(
    delegation: Delegation, command: ConferenceCommand, case: ConferenceCase, field: str
) -> ConferenceMember:
    """The member a unit becomes, refused when it is not in the city or sends nobody."""
    present(case.units, delegation.unit_id, f"{field}.unit_id")
    return ConferenceMember(
        delegation.unit_id,
        positive(delegation.seats, f"{field}.seats"),
        written(delegation.representative_post, f"{field}.representative_post"),
        command.effective_date,
    )


def dissolve(command: DissolveConference, case: ConferenceCase) -> tuple[Ended, ...]:
    """End the conference; the sitting chair's term ends on the day."""
    return dissolved(case.conference, command, stated(command.cause_text))


def dissolved(conference: Conference, command: ConferenceCommand, cause: str) -> tuple[Ended, ...]:
    """The end of the conference, for whatever cause."""
    if conference.facts is None:
        return ()
    day, rotation = command.effective_date, conference.rotation
    last = replace(rotation.sitting(day), ends=day)
    return (
        *relieved(conference, command),
        ConferenceDissolved(
            conference_id=command.conference_id,
            before=conference.facts,
            members=conference.members,
            cause_text=cause,
            chairs_before=rotation.published(day),
            chairs=(last,) if last.begins < day else (),
            effective_date=day,
        ),
    )


def relieved(
    conference: Conference, command: ConferenceCommand, of: str | None = None
) -> Iterator[PartTimeMemberRelieved]:
    """No part-time member stays behind his unit, or any behind the conference."""
    for unit_id, organisation_id, post in conference.part_timers:
        if of in {unit_id, None}:
            yield PartTimeMemberRelieved(
                command.conference_id,
                unit_id,
                organisation_id,
                post,
                command.effective_date,
            )
