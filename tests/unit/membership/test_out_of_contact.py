"""Who is out of contact goes by the way of lost contact, and is not removed for taking no part."""

from datetime import date
from typing import Any

import pytest

from services.membership.domain.member.causes import RemovalCause, SuspensionCause
from services.membership.domain.member.commands import (
    RegainContact,
    RemoveMember,
    ReportLostContact,
    RestoreMembership,
    SuspendMembership,
)
from services.membership.domain.member.leaving import HandledAsLostContact
from services.membership.domain.member.leaving_events import MemberRemoved
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    Register,
    district,
    on,
    register,
    said,
)

ME: dict[str, Any] = {"member_id": "m1"}
LEFT = RemoveMember(
    **ME, cause=RemovalCause.NO_PARTICIPATION, since=ENTERED, without_reason=True, **on(TODAY)
)
"""Years without taking part, stated to be without reason."""


def member() -> Register:
    return district().given(register())


@pytest.mark.parametrize("suspended", [False, True])
def test_who_is_out_of_contact_is_not_removed_for_taking_no_part(*, suspended: bool) -> None:
    """He is suspended first, and removed two years later: there is no shorter way."""
    scene = member().given(ReportLostContact(**ME, since=date(2023, 7, 1), **on(ENTERED)))
    if suspended:
        cause = SuspensionCause.LOST_CONTACT
        scene.given(SuspendMembership(**ME, cause=cause, **on(ENTERED)))
    with pytest.raises(HandledAsLostContact) as refused:
        scene.when(LEFT)
    assert (refused.value.slug, refused.value.field) == ("handled-as-lost-contact", "cause")
    assert "请先停止党籍" in refused.value.label


def test_who_was_reached_again_is_removed_for_taking_no_part_only_after_he_was_restored() -> None:
    scene = member().given(
        ReportLostContact(**ME, since=date(2023, 7, 1), **on(ENTERED)),
        SuspendMembership(**ME, cause=SuspensionCause.LOST_CONTACT, **on(ENTERED)),
        RegainContact(**ME, **on(ENTERED)),
    )
    with pytest.raises(HandledAsLostContact) as refused:
        scene.when(LEFT)
    assert "请先恢复党籍" in refused.value.label

    scene.given(RestoreMembership(**ME, **on(ENTERED)))
    assert [type(event) for event in scene.when(LEFT)] == [MemberRemoved]


def test_who_is_suspended_for_another_cause_can_be_removed_for_taking_no_part() -> None:
    scene = member().given(
        SuspendMembership(**ME, cause=SuspensionCause.OTHER, note=said("出国定居"), **on(ENTERED))
    )
    assert [type(event) for event in scene.when(LEFT)] == [MemberRemoved]
