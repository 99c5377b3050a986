"""The work order on its way: dispatched, signed for, returned, handled, answered."""

from typing import Any

import pytest

from services.petitions.domain.directory.rejections import UnknownUnit
from services.petitions.domain.petition import dispatching, handling
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import (
    Outcome,
    ReturnCause,
)
from services.petitions.domain.petition.commands import (
    AcceptPetition,
    AddComment,
    ArriveOnSite,
    ClosePetition,
    HandOverPetition,
    ReturnAsWrongUnit,
    SignForOrder,
    TakeInHand,
)
from services.petitions.domain.petition.events import (
    OrderReturned,
    PetitionDispatched,
    PetitionHandedOver,
    PetitionResolved,
)
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.words import Kept, Stage, Status, Stop
from services.petitions.domain.rejection import Rejection
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    WATER,
    WORDS,
    Scene,
    after,
    dispatch,
    dispatched,
    names,
    register,
    resolve,
    told,
    water,
)


def test_the_order_is_given_and_its_promises_begin() -> None:
    scene = Scene().given(register())
    (event,) = scene.when(dispatch(after(hours=1), lead_id=WATER, assisting=(COMMUNITY,)))
    assert isinstance(event, PetitionDispatched)
    assert [(end.stage, end.stop) for end in event.stopped] == [(Stage.DISPATCH, Stop.KEPT)]
    due = {clock.stage: clock.moments.due_at for clock in event.started}
    assert due == {Stage.RESPOND: after(hours=25), Stage.HANDLE: after(days=7, hours=1)}
    assert event.superiors == (DISTRICT, "4301")
    assert event.after.unit_id == WATER
    assert event.return_until == after(days=2, hours=1)


def test_without_a_name_it_goes_where_category_and_place_lead() -> None:
    (event,) = Scene().given(register(category_id="parking")).when(dispatch())
    assert isinstance(event, PetitionDispatched)
    assert event.after.unit_id == STREET


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"lead_id": "nobody"}, UnknownUnit, "lead_id"),
        ({"assisting": ("nobody",)}, UnknownUnit, "assisting"),
        ({"assisting": (COMMUNITY,)}, dispatching.AssistantNamedTwice, "assisting"),
        ({"assisting": (WATER, WATER)}, dispatching.AssistantNamedTwice, "assisting"),
        ({"by": ELSEWHERE}, refused.NotEntitledToDirect, "by"),
        ({"note": Note("", 2_001)}, refused.NoteTooLong, "note"),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refusal:
        Scene().given(register()).decide(dispatch(**given))
    assert refusal.value.field == field


def test_an_order_is_given_once_and_then_handed_over() -> None:
    scene = dispatched()
    with pytest.raises(dispatching.AlreadyDispatched):
        scene.decide(dispatch(after(hours=1), lead_id=COMMUNITY))
    due = [clock.moments for clock in scene.petition().clocks]
    (event,) = scene.when(told(HandOverPetition, after(hours=2), to_id=COMMUNITY))
    assert isinstance(event, PetitionHandedOver)
    assert event.after.unit_id == COMMUNITY
    assert event.superiors == (STREET, DISTRICT, "4301")
    assert [clock.moments for clock in scene.petition().clocks] == due
    assert scene.petition().assisting == ()


def test_the_lead_units_signature_is_the_response() -> None:
    scene = dispatched()
    scene.when(told(SignForOrder, after(hours=2)))
    assert scene.petition().clock(Stage.RESPOND) is not None
    scene.when(water(SignForOrder))
    standing = scene.standing()
    assert (standing.status, standing.response) == (Status.SIGNED_FOR, Kept.KEPT)
    with pytest.raises(refused.NotPartOfOrder):
        scene.decide(told(SignForOrder, by=ELSEWHERE))


def test_a_wrong_unit_returns_the_order_and_it_is_dispatched_again() -> None:
    scene = dispatched()
    (event,) = scene.when(water(ReturnAsWrongUnit, cause=ReturnCause.NOT_OUR_TASK))
    assert isinstance(event, OrderReturned)
    assert {end.stop for end in event.stopped} == {Stop.VOID}
    assert [clock.stage for clock in event.started] == [Stage.DISPATCH]
    assert (event.after.status, event.after.unit_id) == (Status.ACCEPTED, COMMUNITY)
    again = scene.when(dispatch(after(hours=3), lead_id=COMMUNITY))
    assert names(again) == ["PetitionDispatched"]


def test_two_working_days_later_it_is_the_right_unit() -> None:
    scene = dispatched()
    late = water(ReturnAsWrongUnit, after(days=2, hours=1), cause=ReturnCause.NOT_OUR_TASK)
    with pytest.raises(dispatching.ReturnWindowOver):
        scene.decide(late)


def test_a_unit_that_assists_returns_its_part_only() -> None:
    scene = dispatched()
    events = scene.when(told(ReturnAsWrongUnit, after(hours=2), cause=ReturnCause.NOT_OUR_AREA))
    assert names(events) == ["AssistanceReturned"]
    assert scene.petition().assisting == ()
    assert len(scene.petition().clocks) == 2


def test_on_site_within_ten_minutes_keeps_the_promise() -> None:
    scene = Scene().given(register(category_id="noise"), dispatch(after(minutes=1)))
    assert len(scene.petition().clocks) == 2
    scene.when(told(ArriveOnSite, after(minutes=9, seconds=59)))
    assert scene.standing().response is Kept.KEPT
    scene.when(resolve(after(minutes=30)))
    assert scene.standing().handling is Kept.BROKEN


def test_it_is_taken_in_hand_by_an_account_and_by_another() -> None:
    scene = dispatched().given(water(TakeInHand, handler="account-7"))
    assert scene.petition().handler == "account-7"
    assert scene.petition().clock(Stage.RESPOND) is None
    scene.when(water(TakeInHand, handler="account-8"))
    assert scene.petition().handler == "account-8"
    with pytest.raises(handling.HandlerMissing):
        scene.decide(water(TakeInHand, handler=" "))
    with pytest.raises(refused.NotTheLeadUnit):
        scene.decide(told(TakeInHand, handler="account-9"))


def test_a_comment_moves_no_clock() -> None:
    scene = dispatched()
    clocks = scene.petition().clocks
    for number in range(3):
        scene.when(told(AddComment, after(days=number), comment_id=f"c{number}", note=WORDS))
    assert [clock.moments for clock in scene.petition().clocks] == [c.moments for c in clocks]
    with pytest.raises(refused.NoteMissing):
        scene.decide(told(AddComment, after(days=3), comment_id="c9", note=Note("", 0)))
    with pytest.raises(refused.NotEntitledToDirect):
        scene.decide(told(AddComment, comment_id="c9", note=WORDS, by=ELSEWHERE))


def test_the_answer_ends_every_promise() -> None:
    scene = dispatched()
    (event,) = scene.when(resolve(after(hours=3), by=WATER))
    assert isinstance(event, PetitionResolved)
    assert {end.stop for end in event.stopped} == {Stop.KEPT}
    assert (event.after.response, event.after.handling) == (Kept.KEPT, Kept.KEPT)
    assert event.reopen_until == after(hours=75)
    with pytest.raises(refused.StepOutOfOrder):
        scene.decide(resolve(after(hours=4), by=WATER, outcome=Outcome.EXPLAINED))


def test_an_inquiry_is_answered_at_once_without_an_order() -> None:
    scene = Scene().given(register())
    assert names(scene.when(resolve(after(minutes=3)))) == ["PetitionResolved"]


def test_an_answer_comes_from_the_unit_that_has_it_and_not_after_the_end() -> None:
    scene = dispatched()
    with pytest.raises(refused.NotTheLeadUnit):
        scene.decide(resolve(after(hours=2)))
    scene.given(resolve(after(hours=2), by=WATER), told(ClosePetition, after(hours=3)))
    with pytest.raises(refused.PetitionIsClosed):
        scene.decide(resolve(after(hours=4), by=WATER))


def test_steps_follow_each_other_in_time() -> None:
    scene = dispatched()
    with pytest.raises(refused.HappenedBeforeLast):
        scene.decide(water(SignForOrder, at=after(minutes=59)))
    behind = water(SignForOrder, after(minutes=59))  # another machine's clock is a little behind
    assert scene.when(behind)[0].at == after(hours=1)


def test_what_is_dispatched_is_accepted() -> None:
    assert dispatched().decide(told(AcceptPetition, after(hours=2))) == ()
