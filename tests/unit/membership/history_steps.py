"""The next step of a transfer, by whose turn it is, and the ways to break one off."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeAlias

from services.membership.domain.member.causes import RemovalCause, SuspensionCause
from services.membership.domain.member.commands import (
    AssignPost,
    ChangeMemberClass,
    ExpelMember,
    RecordDecease,
    RemoveMember,
    RestoreMembership,
    SuspendMembership,
)
from services.membership.domain.member.details import IncomingMember
from services.membership.domain.organisation.kinds import HOLDS_MEMBERS
from services.membership.domain.terms import MemberClass, Post
from services.membership.domain.transfer.causes import (
    RefusalCause,
)
from services.membership.domain.transfer.commands import (
    AcceptTransfer,
    ApproveRelease,
    IssueLetter,
    PlaceInBranch,
    PlaceOrganisation,
    PresentOutsideLetter,
    RecordOutsideReceipt,
    RefuseRelease,
    ReissueLetter,
    ReturnReceipt,
    ReturnTransfer,
    TransferCommand,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import Endpoint
from services.membership.domain.transfer.transfer import Stage, Transfer
from tests.unit.membership import history_checks as check
from tests.unit.membership.register_scene import K, Register, said


def authority(scene: Register, side: Endpoint) -> str:
    tree = scene.tree
    if not side.is_inside:
        return "nobody"
    return tree.transfer_authority(tree.responsible(side.organisation_id)) or "nobody"


def belonging_to(scene: Register, organisation_id: str) -> tuple[str, ...]:
    """Its members who may travel."""
    return tuple(
        each.member_id
        for each in check.members(scene)
        if each.facts is not None
        and each.facts.organisation_id == organisation_id
        and each.open_transfer is None
    )


def announced(scene: Register) -> list[IncomingMember]:
    """Whom transfers have named from outside, whatever became of them."""
    known = sorted(check.transfers(scene), key=lambda each: each.transfer_id)
    return [person for each in known for person in each.incoming]


def broken_off(
    scene: Register, transfer: Transfer, how: int, asked: dict[str, Any]
) -> TransferCommand:
    sender, receiver = (
        authority(scene, transfer.releasing),
        authority(scene, transfer.receiving),
    )
    if how == 0:
        return WithdrawTransfer(**asked)
    if how == 1:
        return RefuseRelease(by=sender, cause=RefusalCause.DETAILS_WRONG, **asked)
    if how == 2:
        answering = receiver if transfer.receiving.is_inside else sender
        return ReturnTransfer(by=answering, cause=RefusalCause.DETAILS_WRONG, **asked)
    replaces = transfer.letter.text if transfer.letter is not None else ""
    return ReissueLetter(by=sender, prefix="雨组转", replaces=replaces, **asked)


def _released(
    scene: Register, transfer: Transfer, _: int, asked: dict[str, Any]
) -> TransferCommand:
    if transfer.releasing.is_inside:
        return ApproveRelease(by=authority(scene, transfer.releasing), **asked)
    return _presented(scene, transfer, asked)


def _presented(scene: Register, transfer: Transfer, asked: dict[str, Any]) -> TransferCommand:
    until: date = asked["effective_date"] + timedelta(days=20)
    letter: dict[str, Any] = {"issued_on": asked["effective_date"], "valid_until": until}
    number = f"深组转 {asked['effective_date']}"
    by = authority(scene, transfer.receiving)
    return PresentOutsideLetter(by=by, number=number, **letter, **asked)


def _written(scene: Register, transfer: Transfer, _: int, asked: dict[str, Any]) -> TransferCommand:
    return IssueLetter(by=authority(scene, transfer.releasing), prefix="雨组转", **asked)


def _answered(
    scene: Register, transfer: Transfer, _: int, asked: dict[str, Any]
) -> TransferCommand:
    if transfer.receiving.is_inside:
        return AcceptTransfer(by=authority(scene, transfer.receiving), **asked)
    return RecordOutsideReceipt(by=authority(scene, transfer.releasing), **asked)


def _placed(
    scene: Register, transfer: Transfer, place: int, asked: dict[str, Any]
) -> TransferCommand:
    tree = scene.tree
    by = tree.responsible(transfer.accepted_by)
    below = list(tree.subtree(by))
    if not transfer.organisation_id:
        homes = [each for each in below if each.kind in HOLDS_MEMBERS] or below
        branch = homes[place % len(homes)].organisation_id
        return PlaceInBranch(by=by, organisation_id=branch, **asked)
    elsewhere = [
        each for each in below if not tree.is_within(each.organisation_id, transfer.organisation_id)
    ]
    chosen = elsewhere[place % len(elsewhere)]
    kind = "into" if chosen.kind is K.BRANCH else "under"
    return PlaceOrganisation(by=by, **{kind: chosen.organisation_id, **asked})


def _receipted(
    scene: Register, transfer: Transfer, _: int, asked: dict[str, Any]
) -> TransferCommand:
    return ReturnReceipt(by=scene.tree.responsible(transfer.accepted_by), **asked)


def _after_expiry(
    scene: Register, transfer: Transfer, _: int, asked: dict[str, Any]
) -> TransferCommand:
    if not transfer.releasing.is_inside:
        return _presented(scene, transfer, asked)
    replaces = transfer.letter.text if transfer.letter is not None else ""
    by = authority(scene, transfer.releasing)
    return ReissueLetter(by=by, prefix="雨组转", replaces=replaces, **asked)


Step: TypeAlias = Callable[[Register, Transfer, int, dict[str, Any]], TransferCommand]
NEXT: dict[Stage, Step] = {
    Stage.REQUESTED: _released,
    Stage.RELEASED: _written,
    Stage.AWAITING_ACCEPTANCE: _answered,
    Stage.EXPIRED: _after_expiry,
    Stage.ACCEPTED: _placed,
    Stage.PLACED: _receipted,
}


LEAVING: list[tuple[type[Any], dict[str, Any]]] = [
    (RecordDecease, {}),
    (ExpelMember, {"note": said("市纪委决定")}),
    (RemoveMember, {"cause": RemovalCause.ASKED_TO_LEAVE, "note": said("书面申请退党")}),
]
CHANGES: list[tuple[type[Any], dict[str, Any]]] = [
    (ChangeMemberClass, {"member_class": MemberClass.RETIRED}),
    (ChangeMemberClass, {"member_class": MemberClass.IN_SERVICE}),
    (AssignPost, {"post": Post.SECRETARY}),
    (SuspendMembership, {"cause": SuspensionCause.OTHER, "note": said("出国定居")}),
    (RestoreMembership, {}),
]
