"""Who is out of contact goes by the way of lost contact, and only he; it ends when he is reached."""

from datetime import date
from typing import Any

import pytest

from services.membership.domain.member.causes import RemovalCause, SuspensionCause
from services.membership.domain.member.commands import (
    RecordFloating,
    RecordFloatingContact,
    RegainContact,
    RemoveMember,
    ReportLostContact,
    RestoreMembership,
    SuspendMembership,
)
from services.membership.domain.member.contact import LostBeforeLastContact
from services.membership.domain.member.events import ContactRegained, FloatingEnded
from services.membership.domain.member.leaving import (
    HandledAsLostContact,
    NotSuspendedForLostContact,
)
from services.membership.domain.member.leaving_events import MemberRemoved
from services.membership.domain.member.standing import ContactNotReportedLost
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import PlaceOrganisation
from tests.unit.membership.register_scene import (
    DETAILS,
    ENTERED,
    TODAY,
    Register,
    accepted,
    district,
    on,
    register,
    released,
    request,
    said,
)
from tests.unit.membership.transfer_scene import T1, place

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


LOST = SuspensionCause.LOST_CONTACT


def out_of_sight(organisation_id: str = "b1") -> Register:
    """Away, and out of contact, since half a year before he was registered."""
    since = date(2023, 7, 1)
    return district().given(
        register(organisation_id=organisation_id),
        RecordFloating(**ME, since=since, place="深圳", **on(ENTERED)),
        ReportLostContact(**ME, since=since, **on(ENTERED)),
    )


def test_a_contact_with_a_member_who_is_away_ends_the_loss_of_contact() -> None:
    scene = out_of_sight().given(RecordFloatingContact(**ME, **on(ENTERED)))
    assert scene.decide(RegainContact(**ME, **on(ENTERED))) == ()
    with pytest.raises(ContactNotReportedLost):
        scene.when(SuspendMembership(**ME, cause=LOST, **on(TODAY)))


def test_a_contact_is_recorded_again_on_the_day_he_is_reported_lost() -> None:
    contact = RecordFloatingContact(**ME, **on(ENTERED))
    scene = out_of_sight().given(contact, ReportLostContact(**ME, since=ENTERED, **on(ENTERED)))
    assert len(scene.when(contact)) == 1


def test_who_was_reached_while_suspended_is_not_removed_for_lost_contact() -> None:
    scene = out_of_sight().given(
        SuspendMembership(**ME, cause=LOST, **on(ENTERED)),
        RecordFloatingContact(**ME, **on(ENTERED)),
    )
    with pytest.raises(NotSuspendedForLostContact):
        scene.when(RemoveMember(**ME, cause=RemovalCause.LOST_CONTACT, **on(TODAY)))
    assert scene.when(RestoreMembership(**ME, **on(TODAY)))


@pytest.mark.parametrize("reached", [RegainContact, RecordFloatingContact])
def test_nobody_is_lost_since_before_he_was_last_reached(reached: type[Any]) -> None:
    day = date(2025, 1, 5)
    scene = out_of_sight().given(reached(**ME, **on(day)))
    with pytest.raises(LostBeforeLastContact) as refused:
        scene.when(ReportLostContact(**ME, since=date(2024, 2, 1), **on(TODAY)))
    assert refused.value.field == "since"
    assert "2025-01-05" in refused.value.label
    assert scene.when(ReportLostContact(**ME, since=day, **on(TODAY)))


def test_nobody_is_lost_since_before_he_joined() -> None:
    joined = DETAILS.join_date
    with pytest.raises(LostBeforeLastContact):
        member().when(ReportLostContact(**ME, since=date(1950, 1, 1), **on(TODAY)))
    assert member().when(ReportLostContact(**ME, since=joined, **on(TODAY)))


def test_who_transfers_is_neither_away_nor_out_of_contact_any_more() -> None:
    scene = out_of_sight("be1").given(request(), *released())
    _, _, *found = scene.when(accepted())
    assert found == [ContactRegained("m1", TODAY), FloatingEnded("m1", TODAY)]
    assert scene.given(place()).member().floating is None


def test_who_goes_with_his_whole_organisation_is_where_he_was() -> None:
    whole: dict[str, Any] = {
        "kind": TransferKind.WHOLE_ORGANISATION,
        "reason": TransferReason.RESTRUCTURED,
    }
    scene = out_of_sight("be1").given(
        request(receiving="g1", **whole),
        *released(),
        accepted(),
        PlaceOrganisation(by="s1", into="b1", **T1),
    )
    found = scene.member()
    assert found.facts is not None
    assert found.facts.organisation_id == "b1"
    assert found.floating is not None
    assert found.contact_lost_since == date(2023, 7, 1)
