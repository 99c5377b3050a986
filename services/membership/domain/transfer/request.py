"""Asking for a transfer, releasing it, and giving it up."""

from collections.abc import Iterator

from services.membership.domain.command import check_effective_date
from services.membership.domain.letter_book import decider as letter_book
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import LetterVoided
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import DomainEvent
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import (
    ApproveRelease,
    RefuseRelease,
    RequestTransfer,
    TransferCommand,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import (
    ReleaseApproved,
    ReleaseRefused,
    TransferRequested,
    TransferWithdrawn,
)
from services.membership.domain.transfer.people import check_people, opened
from services.membership.domain.transfer.sides import check_reason, check_sides
from services.membership.domain.transfer.steps import (
    ARRIVED,
    ON_THE_WAY,
    authority_of,
    cause_stated,
    check_entitled,
    closed,
    is_to_do,
    remark,
)
from services.membership.domain.transfer.transfer import Stage, Transfer


class TransferIdTaken(Rejection):
    def __init__(self, transfer_id: str) -> None:
        super().__init__(
            "transfer_id",
            f"transfer {transfer_id!r} was requested with other particulars; choose another id",
            "该转接编号已用于另一申请,请更换编号",
        )


class ReleasingSideIsOutside(Rejection):
    """Who comes from outside was released there, as his letter shows."""

    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "the releasing side is outside the city; record its letter instead",
            "转出方在市外,请登记其介绍信",
        )


def request(command: RequestTransfer, case: Case) -> tuple[DomainEvent, ...]:
    """Open a transfer; the releasing organisation stays responsible until acceptance (art. 25)."""
    if case.transfer.stage is not None:
        if _is_requested_so(command, case.transfer):
            return ()
        raise TransferIdTaken(command.transfer_id)
    check_effective_date(command, None)
    check_sides(command, case)
    check_reason(command, case)
    member_ids = check_people(command, case)
    whole = command.kind is TransferKind.WHOLE_ORGANISATION
    requested = TransferRequested(
        transfer_id=command.transfer_id,
        kind=command.kind,
        reason=command.reason,
        reason_since=command.reason_since,
        releasing=command.releasing,
        receiving=command.receiving,
        member_ids=member_ids,
        organisation_id=command.releasing.organisation_id if whole else "",
        incoming=command.incoming,
        effective_date=command.effective_date,
    )
    return (requested, *opened(command, case))


def _is_requested_so(command: RequestTransfer, transfer: Transfer) -> bool:
    people = command.member_ids or tuple(person.member_id for person in command.incoming)
    asked = (command.kind, command.reason, command.releasing, command.receiving, people)
    return asked == (
        transfer.kind,
        transfer.reason,
        transfer.releasing,
        transfer.receiving,
        transfer.member_ids,
    )


def approve(command: ApproveRelease, case: Case) -> tuple[DomainEvent, ...]:
    """The releasing committee approves (转出审批)."""
    if not is_to_do(command, case, (Stage.REQUESTED,), (*ON_THE_WAY, *ARRIVED)):
        return ()
    check_releasing_authority(command.by, case)
    return (ReleaseApproved(command.transfer_id, command.by, command.effective_date),)


def refuse(command: RefuseRelease, case: Case) -> tuple[DomainEvent, ...]:
    """The releasing committee refuses, with a stated cause (条例 art. 25)."""
    if not is_to_do(command, case, (Stage.REQUESTED,), (Stage.RELEASE_REFUSED,)):
        return ()
    check_releasing_authority(command.by, case)
    text = cause_stated(command.cause, command.cause_text)
    return (
        ReleaseRefused(
            command.transfer_id, command.by, command.cause, text, command.effective_date
        ),
        *closed(command, case, TransferOutcome.RELEASE_REFUSED),
    )


def check_releasing_authority(by: str, case: Case) -> None:
    """Refuse who cannot release: a side outside the city, or any other committee's name."""
    if not case.transfer.releasing.is_inside:
        raise ReleasingSideIsOutside
    check_entitled(by, authority_of(case, case.transfer.releasing, "releasing"))


def withdraw(command: WithdrawTransfer, case: Case) -> tuple[DomainEvent, ...]:
    """Give the transfer up; nothing is withdrawn once the receiver has accepted."""
    before_acceptance = (Stage.REQUESTED, *ON_THE_WAY)
    if not is_to_do(command, case, before_acceptance, (Stage.WITHDRAWN,)):
        return ()
    text = remark(command.cause_text)
    return (
        TransferWithdrawn(command.transfer_id, text, command.effective_date),
        *closed(command, case, TransferOutcome.WITHDRAWN),
        *letter_voided(command, case, VoidCause.WITHDRAWN),
    )


def letter_voided(command: TransferCommand, case: Case, cause: VoidCause) -> Iterator[LetterVoided]:
    """Void the letter, when one of the city's own was written."""
    if (entry := entry_of(case.transfer)) is not None:
        book = case.letter_book(entry.organisation_id, entry.year)
        yield from letter_book.void(book, entry, cause, command.effective_date)


def entry_of(transfer: Transfer) -> letter_book.Entry | None:
    """The counterfoil of the transfer's present letter; None when the city wrote none."""
    letter = transfer.letter
    if letter is None or not letter.is_ours:
        return None
    return letter_book.Entry(
        letter.book_organisation_id, letter.book_year, letter.number, transfer.transfer_id
    )
