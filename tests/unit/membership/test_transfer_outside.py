"""Transfers across the city's border: who leaves it, who comes, and what is sent back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.letter_book.events import ReceiptFiled
from services.membership.domain.member.affiliation_events import (
    AffiliationTransferred,
    TransferClosed,
)
from services.membership.domain.member.causes import Origin, RemovalCause, TransferOutcome
from services.membership.domain.member.commands import RecordDecease, RemoveMember
from services.membership.domain.member.events import MemberRegistered
from services.membership.domain.member.rejections import (
    ComesBackByTransfer,
    JoinedUnderAge,
    MayNotRegisterAgain,
    MemberAlreadyRegistered,
    SealedDataMissing,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Standing
from services.membership.domain.transfer.acceptance import (
    NobodyLeftToTransfer,
    ReceivingSideIsOutside,
)
from services.membership.domain.transfer.causes import (
    RefusalCause,
    TransferReason,
)
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PresentOutsideLetter,
    RecordOutsideReceipt,
    ReturnReceipt,
    ReturnTransfer,
)
from services.membership.domain.transfer.events import (
    PlacedInBranch,
    ReceiptReturned,
    TransferAccepted,
)
from services.membership.domain.transfer.placement import (
    ReceivingSideIsInside,
)
from services.membership.domain.transfer.steps import NotEntitledToTransfer
from tests.unit.membership.register_scene import (
    DETAILS,
    TODAY,
    Register,
    accepted,
    district,
    on,
    person,
    register,
    request,
    said,
)
from tests.unit.membership.transfer_scene import (
    AT_B2,
    AT_BE1,
    AT_S1,
    CROSS,
    LATE,
    SHENZHEN,
    T1,
    awaiting,
    place,
)


def send_back(**given: Any) -> ReturnTransfer:
    asked = {**T1, "by": "s1", "cause": RefusalCause.NOT_MOVED_HERE, **given}
    return ReturnTransfer(**asked)


def leaving(**given: Any) -> Register:
    return awaiting(receiving=SHENZHEN, kind=CROSS, **given)


def test_a_receipt_from_outside_takes_the_member_off_the_register() -> None:
    scene = leaving()
    assert scene.when(RecordOutsideReceipt(by="e", **T1)) == (
        TransferAccepted("t1", "", ("m1",), TODAY),
        ReceiptReturned("t1", "", TODAY),
        ReceiptFiled("e", 2026, 1, "t1", TODAY),
        AffiliationTransferred("m1", "t1", AT_BE1, None, TODAY),
        TransferClosed("m1", "t1", TransferOutcome.COMPLETED, TODAY),
    )
    assert scene.member().standing is Standing.TRANSFERRED_OUT


def test_a_late_receipt_from_outside_counts() -> None:
    days = TODAY + timedelta(days=31)
    late = {**on(days), "today": days, "transfer_id": "t1"}
    scene = leaving().given(ExpireTransfer(**late))
    assert len(scene.when(RecordOutsideReceipt(by="e", **late))) == 5
    assert scene.member().pocket_since is None


def test_a_receipt_from_outside_is_recorded_by_the_releasing_side_for_somebody() -> None:
    with pytest.raises(NotEntitledToTransfer):
        leaving().when(RecordOutsideReceipt(by="s1", **T1))
    with pytest.raises(ReceivingSideIsInside):
        awaiting().when(RecordOutsideReceipt(by="e", **T1))
    with pytest.raises(ReceivingSideIsOutside):
        leaving().when(accepted())
    gone = leaving().given(RecordDecease(member_id="m1", **on(TODAY)))
    with pytest.raises(NobodyLeftToTransfer):
        gone.when(RecordOutsideReceipt(by="e", **T1))


def test_what_comes_back_from_outside_is_recorded_by_the_releasing_side() -> None:
    with pytest.raises(NotEntitledToTransfer):
        leaving(reason=TransferReason.RETIRED).when(send_back())
    scene = leaving(reason=TransferReason.RETIRED)
    assert len(scene.when(send_back(by="e"))) == 3


def arriving() -> Register:
    letter: dict[str, Any] = {"number": "深组转 77", "issued_on": TODAY, "valid_until": LATE}
    return district().given(
        request(SHENZHEN, kind=CROSS, incoming=(person(),)),
        PresentOutsideLetter(by="s1", **letter, **T1),
    )


def registered(**given: Any) -> MemberRegistered:
    asked: dict[str, Any] = {
        "member_id": "n1",
        "before": None,
        "after": AT_S1,
        "join_date": person().details.join_date,
        "full_date": person().details.full_date,
        "posts": (),
        "sealed": "sealed-n1",
        "origin": Origin.TRANSFER,
        "transfer_id": "t1",
        "effective_date": TODAY,
    }
    return MemberRegistered(**{**asked, **given})


def test_who_comes_from_outside_is_registered_at_acceptance_and_then_placed() -> None:
    scene = arriving()
    assert scene.when(accepted()) == (TransferAccepted("t1", "s1", ("n1",), TODAY), registered())
    assert scene.when(place()) == (
        PlacedInBranch("t1", "s1", "b2", TODAY),
        AffiliationTransferred("n1", "t1", AT_S1, AT_B2, TODAY),
        TransferClosed("n1", "t1", TransferOutcome.COMPLETED, TODAY),
    )
    assert scene.when(ReturnReceipt(by="s1", **T1)) == (ReceiptReturned("t1", "s1", TODAY),)


def test_who_once_transferred_out_comes_back_on_the_same_stream() -> None:
    letter: dict[str, Any] = {"number": "深组转 77", "issued_on": TODAY, "valid_until": LATE}
    back = {**T1, "transfer_id": "t2"}
    scene = leaving().given(
        RecordOutsideReceipt(by="e", **T1),
        request(SHENZHEN, kind=CROSS, incoming=(person("m1"),), transfer_id="t2"),
        PresentOutsideLetter(by="s1", **letter, **back),
        accepted(transfer_id="t2"),
        replace(place(), transfer_id="t2"),
    )
    assert scene.member().facts == AT_B2


def test_who_transferred_out_is_not_registered_past_the_letter() -> None:
    """A roster of before he left, or one that was saved again, does not bring him back."""
    scene = leaving().given(RecordOutsideReceipt(by="e", **T1))
    for branch in ("b1", "b2"):
        with pytest.raises(ComesBackByTransfer):
            scene.when(register("m1", branch, **on(TODAY)))
    assert scene.member().standing is Standing.TRANSFERRED_OUT


@pytest.mark.parametrize(
    ("refusal", "incoming"),
    [
        (SealedDataMissing, replace(person(), sealed="")),
        (
            JoinedUnderAge,
            person(details=replace(DETAILS, join_date=date(2000, 1, 1), full_date=None)),
        ),
        (MemberAlreadyRegistered, person("m3")),
        (MayNotRegisterAgain, person("m4")),
    ],
)
def test_who_arrives_from_outside_may_be_registered(
    refusal: type[Rejection], incoming: Any
) -> None:
    there = district().given(
        register("m3", "b1"),
        register("m4"),
        RemoveMember(
            member_id="m4",
            cause=RemovalCause.ASKED_TO_LEAVE,
            note=said("书面申请退党"),
            **on(TODAY),
        ),
    )
    with pytest.raises(refusal):
        there.when(request(SHENZHEN, kind=CROSS, incoming=(incoming,)))
