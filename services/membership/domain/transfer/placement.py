"""The end of the way: a branch, a place in the tree, a receipt."""

from collections.abc import Iterator

from services.membership.domain.letter_book import decider as letter_book
from services.membership.domain.letter_book.events import ReceiptFiled
from services.membership.domain.member.affiliation_events import AffiliationTransferred
from services.membership.domain.member.case import home_for_members
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
)
from services.membership.domain.organisation.decider import decide as decide_organisation
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import DomainEvent
from services.membership.domain.transfer.acceptance import (
    check_anybody_left,
    members_taken_over,
    organisation_moved,
)
from services.membership.domain.transfer.case import Case
from services.membership.domain.transfer.commands import (
    PlaceInBranch,
    PlaceOrganisation,
    RecordOutsideReceipt,
    ReturnReceipt,
    TransferCommand,
)
from services.membership.domain.transfer.events import (
    OrganisationPlaced,
    PlacedInBranch,
    ReceiptReturned,
    TransferAccepted,
)
from services.membership.domain.transfer.request import check_releasing_authority, entry_of
from services.membership.domain.transfer.steps import (
    NotEntitledToTransfer,
    closed,
    closed_for,
    is_to_do,
)
from services.membership.domain.transfer.transfer import Stage

_PLACED = (Stage.PLACED, Stage.RECEIPT_RETURNED)


class PlacedOutsideReceiver(Rejection):
    """Who was accepted is placed below the committee that accepted him."""

    def __init__(self, field: str, organisation_id: str, receiver: str) -> None:
        super().__init__(
            field,
            f"{organisation_id!r} is not below {receiver!r}, which accepted the transfer",
            f"{organisation_id} 不在接收党委 {receiver} 之下,请另选",
        )


class WholeOrganisationMovesAsOne(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "a whole organisation moves by this transfer; place the organisation instead",
            "整建制转接请办理党组织编入",
        )


class NoOrganisationMoves(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "no organisation moves by this transfer; place its members in a branch instead",
            "该转接不是市内整建制转接,请编入支部",
        )


class PlaceUnclear(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "under",
            "give either under or into, not both",
            "请选择隶属于某党组织或并入某支部,二者择一",
        )


class ReceivingSideIsInside(Rejection):
    """Inside the city the receiving committee accepts for itself."""

    def __init__(self) -> None:
        super().__init__(
            "transfer_id",
            "the receiving side is inside the city; it accepts the transfer itself",
            "转入方在市内,请由其办理接收",
        )


def place_in_branch(command: PlaceInBranch, case: Case) -> tuple[DomainEvent, ...]:
    """From this day the branch is responsible, and the members' transfer is over (编入支部)."""
    transfer, branch = case.transfer, command.organisation_id
    done = _PLACED if transfer.placed_in == branch else ()
    if not is_to_do(command, case, (Stage.ACCEPTED,), done):
        return ()
    if transfer.organisation_id:
        raise WholeOrganisationMovesAsOne
    tree = case.around.organisations
    home = home_for_members(tree, branch, command.effective_date)
    _check_place(command.by, branch, case, "organisation_id")
    return (
        PlacedInBranch(command.transfer_id, command.by, branch, command.effective_date),
        *members_taken_over(command, case, home),
        *closed(command, case, TransferOutcome.COMPLETED),
    )


def _check_place(by: str, place: str, case: Case, field: str) -> None:
    """The receiver, or an organisation below it, places; and the place is below who places."""
    tree = case.around.organisations
    receiver = tree.responsible(case.transfer.accepted_by)
    tree.get_living(by, "by")
    if not tree.is_within(by, receiver):
        raise NotEntitledToTransfer(by, receiver)
    if not tree.is_within(place, by):
        raise PlacedOutsideReceiver(field, place, by)


def place_organisation(command: PlaceOrganisation, case: Case) -> tuple[DomainEvent, ...]:
    """Give the whole organisation its place in the tree, its members with it, in one act."""
    if bool(command.under) is bool(command.into):
        raise PlaceUnclear
    place, field = (command.under, "under") if command.under else (command.into, "into")
    done = _PLACED if case.transfer.placed_in == place else ()
    if not is_to_do(command, case, (Stage.ACCEPTED,), done):
        return ()
    if not case.transfer.organisation_id:
        raise NoOrganisationMoves
    case.around.organisations.get_living(place, field)
    _check_place(command.by, place, case, field)
    moved = _merged_into(command, case)
    if command.under:
        moved = organisation_moved(command, case, command.under)
    return (
        _organisation_placed(command, case),
        *moved,
        *closed(command, case, TransferOutcome.COMPLETED),
    )


def _organisation_placed(command: PlaceOrganisation, case: Case) -> OrganisationPlaced:
    return OrganisationPlaced(
        transfer_id=command.transfer_id,
        placed_by=command.by,
        organisation_id=case.transfer.organisation_id,
        under=command.under,
        into=command.into,
        effective_date=command.effective_date,
    )


def _merged_into(command: PlaceOrganisation, case: Case) -> Iterator[DomainEvent]:
    """The organisation ends; what is below it and its members belong to ``into``."""
    merge = MergeOrganisation(
        now=command.now,
        today=command.today,
        actor=command.actor,
        effective_date=command.effective_date,
        organisation_id=case.transfer.organisation_id,
        into_id=command.into,
    )
    yield from decide_organisation(merge, case.around)
    tree = case.around.organisations
    home = home_for_members(tree, command.into, command.effective_date, "into")
    yield from members_taken_over(command, case, home)


def return_receipt(command: ReturnReceipt, case: Case) -> tuple[DomainEvent, ...]:
    """Send the receipt (回执) back; it is filed with the counterfoil of the city's own letter."""
    if not is_to_do(command, case, (Stage.PLACED,), (Stage.RECEIPT_RETURNED,)):
        return ()
    receiver = case.around.organisations.responsible(case.transfer.accepted_by)
    if command.by != receiver:
        raise NotEntitledToTransfer(command.by, receiver)
    return (
        ReceiptReturned(command.transfer_id, command.by, command.effective_date),
        *_receipt_filed(command, case),
    )


def _receipt_filed(command: TransferCommand, case: Case) -> Iterator[ReceiptFiled]:
    if (entry := entry_of(case.transfer)) is not None:
        book = case.letter_book(entry.organisation_id, entry.year)
        yield from letter_book.file_receipt(book, entry, command.effective_date)


def record_outside_receipt(command: RecordOutsideReceipt, case: Case) -> tuple[DomainEvent, ...]:
    """The receipt says who was accepted outside the city: they leave the register that day.

    Whether the letter was still good was for the receiver to judge, so an expired one counts.
    """
    when = (Stage.AWAITING_ACCEPTANCE, Stage.EXPIRED)
    if not is_to_do(command, case, when, (Stage.RECEIPT_RETURNED,)):
        return ()
    if case.transfer.receiving.is_inside:
        raise ReceivingSideIsInside
    check_releasing_authority(command.by, case)
    carried, day = check_anybody_left(case), command.effective_date
    return (
        TransferAccepted(command.transfer_id, "", carried, day),
        ReceiptReturned(command.transfer_id, "", day),
        *_receipt_filed(command, case),
        *_gone(command, case),
        *_organisation_gone(command, case),
    )


def _gone(command: TransferCommand, case: Case) -> Iterator[DomainEvent]:
    day = command.effective_date
    for member in case.travellers():
        if (facts := member.facts) is not None:
            over = closed_for(
                member.member_id, command, member.changed_on, TransferOutcome.COMPLETED
            )
            yield AffiliationTransferred(member.member_id, command.transfer_id, facts, None, day)
            yield over


def _organisation_gone(command: TransferCommand, case: Case) -> Iterator[DomainEvent]:
    """An organisation that moved away as a whole ends here; who stayed is its superior's."""
    moving = case.transfer.organisation_id
    if moving and case.around.organisations.living(moving):
        dissolve = DissolveOrganisation(
            now=command.now,
            today=command.today,
            actor=command.actor,
            effective_date=command.effective_date,
            organisation_id=moving,
        )
        yield from decide_organisation(dissolve, case.around)
