"""Messages of the membership service, made by hand from its public contracts."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.contracts import log
from shared.contracts.cloudevents import Recorded, envelope
from shared.contracts.membership import MESSAGES, SOURCE, TOPIC, MembershipMessage
from shared.contracts.membership.members import (
    AffiliationFollowedOrganisationV1,
    AffiliationTransferredV1,
    MemberCorrectedV1,
    MemberDeceasedV1,
    MemberFactsV1,
    MemberRegisteredV1,
    MembershipSuspendedV1,
)
from shared.contracts.membership.organisations import (
    OrganisationDissolvedV1,
    OrganisationEstablishedV1,
    OrganisationFactsV1,
    OrganisationMergedV1,
    OrganisationMovedV1,
    OrganisationRenamedV1,
)
from shared.contracts.membership.territory import CommunityEnrolledV1, DivisionRegisteredV1
from shared.contracts.membership.transfers import EndpointV1, TransferRequestedV1
from shared.messaging.cloudevent_json import encode
from shared.messaging.promise import Message, OutgoingMessage

_TYPES = {contract: name for name, contract in MESSAGES.items()}
FIRST_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 10)


@dataclass
class Membership:
    """Plays the publisher: keeps what it must know to tell before and after, and every message.

    Each message is recorded an hour after the one before, beginning with the new year (UTC).
    """

    publisher = "membership"
    told: list[OutgoingMessage] = field(default_factory=list)
    facts: dict[str, MemberFactsV1] = field(default_factory=dict)
    organisations: dict[str, OrganisationFactsV1] = field(default_factory=dict)
    versions: Counter[str] = field(default_factory=Counter)

    def tell(self, stream: str, message: MembershipMessage) -> OutgoingMessage:
        position = len(self.told) + 1
        self.versions[stream] += 1
        record = Recorded(
            event_id=f"{stream}@{self.versions[stream]}",
            stream=stream,
            version=self.versions[stream],
            position=position,
            recorded_at=FIRST_RECORDED + timedelta(hours=position),
            effective_date=message.effective_date,
            correlation_id="test",
        )
        value = encode(envelope(SOURCE, _TYPES[type(message)], message, record))
        told = OutgoingMessage(TOPIC, stream, value, position, record.recorded_at)
        self.told.append(told)
        return told

    def reached(self) -> OutgoingMessage:
        """The mark, for every part of the topic, that all of this has been told."""
        last = self.told[-1]
        record = Recorded(
            event_id=f"{log.STREAM}@{last.sequence}",
            stream=log.STREAM,
            version=last.sequence,
            position=last.sequence,
            recorded_at=last.recorded_at,
            effective_date=DAY,
        )
        kind, data = log.log_reached_type(self.publisher), log.LogReachedV1(last.sequence, DAY)
        value = encode(envelope(SOURCE, kind, data, record))
        return OutgoingMessage(TOPIC, log.STREAM, value, last.sequence, last.recorded_at, True)

    @property
    def recorded_at(self) -> datetime:
        """When the last message was recorded."""
        return self.told[-1].recorded_at

    def registers_division(self, code: str, parent: str | None, level: str = "community") -> None:
        self.tell("territory", DivisionRegisteredV1(code, f"{code}区划", level, parent, DAY))

    def enrols(self, code: str, day: date = DAY) -> None:
        self.tell("territory", CommunityEnrolledV1(code, day))

    def establishes(
        self,
        organisation: str,
        superior: str | None = None,
        *,
        kind: str = "branch",
        division: str | None = None,
        day: date = DAY,
    ) -> None:
        above = f"{self.organisations[superior].path}/" if superior else ""
        after = OrganisationFactsV1(organisation, above + organisation, kind, "regular", division)
        self.organisations[organisation] = after
        name = f"{organisation}党组织"
        told = OrganisationEstablishedV1(organisation, name, superior, True, (), after, day)
        self.tell("organisation-tree", told)

    def renames(self, organisation: str, name: str, day: date = DAY) -> None:
        path = self.organisations[organisation].path
        told = OrganisationRenamedV1(organisation, name, f"{organisation}党组织", path, day)
        self.tell("organisation-tree", told)

    def moves(self, organisation: str, superior: str, day: date) -> None:
        """Move it with all below; the members' affiliation follows."""
        root = self.organisations[organisation].path
        above = f"{self.organisations[superior].path}/"
        for one, before in list(self.organisations.items()):
            if before.path == root or before.path.startswith(f"{root}/"):
                kept = before.path[len(root) - len(organisation) :]
                after = replace(before, path=above + kept)
                below = superior if one == organisation else before.path.split("/")[-2]
                told = OrganisationMovedV1(one, below, None, organisation, before, after, day)
                self.organisations[one] = after
                self.tell("organisation-tree", told)
                self._members_follow(one, one, day)

    def merges(self, organisation: str, into: str, day: date, *, followed: bool = True) -> None:
        before, path = self.organisations.pop(organisation), self.organisations[into].path
        told = OrganisationMergedV1(organisation, into, path, before, day)
        self.tell("organisation-tree", told)
        if followed:
            self._members_follow(organisation, into, day)

    def dissolves(self, organisation: str, day: date, *, followed: bool = True) -> None:
        before = self.organisations.pop(organisation)
        superior = before.path.split("/")[-2]
        path = self.organisations[superior].path
        told = OrganisationDissolvedV1(organisation, superior, path, before, day)
        self.tell("organisation-tree", told)
        if followed:
            self._members_follow(organisation, superior, day)

    def registers(
        self,
        member: str,
        organisation: str,
        day: date = DAY,
        *,
        transfer: str | None = None,
        **facts: Any,
    ) -> None:
        usual: dict[str, Any] = {
            "standing": "full",
            "member_class": "in_service",
            "education": "university",
            "birth_date": date(1980, 6, 15),
            "gender": "female",
        }
        path = self.organisations[organisation].path
        after = MemberFactsV1(organisation, path, **{**usual, **facts})
        self.facts[member] = after
        origin = "transfer" if transfer else "direct"
        told = MemberRegisteredV1(member, None, after, date(2010, 7, 1), origin, transfer, day)
        self.tell(f"member-{member}", told)

    def corrects(self, member: str, day: date, **facts: Any) -> None:
        before = self.facts[member]
        after = self.facts[member] = replace(before, **facts)
        told = MemberCorrectedV1(member, before, after, date(2010, 7, 1), day)
        self.tell(f"member-{member}", told)

    def suspends(self, member: str, day: date) -> None:
        before = self.facts[member]
        after = self.facts[member] = replace(before, standing="suspended")
        told = MembershipSuspendedV1(member, before, after, "lost_contact", day)
        self.tell(f"member-{member}", told)

    def buries(self, member: str, day: date) -> None:
        told = MemberDeceasedV1(member, self.facts.pop(member), None, day)
        self.tell(f"member-{member}", told)

    def requests(self, transfer: str, kind: str, day: date, *members: str) -> None:
        side = EndpointV1("", "outside", "43")
        told = TransferRequestedV1(
            transfer, kind, "workplace_changed", side, side, members, "", day
        )
        self.tell(f"transfer-{transfer}", told)

    def transfers(self, member: str, to: str | None, day: date, transfer: str) -> None:
        before, after = self.facts[member], None
        if to is None:
            del self.facts[member]
        else:
            path = self.organisations[to].path
            after = replace(before, organisation_id=to, organisation_path=path)
            self.facts[member] = after
        told = AffiliationTransferredV1(member, transfer, before, after, day)
        self.tell(f"member-{member}", told)

    def _members_follow(self, organisation: str, to: str, day: date) -> None:
        for member, before in list(self.facts.items()):
            if before.organisation_id == organisation:
                path = self.organisations[to].path
                after = replace(before, organisation_id=to, organisation_path=path)
                self.facts[member] = after
                told = AffiliationFollowedOrganisationV1(member, before, after, day)
                self.tell(f"member-{member}", told)


def received(told: OutgoingMessage) -> Message:
    """The message as a subscriber finds it in the topic."""
    return Message(told.topic, told.sequence, told.key, told.value, told.sequence, told.recorded_at)


def district() -> Membership:
    """A city with one district of two streets and four enrolled communities, three of them with a branch.

    4301 city committee
      430111 district committee
        s1 working committee of street 430111001
          b1 branch of community 430111001001, b2 branch of 430111001002
        s2 working committee of street 430111002
          b3 branch of community 430111002001
    """
    city = Membership()
    city.registers_division("4301", None, "city")
    city.registers_division("430111", "4301", "district")
    for street, communities in (("430111001", 2), ("430111002", 2)):
        city.registers_division(street, "430111", "street")
        for number in range(1, communities + 1):
            city.registers_division(f"{street}00{number}", street)
    city.establishes("4301", kind="city_committee", division="4301")
    city.establishes("430111", "4301", kind="district_committee", division="430111")
    city.establishes("s1", "430111", kind="working_committee", division="430111001")
    city.establishes("s2", "430111", kind="working_committee", division="430111002")
    city.establishes("b1", "s1", division="430111001001")
    city.establishes("b2", "s1", division="430111001002")
    city.establishes("b3", "s2", division="430111002001")
    for code in ("430111001001", "430111001002", "430111002001", "430111002002"):
        city.enrols(code)
    return city
