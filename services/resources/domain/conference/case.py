"""What a command about a conference is decided on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.resources.domain.conference.commands import (
    ConferenceCommand,
    FoundConference,
    JoinConference,
)
from services.resources.domain.conference.conference import Conference, initial
from services.resources.domain.conference.events import ConferenceMember
from services.resources.domain.rejection import Rejection
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.unit.unit import Unit


@dataclass(frozen=True, slots=True)
class ConferenceCase:
    """The conference, the one above it, and the units the command names, by id."""

    conference: Conference = initial
    parent: Conference = initial
    units: Mapping[str, Unit] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)


def units_named(command: ConferenceCommand) -> tuple[str, ...]:
    """The units whose streams the decision looks at."""
    if isinstance(command, FoundConference):
        return tuple(dict.fromkeys(member.unit_id for member in command.members))
    if isinstance(command, JoinConference):
        return (command.member.unit_id,)
    return ()


class UnknownConference(Rejection):
    def __init__(self, conference_id: str, field_name: str = "conference_id") -> None:
        super().__init__(
            field_name,
            f"there is no joint conference {conference_id!r}; found it first",
            "没有该党建联席会,请先成立",
        )


class ConferenceIsOver(Rejection):
    def __init__(self, since: date) -> None:
        super().__init__(
            "conference_id",
            f"the joint conference was dissolved on {since}; found it anew",
            f"该党建联席会已于 {since} 撤销,请重新成立",
        )


class NotAConferenceMember(Rejection):
    def __init__(self, field_name: str, unit_id: str) -> None:
        super().__init__(
            field_name,
            f"unit {unit_id!r} is not a member of this joint conference; let it join first",
            "该单位不是联席会成员单位,请先加入",
        )


class NoMemberLeftToChair(Rejection):
    """At every instant exactly one member chairs (domain rule 1)."""

    def __init__(self, field_name: str) -> None:
        super().__init__(
            field_name,
            "no member would be left to chair; publish an order with another member first, "
            "or dissolve the conference",
            "将没有成员单位可担任轮值会长,请先公布含其他成员的轮值顺序,或撤销联席会",
        )


def living(conference: Conference, conference_id: str) -> Conference:
    """The conference, refused before its founding and after its end."""
    if conference.changed_on is None:
        raise UnknownConference(conference_id)
    if conference.facts is None:
        raise ConferenceIsOver(conference.changed_on)
    return conference


def member_of(
    conference: Conference, unit_id: str, field_name: str = "unit_id"
) -> ConferenceMember:
    """The member unit, refused when it is none."""
    if (member := conference.member(unit_id)) is None:
        raise NotAConferenceMember(field_name, unit_id)
    return member
