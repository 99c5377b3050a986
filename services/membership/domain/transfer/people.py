"""Whom a transfer carries: one member, or everybody of an organisation."""

from collections.abc import Iterator
from datetime import date

from services.membership.domain.command import check_effective_date
from services.membership.domain.member.affiliation_events import TransferClosed, TransferOpened
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.details import IncomingMember
from services.membership.domain.member.member import Member
from services.membership.domain.member.registration import check_details, check_may_register
from services.membership.domain.member.rejections import (
    MemberAlreadyRegistered,
    MemberNotOnRegister,
    SealedDataMissing,
    UnknownMember,
)
from services.membership.domain.organisation.kinds import FAMILY
from services.membership.domain.rejection import Rejection
from services.membership.domain.rules.decider import Rules
from services.membership.domain.terms import OrganisationKind
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import RequestTransfer, TransferCommand


class MembersDoNotFitSides(Rejection):
    """People on the register are named by id; people from outside come with their details."""

    def __init__(self, field: str, unwanted: str) -> None:
        super().__init__(
            field,
            f"{field} must name who transfers, and {unwanted} must be empty",
            "请填写转接人员:名册内党员填编号,外来党员填详细信息",
        )


class OneMemberATransfer(Rejection):
    """Only a whole organisation moves several members in one act."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"{field} must name exactly one member unless a whole organisation moves",
            "除整建制转接外,每次只能转接一名党员",
        )


class MemberNamedTwice(Rejection):
    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must name each member once", "转接人员重复")


class TransferAlreadyOpen(Rejection):
    """A member has one open transfer at a time (domain rule 1), also one who comes from outside."""

    def __init__(self, member_id: str, transfer_id: str, field: str = "member_ids") -> None:
        super().__init__(
            field,
            f"member {member_id!r} is on transfer {transfer_id!r}; finish or withdraw it first",
            "该党员已有未办结的组织关系转接,请先办结或撤回",
        )


class NotTheMembersOrganisation(Rejection):
    """Only the organisation responsible for a member releases him (条例 art. 25)."""

    def __init__(self, member_id: str, organisation_id: str) -> None:
        super().__init__(
            "releasing",
            f"member {member_id!r} belongs to {organisation_id!r}; give that as releasing",
            f"该党员的组织关系在 {organisation_id},请填写正确的转出组织",
        )


class NotAWholeOrganisation(Rejection):
    """Branches move as a whole; what has branches below it moves branch by branch."""

    def __init__(self, kind: OrganisationKind) -> None:
        super().__init__(
            "releasing",
            f"a {kind} does not move as a whole; transfer its branches one by one",
            f"{kind.label}不能整建制转接,请逐个支部办理",
        )


def check_people(command: RequestTransfer, case: Case) -> tuple[str, ...]:
    """The ids of those who transfer, refused when they cannot travel by this transfer."""
    if not command.releasing.is_inside:
        return _check_incoming(command, case)
    _check_number(command, command.member_ids, "member_ids", not command.incoming)
    _check_organisation_may_move(command, case)
    for member_id in command.member_ids:
        _check_on_register(command, case, member_id)
    return command.member_ids


def _check_number(
    command: RequestTransfer, member_ids: tuple[str, ...], field: str, nobody_else: bool
) -> None:
    if not (member_ids and nobody_else):
        unwanted = "incoming" if field == "member_ids" else "member_ids"
        raise MembersDoNotFitSides(field, unwanted)
    if len(member_ids) > 1 and command.kind is not TransferKind.WHOLE_ORGANISATION:
        raise OneMemberATransfer(field)
    if len(set(member_ids)) < len(member_ids):
        raise MemberNamedTwice(field)


def _check_organisation_may_move(command: RequestTransfer, case: Case) -> None:
    if command.kind is TransferKind.WHOLE_ORGANISATION:
        kind = case.around.organisations.kind(command.releasing.organisation_id)
        if FAMILY[kind] != FAMILY[OrganisationKind.BRANCH]:
            raise NotAWholeOrganisation(kind)


def _check_on_register(command: RequestTransfer, case: Case, member_id: str) -> None:
    member = case.member(member_id)
    if not member.was_registered:
        raise UnknownMember(member_id, "member_ids")
    if member.facts is None:
        raise MemberNotOnRegister(member_id, member.standing, "member_ids")
    if member.open_transfer is not None:
        raise TransferAlreadyOpen(member_id, member.open_transfer)
    home = case.around.organisations.responsible(member.facts.organisation_id)
    if home != command.releasing.organisation_id:
        raise NotTheMembersOrganisation(member_id, home)
    check_effective_date(command, member.changed_on)


def _check_incoming(command: RequestTransfer, case: Case) -> tuple[str, ...]:
    arriving = tuple(person.member_id for person in command.incoming)
    _check_number(command, arriving, "incoming", not command.member_ids)
    for person in command.incoming:
        check_may_arrive(command, case.member(person.member_id), person)
        check_incoming_details(person, command.effective_date, case.around.rules)
    return arriving


def check_may_arrive(
    command: TransferCommand, member: Member, person: IncomingMember, field: str = "incoming"
) -> None:
    """Refuse who is on the register, who comes by another transfer, and who may not come again.

    A letter that expired brings nobody any more: its bearer may come by another.
    """
    other = member.open_transfer
    if member.facts is not None:
        raise MemberAlreadyRegistered(person.member_id)
    if other not in (None, command.transfer_id) and member.pocket_since is None:
        raise TransferAlreadyOpen(person.member_id, str(other), field)
    check_may_register(person.member_id, member, person.details)
    check_effective_date(command, member.changed_on)


def check_incoming_details(person: IncomingMember, on: date, rules: Rules) -> None:
    """Refuse a person whose details cannot be true, or who comes without sealed data."""
    if not person.sealed:
        raise SealedDataMissing("incoming.sealed")
    check_details(person.details, on, rules, "incoming.details.")


def opened(command: RequestTransfer, case: Case) -> Iterator[TransferOpened | TransferClosed]:
    """Everybody named is bound by the transfer, people from outside before they are members."""
    for member_id in command.member_ids:
        yield TransferOpened(member_id, command.transfer_id, command.effective_date)
    for person in command.incoming:
        yield from bound(command, person.member_id, case.member(person.member_id))


def bound(
    command: TransferCommand, member_id: str, member: Member
) -> Iterator[TransferOpened | TransferClosed]:
    """The transfer brings this person from outside; nothing is said when it does already.

    Requests recorded before people from outside were bound are made good at the next step.
    """
    other, day = member.open_transfer, command.effective_date
    if other == command.transfer_id:
        return
    if other is not None:
        yield TransferClosed(member_id, other, TransferOutcome.EXPIRED, day)
    yield TransferOpened(member_id, command.transfer_id, day)
