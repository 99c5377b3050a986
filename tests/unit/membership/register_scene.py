"""A district with members to decide against: given these commands, when that one, then those events.

d (region 430111) has two streets:
d > s1 > g1 (a community's) > b1, b2; d > s2 > e (an enterprise's committee) > be1 > pg, be2.
Streets and the enterprise's committee are entitled to transfer affiliation.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.membership.domain.member.causes import RemovalCause
from services.membership.domain.member.commands import RegisterMember
from services.membership.domain.member.details import IncomingMember, MemberDetails
from services.membership.domain.member.member import Member
from services.membership.domain.member.member import initial as nobody
from services.membership.domain.organisation.tree import Organisations
from services.membership.domain.streams import (
    ORGANISATION_TREE,
    TERRITORY,
    DomainEvent,
    member_stream,
    stream_of,
    transfer_stream,
)
from services.membership.domain.terms import (
    Education,
    Gender,
    MemberClass,
    MemberFacts,
    Note,
    OrganisationKind,
    Standing,
)
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import (
    AcceptTransfer,
    ApproveRelease,
    IssueLetter,
    RequestTransfer,
    TransferCommand,
)
from services.membership.domain.transfer.events import Endpoint, inside
from services.membership.domain.transfer.transfer import Transfer
from tests.unit.membership import routing
from tests.unit.membership.tree_scene import ASKED, DIVISIONS, FOUNDED, TODAY, establish

__all__ = ["FOUNDED", "TODAY"]

K = OrganisationKind
TREE = (
    establish("d", K.DISTRICT_COMMITTEE, division_code="430111"),
    establish("s1", K.WORKING_COMMITTEE, superior_id="d", division_code="430111001"),
    establish("s2", K.WORKING_COMMITTEE, superior_id="d"),
    establish("g1", K.GENERAL_BRANCH, superior_id="s1", division_code="430111001001"),
    establish("b1", K.BRANCH, superior_id="g1"),
    establish("b2", K.BRANCH, superior_id="g1"),
    establish("e", K.PRIMARY_COMMITTEE, superior_id="s2"),
    establish("be1", K.BRANCH, superior_id="e"),
    establish("be2", K.BRANCH, superior_id="e"),
    establish("pg", K.PARTY_GROUP, superior_id="be1"),
)
ENTERED = date(2024, 1, 10)
DETAILS = MemberDetails(
    standing=Standing.FULL,
    member_class=MemberClass.IN_SERVICE,
    education=Education.UNIVERSITY,
    gender=Gender.FEMALE,
    birth_date=date(1990, 3, 1),
    join_date=date(2012, 7, 1),
    full_date=date(2013, 7, 1),
)


def on(day: date) -> dict[str, Any]:
    """The fields every command has, with effect from ``day``."""
    return {**ASKED, "effective_date": day}


def register(member_id: str = "m1", organisation_id: str = "b1", **given: Any) -> RegisterMember:
    asked = {**on(ENTERED), "details": DETAILS, "sealed": f"sealed-{member_id}", **given}
    return RegisterMember(member_id=member_id, organisation_id=organisation_id, **asked)


def probationary(joined: date) -> MemberDetails:
    return MemberDetails(
        standing=Standing.PROBATIONARY,
        member_class=MemberClass.IN_SERVICE,
        education=Education.COLLEGE,
        gender=Gender.MALE,
        birth_date=date(2000, 3, 1),
        join_date=joined,
    )


def facts(organisation_id: str, path: str, details: MemberDetails = DETAILS) -> MemberFacts:
    return MemberFacts(
        organisation_id,
        path,
        details.standing,
        details.member_class,
        details.education,
        details.birth_date,
        details.gender,
    )


def person(member_id: str = "n1", details: MemberDetails = DETAILS) -> IncomingMember:
    return IncomingMember(member_id, details, f"sealed-{member_id}")


@dataclass
class Register:
    """Decides one command after another, and keeps what happened."""

    states: dict[str, Any] = field(default_factory=lambda: {TERRITORY: DIVISIONS})
    happened: list[DomainEvent] = field(default_factory=list)

    def decide(self, command: routing.AnyCommand) -> tuple[DomainEvent, ...]:
        """What would follow, seeing only the streams the command says it needs."""
        return routing.decide(command, self.states)

    def when(self, command: routing.AnyCommand) -> tuple[DomainEvent, ...]:
        """What follows; asked a second time, every command of the service must stay quiet."""
        events = self.decide(command)
        self.happened += events
        for event in events:
            stream = stream_of(event)
            self.states[stream] = routing.fold(stream, (event,), self.states.get(stream))
        assert self.decide(command) == ()
        return events

    def given(self, *commands: routing.AnyCommand) -> "Register":
        for command in commands:
            self.when(command)
        return self

    def member(self, member_id: str = "m1") -> Member:
        found = self.states.get(member_stream(member_id), nobody)
        assert isinstance(found, Member)
        return found

    def transfer(self, transfer_id: str = "t1") -> Transfer:
        found = self.states[transfer_stream(transfer_id)]
        assert isinstance(found, Transfer)
        return found

    @property
    def tree(self) -> Organisations:
        found = self.states[ORGANISATION_TREE]
        assert isinstance(found, Organisations)
        return found


def district() -> Register:
    return Register().given(*TREE)


def request(
    releasing: Endpoint | str = "be1", receiving: Endpoint | str = "b1", **given: Any
) -> RequestTransfer:
    """A request for member m1 from be1 to b1, unless something else is given."""
    asked: dict[str, Any] = {
        **ASKED,
        "transfer_id": "t1",
        "kind": TransferKind.INTERNAL,
        "reason": TransferReason.WORKPLACE_CHANGED,
    }
    if "incoming" not in given:
        asked["member_ids"] = ("m1",)
    return RequestTransfer(
        releasing=inside(releasing) if isinstance(releasing, str) else releasing,
        receiving=inside(receiving) if isinstance(receiving, str) else receiving,
        **{**asked, **given},
    )


def released(by: str = "e", **given: Any) -> tuple[TransferCommand, ...]:
    """Approval and letter by the committee ``by``."""
    asked = {**ASKED, "transfer_id": "t1", **given}
    return (ApproveRelease(by=by, **asked), IssueLetter(by=by, prefix="雨组转", **asked))


def accepted(by: str = "s1", **given: Any) -> AcceptTransfer:
    return AcceptTransfer(**{**ASKED, "transfer_id": "t1", "by": by, **given})


def said(text: str) -> Note:
    """What the shell makes of words about a person."""
    return Note(f"sealed {text.strip()}", len(text.strip()))


LEFT: dict[str, Any] = {"cause": RemovalCause.ASKED_TO_LEAVE, "note": said("书面申请退党")}
"""A member leaves of his own will."""
