"""No step of a transfer goes behind the last fact of any member it touches."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.commands import (
    ChangeMemberClass,
)
from services.membership.domain.terms import MemberClass
from services.membership.domain.transfer.causes import RefusalCause
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PlaceInBranch,
    PresentOutsideLetter,
    RecordOutsideReceipt,
    RefuseRelease,
    ReissueLetter,
    ReturnTransfer,
    WithdrawTransfer,
)
from tests.unit.membership.register_scene import (
    TODAY,
    accepted,
    district,
    on,
    person,
    register,
    released,
    request,
)
from tests.unit.membership.transfer_scene import CROSS, SHENZHEN, before_binding

DAY = date(2026, 3, 2)
LATE = DAY + timedelta(days=31)
NUMBER = "雨组转〔2026〕第000001号"
T1: dict[str, Any] = {"transfer_id": "t1", **on(DAY)}
T1_LATE: dict[str, Any] = {"transfer_id": "t1", **on(LATE)}
WRONG = RefusalCause.DETAILS_WRONG

REQUESTED = (register("m1", "be1"), request(**on(DAY)))
AWAITING = (*REQUESTED, *released(**on(DAY)))
LEAVING = (
    register("m1", "be1"),
    request(receiving=SHENZHEN, kind=CROSS, **on(DAY)),
    *released(**on(DAY)),
)
EXPIRED = (*AWAITING, ExpireTransfer(**T1_LATE))


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ((register("m1", "be1"),), request(**on(DAY))),
        (REQUESTED, RefuseRelease(by="e", cause=WRONG, **T1)),
        (REQUESTED, WithdrawTransfer(**T1)),
        (AWAITING, ReturnTransfer(by="s1", cause=WRONG, **T1)),
        (AWAITING, accepted(**on(DAY))),
        (AWAITING, ExpireTransfer(**T1_LATE)),
        (EXPIRED, ReissueLetter(by="e", prefix="雨组转", replaces=NUMBER, **T1_LATE)),
        (
            (*AWAITING, accepted(**on(DAY))),
            PlaceInBranch(by="s1", organisation_id="b2", **T1),
        ),
        (LEAVING, RecordOutsideReceipt(by="e", **T1)),
    ],
)
def test_a_step_does_not_go_behind_a_later_fact_of_its_member(given: Any, step: Any) -> None:
    later = ChangeMemberClass(member_id="m1", member_class=MemberClass.RETIRED, **on(TODAY))
    with pytest.raises(EffectiveDateBeforeLast):
        district().given(*given, later).when(step)
    assert district().given(*given).when(step) != ()


def arriving(day: date) -> Any:
    return request(SHENZHEN, kind=CROSS, incoming=(person("n1"),), **on(day))


def gone_on(day: date) -> Any:
    """n1 was a member of be1 and went out of the city on ``day``."""
    out = {"transfer_id": "t2", **on(DAY)}
    return (
        register("n1", "be1"),
        request(receiving=SHENZHEN, kind=CROSS, member_ids=("n1",), **out),
        *released(**out),
        RecordOutsideReceipt(by="e", transfer_id="t2", **on(day)),
    )


def test_nobody_asks_to_come_back_before_he_left() -> None:
    with pytest.raises(EffectiveDateBeforeLast):
        district().given(*gone_on(LATE)).when(arriving(DAY))
    assert district().given(*gone_on(LATE)).when(arriving(LATE)) != ()


def test_nobody_comes_back_before_he_left() -> None:
    letter: dict[str, Any] = {"number": "深组转 77", "issued_on": DAY, "valid_until": LATE}
    asked = (arriving(DAY), PresentOutsideLetter(by="s1", **letter, **T1))
    scene = before_binding(district(), *asked).given(*gone_on(LATE))
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(accepted(**on(DAY)))
    assert scene.when(accepted(**on(LATE))) != ()
