"""The receiving side's answer: from acceptance on it is responsible, or it sends back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.membership.domain.command import check_effective_date
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.member.affiliation import belonging_to
from services.membership.domain.member.affiliation_events import (
    AffiliationTransferred,
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.case import standing_there
from services.membership.domain.member.causes import Origin, TransferOutcome
from services.membership.domain.member.events import (
    ContactRegained,
    FloatingEnded,
    MemberRegistered,
    PostRelieved,
)
from services.membership.domain.member.member import Member
from services.membership.domain.member.posts import posts_left
from services.membership.domain.member.registration import facts_at
from services.membership.domain.organisation.commands import MoveOrganisation
from services.membership.domain.organisation.decider import decide as decide_organisation
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import DomainEvent
from services.membership.domain.terms import DivisionLevel
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.causes import TransferReason
from services.membership.domain.transfer.commands import (
    AcceptTransfer,
    ReturnTransfer,
    TransferCommand,
)
from services.membership.domain.transfer.events import TransferAccepted, TransferReturned
from services.membership.domain.transfer.letter_rules import LetterHasExpired
from services.membership.domain.transfer.people import bound, check_may_arrive
from services.membership.domain.transfer.request import letter_voided
from services.membership.domain.transfer.steps import (
    ARRIVED,
    authority_of,
    cause_stated,
    check_entitled,
    closed,
    is_to_do,
)
from services.membership.domain.transfer.transfer import Stage

_LETTER_OUT = (Stage.AWAITING_ACCEPTANCE, Stage.EXPIRED)


class ReceivingSideIsOutside(Rejection):
    """What happens outside the city is known by the receipt only."""

    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "the receiving side is outside the city; record its receipt instead",
            "转入方在市外,请登记其回执",
        )


class NobodyLeftToTransfer(Rejection):
    """Everybody who was to travel left the register in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "nobody of this transfer is on the register any more; withdraw it",
            "转接人员均已不在名册,请撤回该转接",
        )


class RetireeMustBeAccepted(Rejection):
    """A street or community accepts retired cadres (domain rule 2, after 条例 art. 25)."""

    def __init__(self) -> None:
        super().__init__(
            "cause",
            "a street or community may not send a retired member back; accept the transfer",
            "街道、社区不得拒收退休党员,请予接收",
        )


def accept(command: AcceptTransfer, case: Case) -> tuple[DomainEvent, ...]:
    """Take the members over: from this day the receiving committee is responsible (art. 25)."""
    transfer, day = case.transfer, command.effective_date
    if transfer.stage is Stage.EXPIRED and transfer.letter is not None:
        raise LetterHasExpired(transfer.letter.valid_until)
    if not is_to_do(command, case, (Stage.AWAITING_ACCEPTANCE,), ARRIVED):
        return ()
    if not transfer.receiving.is_inside:
        raise ReceivingSideIsOutside
    check_entitled(command.by, authority_of(case, transfer.receiving, "receiving"))
    if transfer.letter is not None and day > transfer.letter.valid_until:
        raise LetterHasExpired(transfer.letter.valid_until)
    home = standing_there(case.around.organisations, command.by, day, "by")
    if not transfer.releasing.is_inside:
        return _arrived(command, case, home)
    carried = check_anybody_left(case)
    accepted = TransferAccepted(command.transfer_id, command.by, carried, day)
    if transfer.organisation_id:
        return (accepted, *organisation_moved(command, case, command.by))
    return (accepted, *members_taken_over(command, case, home), *_in_sight(command, case))


def check_anybody_left(case: Case) -> tuple[str, ...]:
    """The ids of those still bound by the transfer, refused when there is nobody."""
    carried = tuple(member.member_id for member in case.travellers())
    if not carried:
        raise NobodyLeftToTransfer
    return carried


def members_taken_over(
    command: TransferCommand, case: Case, home: Organisation
) -> Iterator[AffiliationTransferred | PostRelieved]:
    """Everybody still bound by the transfer belongs to ``home``, and leaves his posts behind."""
    for member in case.travellers():
        yield from taken_over(command, member, home)


def taken_over(
    command: TransferCommand, member: Member, home: Organisation
) -> Iterator[AffiliationTransferred | PostRelieved]:
    """The member belongs to ``home``; nothing is said when he does already."""
    facts, day = member.facts, command.effective_date
    check_effective_date(command, member.changed_on)
    if facts is None or (after := belonging_to(facts, home)) == facts:
        return
    yield AffiliationTransferred(member.member_id, command.transfer_id, facts, after, day)
    yield from posts_left(member, after, day)


def _in_sight(command: TransferCommand, case: Case) -> Iterator[ContactRegained | FloatingEnded]:
    """Who transfers was reached, and is away no more from where he belongs (domain rule 3).

    Not so with a whole organisation: its members are where they were.
    """
    for member in case.travellers():
        if member.contact_lost_since is not None:
            yield ContactRegained(member.member_id, command.effective_date)
        if member.floating is not None:
            yield FloatingEnded(member.member_id, command.effective_date)


def organisation_moved(
    command: TransferCommand, case: Case, superior_id: str
) -> Iterator[DomainEvent]:
    """The organisation stands under ``superior_id``; its members stay in it, at its new path."""
    moving = case.transfer.organisation_id
    move = MoveOrganisation(
        now=command.now,
        today=command.today,
        actor=command.actor,
        effective_date=command.effective_date,
        organisation_id=moving,
        superior_id=superior_id,
    )
    yield from decide_organisation(move, case.around)
    organisations = case.around.organisations
    path = f"{organisations.path(superior_id)}/{moving}"
    home = replace(organisations.get(moving), path=path)
    yield from members_taken_over(command, case, home)


def _arrived(command: AcceptTransfer, case: Case, home: Organisation) -> tuple[DomainEvent, ...]:
    """People from outside enter the register; they travel on until they are placed."""
    day = command.effective_date
    carried = tuple(person.member_id for person in case.transfer.incoming)
    accepted = TransferAccepted(command.transfer_id, command.by, carried, day)
    return (accepted, *_registered(command, case, home, day))


def _registered(
    command: AcceptTransfer, case: Case, home: Organisation, day: date
) -> Iterator[TransferOpened | TransferClosed | MemberRegistered]:
    for person in case.transfer.incoming:
        member = case.member(person.member_id)
        check_may_arrive(command, member, person, "transfer_id")
        yield from bound(command, person.member_id, member)
        yield MemberRegistered(
            member_id=person.member_id,
            before=None,
            after=facts_at(home, person.details),
            join_date=person.details.join_date,
            full_date=person.details.full_date,
            posts=(),
            sealed=person.sealed,
            origin=Origin.TRANSFER,
            transfer_id=command.transfer_id,
            effective_date=day,
        )


def send_back(command: ReturnTransfer, case: Case) -> tuple[DomainEvent, ...]:
    """Return the transfer with a stated cause (条例 art. 25); a retiree is never sent back."""
    if not is_to_do(command, case, _LETTER_OUT, (Stage.RETURNED,)):
        return ()
    transfer = case.transfer
    answering = transfer.receiving if transfer.receiving.is_inside else transfer.releasing
    check_entitled(command.by, authority_of(case, answering, "receiving"))
    _check_may_be_sent_back(case)
    text = cause_stated(command.cause, command.cause_text)
    return (
        TransferReturned(
            command.transfer_id, command.by, command.cause, text, command.effective_date
        ),
        *closed(command, case, TransferOutcome.RETURNED),
        *letter_voided(command, case, VoidCause.RETURNED),
    )


def _check_may_be_sent_back(case: Case) -> None:
    transfer = case.transfer
    if transfer.reason is not TransferReason.RETIRED or not transfer.receiving.is_inside:
        return
    code = case.around.organisations.division_code(transfer.receiving.organisation_id)
    level = case.around.territory.division(code).level if code is not None else None
    if level in (DivisionLevel.STREET, DivisionLevel.COMMUNITY):
        raise RetireeMustBeAccepted
