"""A broken promise stays broken: nothing done later lets the appeal stand as kept (ADR 0022)."""

from dataclasses import replace
from typing import Any

import pytest

from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.petition.causes import (
    ListingCause,
    RedoCause,
    RefusalCause,
    ReturnCause,
)
from services.petitions.domain.petition.commands import (
    ArriveOnSite,
    LinkDuplicate,
    ListPetition,
    RedoPetition,
    RefusePetition,
    ReopenPetition,
    ReturnAsWrongUnit,
)
from services.petitions.domain.petition.events import DuplicateLinked
from services.petitions.domain.petition.what_if import Judged, rerun
from services.petitions.domain.petition.words import Kept, Stage, Stop
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.terms import Unit
from tests.unit.petitions.petition_scene import (
    CITY,
    DIGEST,
    Scene,
    after,
    dispatch,
    register,
    resolve,
    told,
    with_rule,
)

RETURN = told(ReturnAsWrongUnit, after(minutes=40), cause=ReturnCause.NOT_OUR_TASK)
LINK = told(LinkDuplicate, after(minutes=40), main_id="p2")
VOIDING = [
    RETURN,
    LINK,
    told(ListPetition, after(minutes=40), cause=ListingCause.NEEDS_FUNDS),
]


def noise(*orders: Any) -> Scene:
    """Noise, to be handled in half an hour; and another appeal to link it to."""
    return Scene().given(register("p2"), register(category_id="noise"), *orders)


def promises(scene: Scene) -> tuple[Kept, Kept]:
    return scene.standing().response, scene.standing().handling


@pytest.mark.parametrize(
    "again",
    [
        told(RedoPetition, after(hours=7), cause=RedoCause.NOT_RESOLVED),
        told(ReopenPetition, after(hours=7), tracking_digest=DIGEST, by=""),
    ],
)
def test_done_again_in_time_it_was_late_all_the_same(again: Any) -> None:
    scene = noise(dispatch(), resolve(after(hours=6)), again)
    if isinstance(again, ReopenPetition):
        scene.when(dispatch(after(hours=7)))
    assert promises(scene) == (Kept.BROKEN, Kept.BROKEN)
    assert {clock.stage for clock in scene.petition().clocks} == {Stage.ON_SITE, Stage.HANDLE}
    scene.given(told(ArriveOnSite, after(hours=7)), resolve(after(hours=7, minutes=2)))
    assert promises(scene) == (Kept.BROKEN, Kept.BROKEN)


@pytest.mark.parametrize("command", VOIDING, ids=lambda each: type(each).__name__)
def test_what_is_late_is_not_void_but_broken(command: Any) -> None:
    scene = noise(dispatch())
    *_, own = (event for event in scene.when(command) if event.petition_id == "p1")
    ends = {end.stage: end.stop for end in own.stopped}  # type: ignore[union-attr]  # each of them ends promises
    assert ends == {Stage.ON_SITE: Stop.LATE, Stage.HANDLE: Stop.LATE}
    assert promises(scene) == (Kept.BROKEN, Kept.BROKEN)


def test_a_refusal_after_the_due_moment_is_late_and_before_it_void() -> None:
    for minutes, stop, kept in ((40, Stop.LATE, Kept.BROKEN), (5, Stop.VOID, Kept.NONE)):
        refusal = told(RefusePetition, after(minutes=minutes), cause=RefusalCause.NO_MATTER)
        scene = noise()
        ends = scene.when(refusal)[-1].stopped  # type: ignore[union-attr]  # a refusal ends promises
        assert {end.stop for end in ends} == {stop}
        assert promises(scene) == (kept, kept)


def test_returned_to_oneself_a_late_order_gets_a_new_time_and_stays_late() -> None:
    scene = noise(dispatch(), RETURN, dispatch(after(minutes=41)))
    scene.given(told(ArriveOnSite, after(minutes=42)), resolve(after(minutes=43)))
    assert promises(scene) == (Kept.BROKEN, Kept.BROKEN)


def test_what_was_kept_is_promised_anew_and_may_be_broken() -> None:
    redo = told(RedoPetition, after(hours=1), cause=RedoCause.NOT_TRUE)
    scene = noise(dispatch(), resolve(after(minutes=9)), redo)
    assert promises(scene) == (Kept.PENDING, Kept.PENDING)
    scene.when(resolve(after(hours=1, minutes=20)))
    assert promises(scene) == (Kept.BROKEN, Kept.KEPT)


def handled(scene: Scene, minutes: int) -> Judged:
    """What would have been, had so many minutes been promised to handle it."""
    history = [event for event in scene.happened if event.petition_id == "p1"]
    other = with_rule("handle-immediate", minutes, Unit.MINUTE)
    judged = rerun(history, other, CityTime(zone=CITY), after(days=1))
    return next(each for each in judged if each.stage is Stage.HANDLE)


@pytest.mark.parametrize(
    ("minutes", "stop", "promised", "would_be"),
    [
        (40, Stop.LATE, 60, Stop.VOID),
        (40, Stop.LATE, 35, Stop.LATE),
        (20, Stop.VOID, 15, Stop.LATE),
        (20, Stop.VOID, 25, Stop.VOID),
    ],
)
def test_under_other_promises_it_would_have_been_late_or_void(
    minutes: int, stop: Stop, promised: int, would_be: Stop
) -> None:
    judged = handled(noise(dispatch(), replace(LINK, now=after(minutes=minutes))), promised)
    assert (judged.stop, judged.would_be) == (stop, would_be)


def test_what_an_earlier_release_let_be_void_is_not_judged_anew() -> None:
    scene = noise(dispatch(), LINK)
    *before, linked = (event for event in scene.happened if event.petition_id == "p1")
    assert isinstance(linked, DuplicateLinked)
    ends = tuple(replace(end, stop=Stop.VOID) for end in linked.stopped)
    history = [*before, replace(linked, stopped=ends)]
    judged = rerun(history, rules.initial, CityTime(zone=CITY), after(days=1))
    assert not any(each.changes for each in judged)
