"""An order handed over: by whom, and who may return it until when."""

from dataclasses import replace

import pytest

from services.petitions.domain.petition import decider, dispatching
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import ReturnCause
from services.petitions.domain.petition.commands import HandOverPetition, ReturnAsWrongUnit
from services.petitions.domain.petition.events import OrderReturned, PetitionHandedOver
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    ELSEWHERE,
    STREET,
    WATER,
    Scene,
    after,
    dispatch,
    dispatched,
    register,
    told,
    water,
)


def test_the_unit_that_has_the_order_returns_it_with_a_cause_or_keeps_it() -> None:
    for days in (1, 4):
        with pytest.raises(refused.NotEntitledToDirect):
            dispatched().decide(water(HandOverPetition, after(days=days), to_id=ELSEWHERE))


def test_nor_does_it_hand_over_an_order_of_its_own_place_that_another_gave_it() -> None:
    scene = Scene().given(register(), dispatch(by=STREET, lead_id=COMMUNITY))
    away = {"to_id": WATER}
    with pytest.raises(dispatching.OwnOrder) as refusal:
        scene.decide(told(HandOverPetition, after(days=4), **away))
    assert refusal.value.field == "by"
    assert scene.when(told(HandOverPetition, after(days=4), by=STREET, **away))


def test_who_gave_the_order_to_itself_hands_it_over() -> None:
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY))
    assert scene.when(told(HandOverPetition, after(days=4), to_id=WATER))


def test_whoever_is_handed_the_order_has_two_working_days_to_return_it() -> None:
    scene = dispatched().given(told(HandOverPetition, after(days=3), to_id=ELSEWHERE))
    assert scene.petition().return_until == after(days=7)  # from Thursday over the weekend
    wrong = {"by": ELSEWHERE, "cause": ReturnCause.NOT_OUR_AREA}
    with pytest.raises(dispatching.ReturnWindowOver):
        scene.decide(told(ReturnAsWrongUnit, after(days=7), **wrong))
    (*_, event) = scene.when(told(ReturnAsWrongUnit, after(days=3, hours=1), **wrong))
    assert isinstance(event, OrderReturned)


def test_a_hand_over_leaves_who_assists_the_window_of_its_dispatch() -> None:
    scene = dispatched().given(told(HandOverPetition, after(days=3), to_id=ELSEWHERE))
    with pytest.raises(dispatching.ReturnWindowOver):
        scene.decide(
            told(ReturnAsWrongUnit, after(days=3, hours=1), cause=ReturnCause.NOT_OUR_AREA)
        )


def test_a_hand_over_of_an_earlier_release_leaves_the_window_as_it_was() -> None:
    scene = dispatched()
    until = scene.petition().return_until
    (*_, event) = scene.decide(told(HandOverPetition, after(days=1), to_id=ELSEWHERE))
    assert isinstance(event, PetitionHandedOver)
    before = decider.evolve(scene.petition(), replace(event, return_until=None))
    assert before.return_until == until
