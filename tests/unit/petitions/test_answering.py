"""After the answer: fed back, called back, rated once, done again, reopened, listed, closed."""

from typing import Any

import pytest

from services.petitions.domain.petition import answering
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import RedoCause, RefusalCause
from services.petitions.domain.petition.commands import (
    CallBackAppellant,
    ClosePetition,
    FeedBackResult,
    RatePetition,
    RecategorisePetition,
    RedoPetition,
    RefusePetition,
    ReopenPetition,
    SignForOrder,
)
from services.petitions.domain.petition.events import AppellantCalledBack, RedoOrdered
from services.petitions.domain.petition.words import Answer, Kept, Satisfaction, Stage, Status
from services.petitions.domain.rejection import Rejection
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DIGEST,
    ELSEWHERE,
    STREET,
    WATER,
    Scene,
    after,
    dispatch,
    names,
    register,
    resolve,
    told,
)


def answered() -> Scene:
    """Registered, given to the water company, and answered after a day."""
    order = dispatch(lead_id=WATER)
    return Scene().given(register(), order, resolve(after(days=1), by=WATER))


def call(now: Any = None, **given: Any) -> CallBackAppellant:
    asked: dict[str, Any] = {
        "call_id": "call-1",
        "resolved": True,
        "satisfaction": Satisfaction.SATISFIED,
        **given,
    }
    command: CallBackAppellant = told(CallBackAppellant, now or after(days=2), **asked)
    return command


def rate(now: Any = None, **given: Any) -> RatePetition:
    asked: dict[str, Any] = {
        "resolved": False,
        "satisfaction": Satisfaction.DISSATISFIED,
        "tracking_digest": DIGEST,
        "by": "",
        **given,
    }
    command: RatePetition = told(RatePetition, now or after(days=2), **asked)
    return command


def reopen(now: Any = None, **given: Any) -> ReopenPetition:
    asked: dict[str, Any] = {"tracking_digest": DIGEST, "by": "", **given}
    command: ReopenPetition = told(ReopenPetition, now or after(days=2), **asked)
    return command


REDO: dict[str, Any] = {"cause": RedoCause.NOT_RESOLVED}


def test_the_appellant_is_told_and_called_and_the_appeal_is_filed() -> None:
    scene = answered().given(
        told(FeedBackResult, after(days=1), by=WATER), call(), told(ClosePetition, after(days=3))
    )
    standing = scene.standing()
    assert standing.status is Status.CLOSED
    assert (standing.resolved, standing.satisfaction) == (Answer.YES, Satisfaction.SATISFIED)
    assert standing.satisfaction.is_satisfied
    assert not standing.status.is_open


def test_a_call_that_reaches_nobody_is_on_record_and_says_nothing() -> None:
    scene = answered()
    (event,) = scene.when(call(resolved=None, satisfaction=None))
    assert isinstance(event, AppellantCalledBack)
    assert not event.reached
    assert event.after == event.before
    assert names(scene.when(call(after(days=3), call_id="call-2"))) == ["AppellantCalledBack"]


@pytest.mark.parametrize(
    "given",
    [
        {"resolved": None},
        {"satisfaction": None},
        {"satisfaction": Satisfaction.UNASKED},
    ],
)
def test_who_was_reached_has_said_both(given: dict[str, Any]) -> None:
    with pytest.raises(answering.RatingIncomplete):
        answered().decide(call(**given))


def test_an_answer_is_rated_once_by_the_code() -> None:
    scene = answered().given(call())
    scene.when(rate())
    assert scene.standing().resolved is Answer.NO
    for again in (rate(), rate(satisfaction=Satisfaction.SATISFIED)):
        with pytest.raises(answering.AlreadyRated):
            scene.decide(again)


@pytest.mark.parametrize(
    ("command", "rejection"),
    [
        (rate(tracking_digest="cd" * 32), refused.NotTheAppellant),
        (rate(tracking_digest=""), refused.NotTheAppellant),
        (rate(by=ELSEWHERE), refused.NotEntitledToDirect),
        (rate(satisfaction=Satisfaction.UNASKED), answering.RatingIncomplete),
        (reopen(tracking_digest="cd" * 32), refused.NotTheAppellant),
        (call(by=WATER), refused.NotEntitledToDirect),
        (told(RedoPetition, after(days=2), by=WATER, **REDO), refused.NotEntitledToDirect),
        (told(FeedBackResult, after(days=2), by=ELSEWHERE), refused.NotEntitledToDirect),
    ],
)
def test_whoever_has_nothing_to_do_with_it_does_not_rate_or_reopen(
    command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection):
        answered().decide(command)


def test_nothing_is_rated_before_there_is_an_answer() -> None:
    for command in (rate(), reopen(), told(ClosePetition), told(FeedBackResult)):
        with pytest.raises(refused.StepOutOfOrder):
            Scene().given(register()).decide(command)


def test_a_refusal_is_filed_but_is_no_answer_to_rate_or_to_reopen_or_reopen() -> None:
    refusal = told(RefusePetition, cause=RefusalCause.IN_COURT)
    scene = Scene().given(register(), refusal, told(ClosePetition, after(days=1)))
    for command in (rate(), reopen()):
        with pytest.raises(refused.StepOutOfOrder):
            scene.decide(command)


def test_a_rating_on_paper_is_entered_by_the_office() -> None:
    assert names(answered().when(rate(by=COMMUNITY, tracking_digest=""))) == ["PetitionRated"]


def said(scene: Scene) -> tuple[Answer, Satisfaction]:
    return scene.standing().resolved, scene.standing().satisfaction


@pytest.mark.parametrize("given", [{}, {"by": COMMUNITY, "tracking_digest": ""}])
def test_what_he_rated_himself_stands_before_what_he_says_on_the_telephone(
    given: dict[str, Any],
) -> None:
    scene = answered().given(rate(**given))
    (event,) = scene.when(call(satisfaction=Satisfaction.VERY_SATISFIED))
    assert isinstance(event, AppellantCalledBack)
    assert (event.reached, event.after.status) == (True, Status.CALLED_BACK)
    assert said(scene) == (Answer.NO, Satisfaction.DISSATISFIED)


def test_his_code_puts_right_what_an_office_entered_and_no_office_what_he_rated() -> None:
    on_paper = rate(by=COMMUNITY, tracking_digest="", satisfaction=Satisfaction.VERY_SATISFIED)
    scene = answered().given(on_paper)
    with pytest.raises(answering.AlreadyRated):
        scene.decide(on_paper)
    scene.when(rate())
    assert said(scene) == (Answer.NO, Satisfaction.DISSATISFIED)
    for again in (on_paper, rate()):
        with pytest.raises(answering.AlreadyRated):
            scene.decide(again)


def test_done_again_it_has_new_promises_and_is_rated_anew() -> None:
    scene = answered().given(rate())
    (event,) = scene.when(told(RedoPetition, after(days=3), **REDO))
    assert isinstance(event, RedoOrdered)
    assert {clock.stage for clock in event.started} == {Stage.RESPOND, Stage.HANDLE}
    assert (event.after.unit_id, event.after.handling) == (WATER, Kept.PENDING)
    assert event.after.resolved is Answer.UNASKED
    scene.given(
        told(SignForOrder, after(days=3), by=WATER),
        resolve(after(days=4), by=WATER),
        rate(after(days=5)),
    )
    assert scene.petition().rated


def test_it_is_reopened_within_72_hours_and_dispatched_again() -> None:
    scene = answered()
    until = after(days=4)
    with pytest.raises(answering.ReopenWindowOver):
        scene.decide(reopen(until))
    scene.when(reopen(after(days=4, seconds=-1)))
    standing = scene.standing()
    assert (standing.status, standing.unit_id) == (Status.ACCEPTED, COMMUNITY)
    assert scene.petition().clock(Stage.DISPATCH) is not None
    assert scene.when(dispatch(after(days=4), lead_id=WATER, by=STREET))


def test_reopened_it_is_with_the_community_it_was_corrected_to() -> None:
    moved = told(RecategorisePetition, category_id="property-management", place=ELSEWHERE)
    answer = resolve(after(hours=1), by=ELSEWHERE)
    scene = Scene().given(register(), moved, answer, reopen(after(hours=2)))
    assert scene.standing().unit_id == ELSEWHERE
    with pytest.raises(refused.NotEntitledToDirect):
        scene.decide(dispatch(after(hours=2), by=COMMUNITY))
    assert scene.when(dispatch(after(hours=2), by=ELSEWHERE))


def test_a_closed_appeal_is_reopened_within_72_hours_of_its_closing() -> None:
    scene = answered().given(told(ClosePetition, after(days=10)))
    assert scene.when(reopen(after(days=12), by=COMMUNITY, tracking_digest=""))
