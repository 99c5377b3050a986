"""Members away from home, members whose organisation changed, and what a branch is warned of."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.affiliation_events import AffiliationFollowedOrganisation
from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.member.commands import (
    AssignPost,
    EndFloating,
    FollowOrganisation,
    RecordDecease,
    RecordFloating,
    RecordFloatingContact,
    ReportLostContact,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.member.contact import (
    NotFloating,
    NotYetFloating,
    PlaceTooPrecise,
)
from services.membership.domain.member.events import (
    FloatingContactMade,
    FloatingEnded,
    FloatingRecorded,
    PostRelieved,
)
from services.membership.domain.member.rejections import (
    DateNotReached,
    OrganisationNotYetThere,
)
from services.membership.domain.member.warnings import MemberWarning, WarningReason, warnings
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
)
from services.membership.domain.rules.commands import SetRule
from services.membership.domain.rules.decider import initial as delivered_rules
from services.membership.domain.rules.names import RuleName
from services.membership.domain.terms import Post
from tests.unit.membership.register_scene import (
    ENTERED,
    FOUNDED,
    TODAY,
    Register,
    district,
    facts,
    on,
    register,
    released,
    request,
    said,
)

ME: dict[str, Any] = {"member_id": "m1"}
A_DAY = timedelta(days=1)


def member(organisation_id: str = "b1") -> Register:
    return district().given(register(organisation_id=organisation_id))


def away(since: date = ENTERED, place: str = "深圳") -> RecordFloating:
    return RecordFloating(**ME, since=since, place=place, **on(TODAY))


def test_a_member_goes_away_is_contacted_and_comes_back() -> None:
    scene = member()
    assert scene.when(away()) == (FloatingRecorded("m1", ENTERED, "深圳", TODAY),)
    assert scene.when(RecordFloatingContact(**ME, **on(TODAY))) == (
        FloatingContactMade("m1", TODAY),
    )
    assert scene.when(EndFloating(**ME, **on(TODAY))) == (FloatingEnded("m1", TODAY),)


def test_another_place_keeps_the_last_contact() -> None:
    scene = member().given(away(), RecordFloatingContact(**ME, **on(TODAY)), away(place="东莞"))
    floating = scene.member().floating
    assert floating is not None
    assert (floating.place, floating.contacted_on) == ("东莞", TODAY)


@pytest.mark.parametrize("place", ["", "深圳市南山区科技园南路8号", "一" * 21])
def test_a_place_is_no_address(place: str) -> None:
    with pytest.raises(PlaceTooPrecise):
        member().when(away(place=place))


def test_nobody_is_away_from_tomorrow_or_contacted_while_at_home() -> None:
    with pytest.raises(DateNotReached):
        member().when(away(since=TODAY + A_DAY))
    with pytest.raises(NotFloating):
        member().when(RecordFloatingContact(**ME, **on(TODAY)))


def test_who_is_away_for_less_than_six_months_is_no_floating_member() -> None:
    with pytest.raises(NotYetFloating) as refused:
        member().when(away(since=date(2025, 12, 2)))
    assert (refused.value.field, "2026-06-02" in refused.value.label) == ("since", True)
    assert len(member().when(away(since=date(2025, 12, 1)))) == 1


def test_a_city_sets_another_time_from_which_a_member_is_floating() -> None:
    rule: dict[str, Any] = {
        "name": RuleName.AWAY_MONTHS_TO_FLOAT,
        "value": 3,
        "source": "长组发 12 号",
    }
    scene = member().given(SetRule(**rule, **on(ENTERED)))
    assert len(scene.when(away(since=TODAY - timedelta(days=100)))) == 1


def follow(day: date = TODAY) -> FollowOrganisation:
    return FollowOrganisation(**ME, **on(day))


def test_who_belongs_to_a_moved_branch_goes_with_it_and_keeps_his_posts() -> None:
    scene = member().given(AssignPost(**ME, post=Post.SECRETARY, **on(ENTERED)))
    assert scene.decide(follow()) == ()
    scene.given(MoveOrganisation(organisation_id="g1", superior_id="s2", **on(TODAY)))
    with pytest.raises(OrganisationNotYetThere):
        scene.when(follow(TODAY - A_DAY))
    before, after = facts("b1", "d/s1/g1/b1"), facts("b1", "d/s2/g1/b1")
    assert scene.when(follow()) == (AffiliationFollowedOrganisation("m1", before, after, TODAY),)


def test_who_belongs_to_a_merged_branch_belongs_to_the_other_and_leaves_his_posts() -> None:
    scene = member().given(
        AssignPost(**ME, post=Post.SECRETARY, **on(ENTERED)),
        MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)),
    )
    before, after = facts("b1", "d/s1/g1/b1"), facts("b2", "d/s1/g1/b2")
    assert scene.when(follow()) == (
        AffiliationFollowedOrganisation("m1", before, after, TODAY),
        PostRelieved("m1", "b1", Post.SECRETARY, TODAY),
    )


def test_nobody_belongs_to_the_other_before_his_own_branch_ended() -> None:
    yesterday = TODAY - A_DAY
    merged = MergeOrganisation(organisation_id="b1", into_id="b2", **on(yesterday))
    scene = member().given(merged)
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(follow(yesterday - A_DAY))
    scene.given(DissolveOrganisation(organisation_id="b2", **on(TODAY)))
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(follow(yesterday))
    scene.given(follow())
    assert scene.member().facts == facts("g1", "d/s1/g1")


def test_who_belongs_to_a_dissolved_branch_belongs_to_its_superior() -> None:
    scene = member().given(DissolveOrganisation(organisation_id="b1", **on(TODAY)))
    scene.given(follow())
    assert scene.member().facts == facts("g1", "d/s1/g1")


def warned(scene: Register, today: date) -> list[tuple[WarningReason, date]]:
    found = warnings(scene.member(), today, delivered_rules)
    return [(warning.reason, warning.since) for warning in found]


def test_a_member_at_home_and_in_contact_gives_no_cause() -> None:
    assert warned(member(), TODAY) == []


def test_a_member_away_is_contacted_every_half_year_and_transfers_after_six_months() -> None:
    scene = member().given(away(since=date(2025, 10, 1)))
    assert warned(scene, date(2026, 3, 31)) == []
    assert warned(scene, date(2026, 4, 1)) == [
        (WarningReason.AWAY_NOT_TRANSFERRED, date(2026, 4, 1))
    ]
    assert warned(scene, date(2026, 4, 2)) == [
        (WarningReason.FLOATING_CONTACT_OVERDUE, date(2026, 4, 2)),
        (WarningReason.AWAY_NOT_TRANSFERRED, date(2026, 4, 1)),
    ]
    scene.given(RecordFloatingContact(**ME, **on(TODAY)))
    assert warned(scene, date(2026, 12, 1)) == [
        (WarningReason.AWAY_NOT_TRANSFERRED, date(2026, 4, 1))
    ]


def test_a_transfer_under_way_answers_for_being_away() -> None:
    scene = member("be1").given(away(), RecordFloatingContact(**ME, **on(TODAY)), request())
    assert warned(scene, TODAY) == []


def test_a_warning_names_its_rule_and_number() -> None:
    scene = member().given(away(since=date(2025, 10, 1)))
    (warning,) = warnings(scene.member(), date(2026, 4, 1), delivered_rules)
    assert warning == MemberWarning(
        WarningReason.AWAY_NOT_TRANSFERRED,
        date(2026, 4, 1),
        RuleName.AWAY_MONTHS_TO_TRANSFER,
        6,
    )


def test_lost_contact_leads_to_suspension_and_that_to_removal() -> None:
    scene = member().given(ReportLostContact(**ME, since=date(2024, 1, 5), **on(ENTERED)))
    assert warned(scene, date(2024, 7, 4)) == []
    assert warned(scene, date(2024, 7, 5)) == [
        (WarningReason.LOST_CONTACT_OVERDUE, date(2024, 7, 5))
    ]
    scene.given(SuspendMembership(**ME, cause=SuspensionCause.LOST_CONTACT, **on(date(2024, 7, 5))))
    assert warned(scene, date(2026, 7, 4)) == []
    assert warned(scene, date(2026, 7, 5)) == [(WarningReason.SUSPENSION_OVERDUE, date(2026, 7, 5))]


def test_another_suspension_is_not_counted_as_lost_contact() -> None:
    scene = member().given(
        ReportLostContact(**ME, since=FOUNDED, **on(ENTERED)),
        SuspendMembership(**ME, cause=SuspensionCause.OTHER, note=said("出国"), **on(ENTERED)),
    )
    assert warned(scene, TODAY) == []


def test_a_rectification_past_its_deadline_is_overdue() -> None:
    scene = member().given(
        StartRectification(**ME, deadline=TODAY + A_DAY, note=said("不履行义务"), **on(TODAY))
    )
    assert warned(scene, TODAY + A_DAY) == []
    assert warned(scene, TODAY + 2 * A_DAY) == [
        (WarningReason.RECTIFICATION_OVERDUE, TODAY + 2 * A_DAY)
    ]


def test_nobody_is_warned_of_who_left() -> None:
    scene = member().given(away(since=ENTERED), RecordDecease(**ME, **on(TODAY)))
    assert warned(scene, TODAY) == []


def test_a_good_letter_is_no_cause_for_a_warning() -> None:
    scene = member("be1").given(request(), *released())
    assert warned(scene, TODAY) == []
