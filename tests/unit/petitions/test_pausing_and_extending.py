"""When a promise waits: pauses for a recorded cause, and extensions that somebody else grants."""

from typing import Any

import pytest

from services.petitions.domain.petition import extension, handling
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import (
    ExtensionCause,
    PauseCause,
)
from services.petitions.domain.petition.commands import (
    GrantExtension,
    HandOverPetition,
    PauseHandling,
    RefuseExtension,
    RequestExtension,
    ResumeHandling,
    SignForOrder,
)
from services.petitions.domain.petition.events import (
    PetitionResolved,
)
from services.petitions.domain.petition.words import Stage, Stop
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DISTRICT,
    STREET,
    WATER,
    Scene,
    after,
    dispatch,
    dispatched,
    register,
    resolve,
    told,
    water,
)


def test_a_pause_for_a_recorded_cause_puts_off_what_lies_ahead() -> None:
    scene = dispatched().given(
        water(SignForOrder),
        water(PauseHandling, after(days=2), cause=PauseCause.WAITING_FOR_APPELLANT),
    )
    assert scene.petition().is_paused
    scene.when(water(ResumeHandling, after(days=5)))
    clock = scene.petition().clock(Stage.HANDLE)
    assert clock is not None
    assert clock.moments.due_at == after(days=10, hours=1)
    assert not scene.petition().is_paused


def test_only_what_runs_is_paused_and_only_what_is_paused_goes_on() -> None:
    scene = dispatched()
    with pytest.raises(handling.NotPaused):
        scene.decide(water(ResumeHandling))
    with pytest.raises(refused.NotTheLeadUnit):
        scene.decide(told(PauseHandling, cause=PauseCause.WAITING_FOR_APPELLANT))


def test_what_is_answered_while_it_is_paused_was_in_time_when_it_was_paused() -> None:
    scene = dispatched().given(
        water(SignForOrder),
        water(PauseHandling, after(days=2), cause=PauseCause.APPELLANT_ASKED_TO_WAIT),
    )
    (event,) = scene.when(resolve(after(days=30), by=WATER))
    assert isinstance(event, PetitionResolved)
    assert [end.stop for end in event.stopped] == [Stop.KEPT]


def asked(days: int = 3) -> Any:
    cause = ExtensionCause.CONSTRUCTION
    return water(RequestExtension, after(days=2), working_days=days, cause=cause)


def test_an_extension_is_granted_by_another_and_puts_off_what_lies_ahead() -> None:
    scene = dispatched().given(water(SignForOrder), asked())
    with pytest.raises(extension.ExtensionAlreadyRequested):
        scene.decide(asked(4))
    with pytest.raises(extension.MoreThanRequested):
        scene.decide(told(GrantExtension, after(days=2), by=DISTRICT, working_days=4))
    scene.when(told(GrantExtension, after(days=2), by=DISTRICT, working_days=3))
    clock = scene.petition().clock(Stage.HANDLE)
    assert clock is not None
    assert clock.moments.due_at == after(days=10, hours=1)  # from Monday the 8th to the 11th
    assert clock.moments.red_at > clock.moments.due_at > clock.moments.warning_at


def test_what_is_past_is_not_put_off() -> None:
    scene = dispatched().given(water(SignForOrder))
    late = {"working_days": 1, "cause": ExtensionCause.WEATHER}
    scene.given(
        water(RequestExtension, after(days=6), **late),
        told(GrantExtension, after(days=6), by=DISTRICT, working_days=1),
    )
    clock = scene.petition().clock(Stage.HANDLE)
    assert clock is not None
    assert clock.moments.warning_at == clock.started.moments.warning_at
    assert clock.moments.due_at > clock.started.moments.due_at


def test_no_more_than_ten_working_days_are_granted() -> None:
    scene = dispatched().given(water(SignForOrder))
    with pytest.raises(extension.ExtensionTooLong):
        scene.decide(asked(11))
    grant = told(GrantExtension, after(days=2), by=DISTRICT, working_days=7)
    scene.given(asked(7), grant)
    with pytest.raises(extension.ExtensionTooLong):
        scene.decide(asked(4))


def test_an_extension_is_refused_and_the_promise_stands() -> None:
    scene = dispatched().given(water(SignForOrder))
    with pytest.raises(extension.NoExtensionRequested):
        scene.decide(told(RefuseExtension, by=DISTRICT))
    before = scene.petition().clock(Stage.HANDLE)
    scene.given(asked(), told(RefuseExtension, after(days=3), by=DISTRICT))
    assert scene.petition().clock(Stage.HANDLE) == before


def test_nobody_grants_himself_more_time() -> None:
    own = told(RequestExtension, after(hours=2), working_days=1, cause=ExtensionCause.WEATHER)
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY), own)
    for answer in (told(GrantExtension, after(hours=2), working_days=1), told(RefuseExtension)):
        with pytest.raises(extension.OwnExtension):
            scene.decide(answer)
    with pytest.raises(refused.NotEntitledToDirect):
        scene.decide(water(GrantExtension, working_days=1))
    assert scene.when(told(GrantExtension, after(hours=2), by=STREET, working_days=1))


def test_neither_who_asked_nor_who_has_the_order_now_grants_what_was_asked_for() -> None:
    ask = told(RequestExtension, after(hours=2), working_days=1, cause=ExtensionCause.WEATHER)
    given_away = told(HandOverPetition, after(hours=2), to_id=STREET)
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY), ask, given_away)
    for by in (COMMUNITY, STREET):
        with pytest.raises(extension.OwnExtension):
            scene.decide(told(GrantExtension, after(hours=3), by=by, working_days=1))
    assert scene.when(told(GrantExtension, after(hours=3), by=DISTRICT, working_days=1))


def test_a_broken_promise_is_not_extended() -> None:
    scene = dispatched().given(water(SignForOrder))
    late = {"working_days": 1, "cause": ExtensionCause.WEATHER}
    with pytest.raises(extension.ExtensionTooLate):
        scene.decide(water(RequestExtension, after(days=7, hours=1), **late))
