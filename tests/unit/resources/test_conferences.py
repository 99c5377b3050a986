"""The joint conference: founding, members, and the published order of the chair."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.conference.case import NoMemberLeftToChair, UnknownConference
from services.resources.domain.conference.chairs import (
    ChairKind,
    ChairTerm,
    chair_on,
    next_chair,
)
from services.resources.domain.conference.commands import (
    AppointPartTimeMember,
    Delegation,
    DissolveConference,
    JoinConference,
    LeaveConference,
    NameInterimChair,
    PublishChairOrder,
    SkipChairTurn,
    SwapChairTurns,
)
from services.resources.domain.conference.events import (
    ConferenceDissolved,
    ConferenceFounded,
    ConferenceMemberLeft,
    PartTimeMemberRelieved,
)
from services.resources.domain.conference.founding import (
    ConferenceAlreadyFounded,
    IdOfADivision,
    OneConferencePerDivision,
    ParentNotAbove,
)
from services.resources.domain.conference.rotating import NoSuchTurn
from services.resources.domain.rejection import Rejection
from services.resources.domain.unit.unit import UnknownUnit
from tests.unit.resources.scene import ONE, STREET, TODAY, TWO, Scene, asked, found, on, street

A, B, C = "forestry", "school", "hospital"
SEPTEMBER, MARCH = date(2026, 9, 2), date(2027, 3, 2)
ASKED: dict[str, Any] = {"conference_id": ONE, **asked()}


def conferring(*units: str) -> Scene:
    return street().given(found(*(units or (A, B, C))))


def chairs(scene: Scene) -> list[str]:
    return [term.unit_id for term in scene.states[f"conference-{ONE}"].rotation.terms]


def test_the_first_of_the_order_chairs_from_the_founding_on_for_the_rules_six_months() -> None:
    (event,) = street().when(found(A, B))
    assert isinstance(event, ConferenceFounded)
    assert event.chairs == (
        ChairTerm(A, TODAY, SEPTEMBER),
        ChairTerm(B, SEPTEMBER, MARCH),
        ChairTerm(A, MARCH, None),
    )
    assert chair_on(event.chairs, date(2026, 9, 1)) == event.chairs[0]
    assert next_chair(event.chairs, SEPTEMBER) == event.chairs[2]


def test_a_sub_conference_stands_below_one_that_is_there() -> None:
    sub = found(A, conference_id="430111001001-edu", parent_id=ONE)
    assert len(conferring().when(sub)) == 1
    with pytest.raises(UnknownConference) as refused:
        street().decide(sub)
    assert refused.value.field == "parent_id"


def test_a_sub_conference_may_stand_in_a_division_below_its_parents() -> None:
    above = found(A, conference_id=STREET, division_code=STREET)
    sub = found(B, conference_id="street-edu", parent_id=STREET)
    assert len(street().given(above).when(sub)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"members": (Delegation(A, 1, "党组书记"), Delegation(C, 1, "党组书记"))},
        {"members": (Delegation(A, 1, "党组书记"), Delegation(B, 2, "党组书记"))},
        {"members": (Delegation(A, 1, "党组书记"), Delegation(B, 1, "校长"))},
        {"term_months": 12},
    ],
)
def test_another_founding_than_the_one_that_stands_is_refused(given: dict[str, Any]) -> None:
    scene = street().given(found(A, B, order=(A,)))
    later = on(date(2026, 5, 1))
    assert scene.decide(found(A, B, order=(A,), term_months=6, **later)) == ()
    with pytest.raises(ConferenceAlreadyFounded):
        scene.decide(found(A, B, **{"order": (A,), **later, **given}))


def test_who_joins_chairs_after_the_published_turns() -> None:
    scene = conferring(A, B)
    scene.when(JoinConference(member=Delegation(C, 2, "院长"), **ASKED))
    assert chairs(scene) == [A, B, A, C]


def test_when_the_sitting_chair_leaves_the_next_takes_over_the_same_day() -> None:
    scene = conferring()
    day = date(2026, 5, 1)
    (event,) = scene.when(LeaveConference(unit_id=A, cause_text="搬迁", **{**ASKED, **on(day)}))
    assert isinstance(event, ConferenceMemberLeft)
    assert event.chairs[:2] == (ChairTerm(A, TODAY, day), ChairTerm(B, day, date(2026, 11, 1)))


def test_turns_are_swapped_skipped_and_taken_ad_interim() -> None:
    scene = conferring()
    swap = SwapChairTurns(unit_id=B, with_unit_id=C, begins=SEPTEMBER, cause_text="换届", **ASKED)
    scene.when(swap)
    assert chairs(scene)[:3] == [A, C, B]
    scene.when(SkipChairTurn(unit_id=C, begins=SEPTEMBER, cause_text="改制", **ASKED))
    assert chairs(scene)[:2] == [A, B]
    scene.when(NameInterimChair(unit_id=C, cause_text="病假", **{**ASKED, **on(date(2026, 4, 1))}))
    interim = scene.states[f"conference-{ONE}"].rotation.terms[1]
    assert interim == ChairTerm(C, date(2026, 4, 1), SEPTEMBER, ChairKind.INTERIM)


def test_a_new_order_goes_on_behind_the_sitting_chair() -> None:
    scene = conferring()
    scene.when(PublishChairOrder(order=(C, B, A), **ASKED))
    assert chairs(scene) == [A, C, B, A]


def test_the_last_that_could_chair_may_not_leave_but_its_departure_ends_the_conference() -> None:
    scene = conferring(A)
    leave: dict[str, Any] = {"unit_id": A, "cause_text": "撤销", **ASKED}
    with pytest.raises(NoMemberLeftToChair):
        scene.decide(LeaveConference(**leave))
    (event,) = scene.when(LeaveConference(departed=True, **leave))
    assert isinstance(event, ConferenceDissolved)


@pytest.mark.parametrize("command", [LeaveConference(unit_id=B, cause_text="迁出", **ASKED), None])
def test_no_part_time_member_stays_behind_his_unit_or_the_conference(command: Any) -> None:
    scene = conferring()
    post: dict[str, Any] = {"unit_id": B, "organisation_id": "e", "post": "书记"}
    scene.when(AppointPartTimeMember(**post, **ASKED))
    events = scene.when(command or DissolveConference(cause_text="合并", **ASKED))
    relieved = events[0]
    assert isinstance(relieved, PartTimeMemberRelieved)
    assert relieved.unit_id == B


@pytest.mark.parametrize(
    ("command", "rejection", "field"),
    [
        (
            found(A, order=(), conference_id=STREET, division_code=STREET),
            NoMemberLeftToChair,
            "order",
        ),
        (found(A, conference_id="other"), OneConferencePerDivision, "conference_id"),
        (found(A, conference_id=TWO, parent_id=ONE), IdOfADivision, "conference_id"),
        (
            found(A, conference_id="edu", division_code=TWO, parent_id=ONE),
            ParentNotAbove,
            "parent_id",
        ),
        (
            found("nobody", conference_id=STREET, division_code=STREET),
            UnknownUnit,
            "members.unit_id",
        ),
        (PublishChairOrder(order=(), **ASKED), NoMemberLeftToChair, "order"),
        (PublishChairOrder(order=(A, A), **ASKED), Rejection, "order"),
        (PublishChairOrder(order=("firm",), **ASKED), Rejection, "order"),
        (
            SkipChairTurn(unit_id=B, begins=TODAY, cause_text="x", **ASKED),
            NoSuchTurn,
            "begins",
        ),
        (NameInterimChair(unit_id=A, cause_text="x", **ASKED), Rejection, "unit_id"),
        (
            SkipChairTurn(unit_id=B, begins=SEPTEMBER, cause_text=" ", **ASKED),
            Rejection,
            "cause_text",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused(
    command: Any, rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refused:
        conferring().decide(command)
    assert refused.value.field == field
    assert refused.value.label
