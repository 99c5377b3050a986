"""The introduction letter: number, validity, expiry, reissue, and letters from outside."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.letter_book.events import LetterEntered, LetterVoided
from services.membership.domain.member.affiliation_events import (
    PocketMemberCleared,
    PocketMemberWarned,
    TransferClosed,
)
from services.membership.domain.member.causes import TransferOutcome
from services.membership.domain.member.warnings import WarningReason, warnings
from services.membership.domain.rules.commands import SetRule
from services.membership.domain.rules.decider import initial as delivered_rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import (
    ApproveRelease,
    ExpireTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import (
    Letter,
    LetterIssued,
    LetterReissued,
    TransferExpired,
    TransferWithdrawn,
)
from services.membership.domain.transfer.letter_rules import (
    LetterNotCurrent,
    LetterNumberUnsuitable,
    LetterStillValid,
    LetterValidityOutOfBounds,
)
from services.membership.domain.transfer.steps import NotEntitledToTransfer, StepOutOfOrder
from tests.unit.membership.letter_scene import DAY, LAST, LATE, NUMBER, T1, issue, reissue
from tests.unit.membership.register_scene import (
    TODAY,
    Register,
    accepted,
    district,
    on,
    register,
    request,
)
from tests.unit.membership.transfer_scene import SHENZHEN

LETTER = Letter(NUMBER, LAST, DAY, "e", 2026, 1)
ENTRY = LetterEntered("e", 2026, 1, NUMBER, "t1", 1, LAST, DAY)


def approved(**given: Any) -> Register:
    return district().given(
        register("m1", "be1"), request(**{**on(DAY), **given}), ApproveRelease(by="e", **T1)
    )


def expired() -> Register:
    return approved().given(issue(), ExpireTransfer(transfer_id="t1", **on(LATE)))


def test_a_letter_gets_the_next_number_and_ten_days_inside_the_city() -> None:
    assert approved().when(issue()) == (LetterIssued("t1", LETTER, DAY), ENTRY)


def test_a_letter_to_the_outside_is_good_for_thirty_days() -> None:
    scene = approved(receiving=SHENZHEN, kind=TransferKind.CROSS_PROVINCE)
    scene.given(issue())
    letter = scene.transfer().letter
    assert letter is not None
    assert letter.valid_until == date(2026, 4, 1)


def test_a_city_sets_another_validity_without_a_release() -> None:
    scene = approved()
    rule: dict[str, Any] = {
        "name": RuleName.LETTER_DAYS_INSIDE,
        "value": 15,
        "source": "长组发 12 号",
    }
    scene.given(SetRule(**rule, **on(DAY)), issue())
    letter = scene.transfer().letter
    assert letter is not None
    assert letter.valid_until == date(2026, 3, 17)


def test_the_officer_may_give_other_days_up_to_the_cap() -> None:
    for days in (1, 90):
        scene = approved().given(issue(valid_days=days))
        letter = scene.transfer().letter
        assert letter is not None
        assert letter.valid_until == DAY + timedelta(days=days)
    for days in (0, 91):
        with pytest.raises(LetterValidityOutOfBounds):
            approved().when(issue(valid_days=days))


def test_the_cap_holds_for_the_rules_own_number() -> None:
    rule: dict[str, Any] = {"name": RuleName.LETTER_DAYS_CAP, "value": 7, "source": "长组发 12 号"}
    scene = approved().given(SetRule(**rule, **on(DAY)), issue())
    letter = scene.transfer().letter
    assert letter is not None
    assert letter.valid_until == DAY + timedelta(days=7)


def test_two_letters_of_one_committee_have_two_numbers() -> None:
    scene = approved().given(
        issue(),
        register("m2", "be1"),
        request(transfer_id="t2", member_ids=("m2",), **on(DAY)),
        ApproveRelease(by="e", transfer_id="t2", **on(DAY)),
        issue(transfer_id="t2"),
    )
    letter = scene.transfer("t2").letter
    assert letter is not None
    assert letter.number == 2


def test_numbers_begin_again_with_the_year() -> None:
    before = date(2025, 12, 31)
    scene = district().given(
        register("m1", "be1"),
        request(**on(before)),
        ApproveRelease(by="e", transfer_id="t1", **on(before)),
        issue(**on(before)),
        ExpireTransfer(transfer_id="t1", **on(DAY)),
    )
    old = "雨组转〔2025〕第000001号"
    events = scene.when(reissue(replaces=old, **on(DAY)))
    assert [(each.year, each.number) for each in events if isinstance(each, LetterEntered)] == [
        (2026, 1)
    ]
    assert [each.year for each in events if isinstance(each, LetterVoided)] == [2025]


def test_a_letter_is_written_by_the_committee_that_released_and_after_it() -> None:
    with pytest.raises(NotEntitledToTransfer):
        approved().when(issue(by="s1"))
    with pytest.raises(LetterNumberUnsuitable):
        approved().when(issue(prefix=" "))
    with pytest.raises(StepOutOfOrder):
        district().given(register("m1", "be1"), request(**on(DAY))).when(issue())


def test_an_expired_letter_leaves_the_member_where_he_was_and_warns() -> None:
    scene = approved().given(issue())
    with pytest.raises(LetterStillValid):
        scene.when(ExpireTransfer(transfer_id="t1", **on(LAST)))
    before = scene.member().facts
    assert scene.when(ExpireTransfer(transfer_id="t1", **on(LATE))) == (
        TransferExpired("t1", LETTER, LATE),
        PocketMemberWarned("m1", "t1", NUMBER, LAST, LATE),
    )
    assert scene.member().facts == before
    (warning,) = warnings(scene.member(), TODAY, delivered_rules)
    assert (warning.reason, warning.since) == (WarningReason.POCKET_MEMBER, LATE)


def test_a_transfer_without_a_letter_does_not_expire() -> None:
    with pytest.raises(StepOutOfOrder):
        approved().when(ExpireTransfer(transfer_id="t1", **on(LATE)))


def test_an_expired_letter_is_replaced_and_the_warning_lifted() -> None:
    scene = expired()
    number = "雨组转〔2026〕第000002号"
    until = LATE + timedelta(days=10)
    letter = Letter(number, until, LATE, "e", 2026, 2)
    assert scene.when(reissue()) == (
        LetterReissued("t1", letter, LETTER, LATE),
        LetterVoided("e", 2026, 1, "t1", VoidCause.REISSUED, LATE),
        LetterEntered("e", 2026, 2, number, "t1", 1, until, LATE),
        PocketMemberCleared("m1", "t1", LATE),
    )
    assert warnings(scene.member(), LATE, delivered_rules) == ()
    assert len(scene.when(accepted(**on(LATE)))) > 1


def test_a_lost_letter_is_replaced_while_it_is_still_good() -> None:
    events = approved().given(issue()).when(reissue(**on(DAY)))
    assert [type(event) for event in events] == [LetterReissued, LetterVoided, LetterEntered]


def test_only_the_letter_that_is_out_is_replaced() -> None:
    with pytest.raises(LetterNotCurrent):
        expired().when(reissue(replaces="雨组转〔2026〕第000009号"))
    with pytest.raises(NotEntitledToTransfer):
        expired().when(reissue(by="s1"))
    with pytest.raises(StepOutOfOrder):
        approved().when(reissue())


def test_an_expired_transfer_is_not_written_a_second_first_letter() -> None:
    with pytest.raises(StepOutOfOrder):
        expired().when(issue(**on(LATE)))


def test_a_withdrawn_transfer_voids_its_letter_and_lifts_the_warning() -> None:
    scene = expired()
    assert scene.when(WithdrawTransfer(transfer_id="t1", **on(LATE))) == (
        TransferWithdrawn("t1", "", LATE),
        TransferClosed("m1", "t1", TransferOutcome.WITHDRAWN, LATE),
        LetterVoided("e", 2026, 1, "t1", VoidCause.WITHDRAWN, LATE),
    )
    assert warnings(scene.member(), TODAY, delivered_rules) == ()
