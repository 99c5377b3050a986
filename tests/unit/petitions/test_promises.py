"""What time does: warning, yellow, red, escalation; each once, in order, whoever looks when."""

import pytest

from services.petitions.domain.calendar.counting import CityTime
from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.petition import explaining
from services.petitions.domain.petition.causes import ExtensionCause, ListingCause, PauseCause
from services.petitions.domain.petition.commands import (
    AddComment,
    GrantExtension,
    ListPetition,
    PauseHandling,
    RequestExtension,
    ResumeHandling,
    SignForOrder,
    SupervisePromises,
)
from services.petitions.domain.petition.decider import due, next_due
from services.petitions.domain.petition.events import (
    PetitionEscalated,
    PromiseWarned,
    YellowCardGiven,
)
from services.petitions.domain.petition.rejections import UnknownPetition
from services.petitions.domain.petition.what_if import rerun
from services.petitions.domain.petition.words import Card, Kept, Stage, Status, Stop
from services.petitions.domain.rules import decider as rules
from services.petitions.domain.terms import Unit
from tests.unit.petitions.petition_scene import (
    CITY,
    COMMUNITY,
    DISTRICT,
    STREET,
    WORDS,
    Scene,
    after,
    dispatch,
    names,
    register,
    resolve,
    told,
    with_rule,
)


def look(**time: float) -> SupervisePromises:
    command: SupervisePromises = told(SupervisePromises, after(**time))
    return command


def at_once() -> Scene:
    """Noise, to be handled in half an hour; somebody was there in time."""
    return Scene().given(register(category_id="noise"), dispatch())


def test_each_step_is_taken_at_its_moment() -> None:
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY), told(SignForOrder))
    assert next_due(scene.petition()) == after(days=5.6)
    assert scene.decide(look(days=5.6, seconds=-1)) == ()
    taken = [names(scene.when(look(days=days))) for days in (5.6, 7, 10.5, 14, 17.5, 21)]
    assert taken == [
        ["PromiseWarned"],
        ["YellowCardGiven"],
        ["RedCardGiven"],
        ["PetitionEscalated"],
        ["PetitionEscalated"],
        ["PetitionEscalated"],
    ]
    levels = [event for event in scene.happened if isinstance(event, PetitionEscalated)]
    assert [(each.level, each.to_id) for each in levels] == [
        (1, STREET),
        (2, DISTRICT),
        (3, "4301"),
    ]
    assert due(scene.petition()) == ()
    assert scene.decide(look(days=400)) == ()


def test_after_a_standstill_every_step_is_taken_once_and_in_order() -> None:
    scene = Scene().given(register())
    events = scene.when(look(days=30))
    assert names(events) == [
        "PromiseWarned",
        "YellowCardGiven",
        "RedCardGiven",
        *["PetitionEscalated"] * 3,
    ]
    assert all(event.at == after(days=30) for event in events)
    moments = [getattr(event, "moment") for event in events]  # noqa: B009 -- of four kinds of event
    assert moments == sorted(moments)


def test_the_moment_itself_is_the_first_that_is_late() -> None:
    scene = Scene().given(register())
    assert names(scene.decide(dispatch(after(hours=24, seconds=-1), lead_id=COMMUNITY))) == [
        "PromiseWarned",
        "PetitionDispatched",
    ]
    events = scene.when(dispatch(after(hours=24), lead_id=COMMUNITY))
    assert names(events) == ["PromiseWarned", "YellowCardGiven", "PetitionDispatched"]
    standing = scene.standing()
    assert standing.card is Card.YELLOW


def test_an_answer_that_comes_too_late_has_its_card_although_nobody_looked() -> None:
    scene = at_once()
    events = scene.when(resolve(after(minutes=31)))
    assert "YellowCardGiven" in names(events)
    standing = scene.standing()
    assert (standing.response, standing.handling) == (Kept.BROKEN, Kept.BROKEN)


def test_a_comment_restarts_nothing() -> None:
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY), told(SignForOrder))
    before = due(scene.petition())
    scene.when(told(AddComment, after(days=5), comment_id="c1", note=WORDS))
    assert due(scene.petition()) == before
    scene.when(told(AddComment, after(days=6), comment_id="c2", note=WORDS))
    assert [type(event) for event in scene.happened].count(PromiseWarned) == 1
    clock = scene.petition().clock(Stage.HANDLE)
    assert clock is not None
    assert clock.moments.due_at == after(days=7)


def test_nothing_is_due_while_it_is_paused() -> None:
    pause = told(PauseHandling, after(days=1), cause=PauseCause.WAITING_FOR_APPELLANT)
    scene = Scene().given(register(), dispatch(lead_id=COMMUNITY), told(SignForOrder), pause)
    assert next_due(scene.petition()) is None
    assert scene.decide(look(days=100)) == ()
    scene.when(told(ResumeHandling, after(days=101)))
    assert next_due(scene.petition()) == after(days=105.6)


def test_a_card_stays_when_more_follows_and_is_never_shown_twice() -> None:
    scene = Scene().given(register(), look(hours=25), dispatch(after(hours=26), lead_id=COMMUNITY))
    scene.given(look(days=30))
    of_handling = [
        event
        for event in scene.happened
        if isinstance(event, YellowCardGiven) and event.stage is Stage.HANDLE
    ]
    assert len(of_handling) == 1
    assert scene.standing().card is Card.RED


def test_what_is_listed_is_reviewed() -> None:
    listed = told(ListPetition, by=STREET, cause=ListingCause.NEEDS_FUNDS)
    scene = Scene().given(register(), listed)
    (clock,) = scene.petition().clocks
    assert (clock.stage, clock.moments.due_at) == (Stage.REVIEW, after(days=90))
    scene.given(dispatch(after(days=30), lead_id=COMMUNITY))
    assert scene.petition().clock(Stage.REVIEW) is None
    assert scene.standing().status is Status.DISPATCHED


def test_rules_that_contradict_each_other_do_not_turn_the_steps_round() -> None:
    scene = Scene().under(with_rule("red-percent", 1, Unit.PERCENT)).given(register())
    (clock,) = scene.petition().clocks
    assert clock.moments.red_at == clock.moments.due_at
    assert names(scene.when(look(hours=25))) == [
        "PromiseWarned",
        "YellowCardGiven",
        "RedCardGiven",
    ]


def test_nothing_is_due_of_what_was_never_registered() -> None:
    with pytest.raises(UnknownPetition):
        Scene().decide(look(days=1))


def a_long_story() -> Scene:
    """Paused for three days, extended by two working days, and answered a day too late."""
    return Scene().given(
        register(),
        dispatch(lead_id=COMMUNITY),
        told(SignForOrder, after(hours=1)),
        told(PauseHandling, after(days=1), cause=PauseCause.WAITING_FOR_APPELLANT),
        told(ResumeHandling, after(days=4)),
        told(RequestExtension, after(days=5), working_days=2, cause=ExtensionCause.WEATHER),
        told(GrantExtension, after(days=5), working_days=2, by=STREET),
        resolve(after(days=15)),
    )


def test_a_breach_is_explained_event_by_event() -> None:
    history = a_long_story().happened
    assert explaining.clocks(history) == ("dispatch-1", "respond-2", "handle-3")
    told_why = explaining.explain(history, "handle-3")
    assert [(line.what, line.why, line.due_at) for line in told_why.lines] == [
        ("started", "", after(days=7)),
        ("paused", "等待诉求人", after(days=7)),
        ("resumed", "", after(days=10)),
        ("extended", "2 个工作日", after(days=14)),  # Thursday and Friday, then Monday
        ("supervised", "预警", after(days=14)),
        ("supervised", "黄牌督办", after(days=14)),
        ("stopped", "", after(days=14)),
    ]
    assert (told_why.started.rule, told_why.started.rule_version) == ("handle-normal", 1)
    assert told_why.stopped is not None
    assert told_why.stopped.stop is Stop.LATE
    assert told_why.paused == after(days=3) - after(days=0)
    assert told_why.late_by == told_why.stopped.stopped_at - told_why.stopped.due_at


def test_only_promises_that_were_given_are_explained() -> None:
    with pytest.raises(explaining.UnknownClockError):
        explaining.explain(a_long_story().happened, "handle-9")


CITY_TIME = CityTime(WorkingCalendar(), CITY)


def test_the_past_under_other_promises() -> None:
    history = a_long_story().happened
    same = rerun(history, rules.initial, CITY_TIME, after(days=30))
    assert [(each.clock, each.stop, each.changes) for each in same] == [
        ("dispatch-1", Stop.KEPT, False),
        ("respond-2", Stop.KEPT, False),
        ("handle-3", Stop.LATE, False),
    ]
    assert all(each.due_at == each.would_be_due_at for each in same)
    longer = rerun(history, with_rule("handle-normal", 10, Unit.DAY), CITY_TIME, after(days=30))
    assert [(each.clock, each.would_be) for each in longer if each.changes] == [
        ("handle-3", Stop.KEPT)
    ]


def test_what_still_runs_is_judged_as_of_the_day() -> None:
    history = Scene().given(register()).happened
    (now,) = rerun(history, rules.initial, CITY_TIME, after(hours=23))
    assert now.stop is Stop.KEPT
    shorter = with_rule("dispatch-other", 22, Unit.HOUR)
    (now,) = rerun(history, shorter, CITY_TIME, after(hours=23))
    assert (now.would_be, now.changes, now.unit_id) == (Stop.LATE, True, COMMUNITY)
