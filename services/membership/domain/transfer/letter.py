"""The introduction letter (介绍信): written, brought along from outside, expired, written anew."""

from collections.abc import Iterator
from datetime import timedelta

from services.membership.domain.command import check_effective_date
from services.membership.domain.letter_book import decider as letter_book
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import LetterEntered
from services.membership.domain.member.affiliation_events import (
    PocketMemberCleared,
    PocketMemberWarned,
)
from services.membership.domain.streams import DomainEvent
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    IssueLetter,
    PresentOutsideLetter,
    ReissueLetter,
    TransferCommand,
)
from services.membership.domain.transfer.events import (
    Letter,
    LetterIssued,
    LetterReissued,
    OutsideLetterPresented,
    TransferExpired,
)
from services.membership.domain.transfer.letter_rules import (
    LetterNotCurrent,
    LetterStillValid,
    ReleasingSideIsInside,
    check_outside_letter,
    checked_prefix,
    days_valid,
)
from services.membership.domain.transfer.people import bound, check_may_arrive
from services.membership.domain.transfer.request import (
    check_releasing_authority,
    letter_voided,
)
from services.membership.domain.transfer.steps import (
    ARRIVED,
    authority_of,
    check_entitled,
    is_to_do,
)
from services.membership.domain.transfer.transfer import Stage

_AWAITING = (Stage.AWAITING_ACCEPTANCE,)
_LETTER_OUT = (Stage.AWAITING_ACCEPTANCE, Stage.EXPIRED)


def issue(command: IssueLetter, case: Case) -> tuple[DomainEvent, ...]:
    """Write the letter with the next number of the committee's book; now the receiver decides."""
    if not is_to_do(command, case, (Stage.RELEASED,), (*_AWAITING, *ARRIVED)):
        return ()
    check_releasing_authority(command.by, case)
    entered, letter = _written(command, case)
    return (LetterIssued(command.transfer_id, letter, command.effective_date), entered)


def _written(command: IssueLetter | ReissueLetter, case: Case) -> tuple[LetterEntered, Letter]:
    """A letter and its counterfoil, in the book of the committee that released."""
    transfer, day = case.transfer, command.effective_date
    counterfoil = letter_book.Counterfoil(
        organisation_id=transfer.released_by,
        prefix=checked_prefix(command.prefix),
        transfer_id=transfer.transfer_id,
        members=len(transfer.member_ids),
        valid_until=day + timedelta(days=days_valid(command.valid_days, day, case)),
    )
    entered = letter_book.enter(case.letter_book(transfer.released_by, day.year), counterfoil, day)
    letter = Letter(
        text=entered.text,
        valid_until=entered.valid_until,
        issued_on=day,
        book_organisation_id=entered.organisation_id,
        book_year=entered.year,
        number=entered.number,
    )
    return entered, letter


def present(command: PresentOutsideLetter, case: Case) -> tuple[DomainEvent, ...]:
    """Record a letter written outside the city; a new one replaces one that expired."""
    transfer, number = case.transfer, command.number.strip()
    known = transfer.letter is not None and transfer.letter.text == number
    done = (*_LETTER_OUT, *ARRIVED) if known else ()
    if not is_to_do(command, case, (Stage.REQUESTED, Stage.EXPIRED), done):
        return ()
    if transfer.releasing.is_inside:
        raise ReleasingSideIsInside
    check_entitled(command.by, authority_of(case, transfer.receiving, "receiving"))
    check_outside_letter(command, case)
    letter = Letter(text=number, valid_until=command.valid_until, issued_on=command.issued_on)
    presented = OutsideLetterPresented(command.transfer_id, letter, command.effective_date)
    return (presented, *_brought_again(command, case))


def _brought_again(command: PresentOutsideLetter, case: Case) -> Iterator[DomainEvent]:
    """His letter is good again; who came by another transfer meanwhile does not come by this one."""
    for person in case.transfer.incoming:
        member = case.member(person.member_id)
        check_may_arrive(command, member, person, "transfer_id")
        yield from bound(command, person.member_id, member)
    yield from _cleared(command, case)


def expire(command: ExpireTransfer, case: Case) -> tuple[DomainEvent, ...]:
    """The letter is no longer good; its bearers stay where they were (口袋党员 warning)."""
    letter, day = case.transfer.letter, command.effective_date
    if not is_to_do(command, case, _AWAITING, (Stage.EXPIRED,)) or letter is None:
        return ()
    if day <= letter.valid_until:
        raise LetterStillValid(letter.valid_until)
    return (
        TransferExpired(command.transfer_id, letter, day),
        *_warned(command, case, letter),
    )


def _warned(command: ExpireTransfer, case: Case, letter: Letter) -> Iterator[PocketMemberWarned]:
    for member in case.travellers():
        check_effective_date(command, member.changed_on)
        yield PocketMemberWarned(
            member.member_id,
            command.transfer_id,
            letter.text,
            letter.valid_until,
            command.effective_date,
        )


def reissue(command: ReissueLetter, case: Case) -> tuple[DomainEvent, ...]:
    """Write a new letter in place of an expired or lost one (补开); the old number is void."""
    replaced, wanted = case.transfer.letter, command.replaces.strip()
    done = (*_LETTER_OUT, *ARRIVED) if case.transfer.replaced == wanted else ()
    if not is_to_do(command, case, _LETTER_OUT, done) or replaced is None:
        return ()
    check_releasing_authority(command.by, case)
    if replaced.text != wanted:
        raise LetterNotCurrent(replaced.text)
    voided = tuple(letter_voided(command, case, VoidCause.REISSUED))
    entered, letter = _written(command, case)
    return (
        LetterReissued(command.transfer_id, letter, replaced, command.effective_date),
        *voided,
        entered,
        *_cleared(command, case),
    )


def _cleared(command: TransferCommand, case: Case) -> Iterator[PocketMemberCleared]:
    for member in case.travellers():
        if member.pocket_since is not None:
            check_effective_date(command, member.changed_on)
            yield PocketMemberCleared(member.member_id, command.transfer_id, command.effective_date)
