"""Whatever people do to appeals, in whatever order and at whatever moments, the record holds."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.petitions.domain.petition import causes as why
from services.petitions.domain.petition import commands as c
from services.petitions.domain.petition import decider
from services.petitions.domain.petition.events import (
    CommentAdded,
    Counted,
    PetitionEvent,
    PetitionRegistered,
)
from services.petitions.domain.petition.words import Satisfaction, Status
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.terms import Kind
from tests.unit.petitions import petition_history_checks as check
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DIGEST,
    DISTRICT,
    START,
    STREET,
    WATER,
    WORDS,
    Scene,
    a_file,
    register,
)

IDS = ("p1", "p2")
UNITS = st.sampled_from([COMMUNITY, STREET, DISTRICT, WATER])
WAITS = st.sampled_from([0, 1, 60, 600, 1_800, 7_200, 86_400, 3 * 86_400, 20 * 86_400])
STEPS: tuple[tuple[type[Any], dict[str, Any]], ...] = (
    (c.AcceptPetition, {}),
    (c.RefusePetition, {"cause": why.RefusalCause.NO_MATTER}),
    (c.RecategorisePetition, {"category_id": "noise", "place": COMMUNITY}),
    (c.DispatchPetition, {"lead_id": WATER, "assisting": (COMMUNITY,)}),
    (c.DispatchPetition, {}),
    (c.SignForOrder, {}),
    (c.ReturnAsWrongUnit, {"cause": why.ReturnCause.NOT_OUR_TASK}),
    (c.ArriveOnSite, {}),
    (c.TakeInHand, {"handler": "account-7"}),
    (c.HandOverPetition, {"to_id": STREET}),
    (c.RequestExtension, {"working_days": 3, "cause": why.ExtensionCause.WEATHER}),
    (c.GrantExtension, {"working_days": 2}),
    (c.RefuseExtension, {}),
    (c.PauseHandling, {"cause": why.PauseCause.WAITING_FOR_APPELLANT}),
    (c.ResumeHandling, {}),
    (c.AttachFile, {"attachment": a_file()}),
    (c.ResolvePetition, {"outcome": why.Outcome.DONE, "note": WORDS}),
    (c.FeedBackResult, {}),
    (c.RedoPetition, {"cause": why.RedoCause.NOT_TRUE}),
    (c.ReopenPetition, {}),
    (c.ListPetition, {"cause": why.ListingCause.NEEDS_PLANNING}),
    (c.ClosePetition, {}),
    (c.MarkRepeat, {"earlier_id": "p2"}),
    (c.LinkDuplicate, {"main_id": "p2"}),
    (
        c.PublishNeed,
        {
            "need_id": "n1",
            "kind": why.NeedKind.SKILL,
            "amount": 2,
            "measure": "person",
            "wanted_from": date(2026, 7, 1),
            "wanted_until": date(2026, 7, 2),
        },
    ),
    (c.WithdrawNeed, {"need_id": "n1"}),
)


AT_WORK: tuple[tuple[type[Any], dict[str, Any]], ...] = (
    (c.SignForOrder, {}),
    (c.ArriveOnSite, {}),
    (c.RequestExtension, {"working_days": 3, "cause": why.ExtensionCause.WEATHER}),
    (c.GrantExtension, {"working_days": 2}),
    (c.PauseHandling, {"cause": why.PauseCause.WAITING_FOR_APPELLANT}),
    (c.ResumeHandling, {}),
)


class PetitionHistory(RuleBasedStateMachine):
    """Two appeals, four units, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene()
        self.now: datetime = START
        self.number = 0

    @initialize(category=st.sampled_from(["noise", "property-management", "lift", "road"]))
    def registered(self, category: str) -> None:
        for petition_id, kind in zip(IDS, (Kind.HELP, Kind.COMPLAINT), strict=True):
            self.scene.when(register(petition_id, category_id=category, kind=kind))

    def tried(self, command: Any) -> tuple[PetitionEvent, ...]:
        """Asked a second time everything stays quiet (`Scene.when`); a refusal changes nothing."""
        try:
            return self.scene.when(command)
        except Rejection:
            return ()

    def asked(self, petition_id: str, **given: Any) -> dict[str, Any]:
        return {"petition_id": petition_id, "now": self.now, "actor": "officer-1", **given}

    @rule(wait=WAITS)
    def time_passes(self, wait: int) -> None:
        self.now += timedelta(seconds=wait)

    @rule(petition_id=st.sampled_from(IDS), step=st.sampled_from(STEPS), by=UNITS)
    def somebody_takes_a_step(
        self, petition_id: str, step: tuple[type[Any], dict[str, Any]], by: str
    ) -> None:
        command, given = step
        self.tried(command(**self.asked(petition_id, by=by, **given)))

    @rule(petition_id=st.sampled_from(IDS), step=st.sampled_from(STEPS))
    def the_unit_that_has_it_takes_a_step(
        self, petition_id: str, step: tuple[type[Any], dict[str, Any]]
    ) -> None:
        self.somebody_takes_a_step(petition_id, step, self.scene.standing(petition_id).unit_id)

    @rule(petition_id=st.sampled_from(IDS), steps=st.lists(st.sampled_from(AT_WORK)), wait=WAITS)
    def the_order_is_worked_on(
        self, petition_id: str, steps: list[tuple[type[Any], dict[str, Any]]], wait: int
    ) -> None:
        """Given when it is not yet, then step by step; only what is granted comes from above."""
        self.tried(c.DispatchPetition(**self.asked(petition_id, by=DISTRICT, lead_id=STREET)))
        for command, given in steps:
            self.now += timedelta(seconds=wait)
            above = command is c.GrantExtension
            by = DISTRICT if above else self.scene.standing(petition_id).unit_id
            self.tried(command(**self.asked(petition_id, by=by, **given)))

    @rule(petition_id=st.sampled_from(IDS), by=UNITS)
    def somebody_comments_and_no_clock_moves(self, petition_id: str, by: str) -> None:
        self.number += 1
        before = {clock.name: clock.moments for clock in self.scene.petition(petition_id).clocks}
        note = {"comment_id": f"c{self.number}", "note": WORDS}
        events = self.tried(c.AddComment(**self.asked(petition_id, by=by, **note)))
        now = {clock.name: clock.moments for clock in self.scene.petition(petition_id).clocks}
        assert now == before
        assert not events or isinstance(events[-1], CommentAdded)

    @rule(petition_id=st.sampled_from(IDS), resolved=st.booleans(), by=UNITS)
    def somebody_calls_and_the_appellant_rates(
        self, petition_id: str, resolved: bool, by: str
    ) -> None:
        self.number += 1
        words: dict[str, Any] = {"resolved": resolved, "satisfaction": Satisfaction.SATISFIED}
        call = self.asked(petition_id, by=by, call_id=f"c{self.number}", **words)
        self.tried(c.CallBackAppellant(**call))
        self.tried(c.RatePetition(**self.asked(petition_id, tracking_digest=DIGEST, **words)))

    @rule(petition_id=st.sampled_from(IDS))
    def the_appellant_reopens(self, petition_id: str) -> None:
        self.tried(c.ReopenPetition(**self.asked(petition_id, tracking_digest=DIGEST)))

    @rule(petition_id=st.sampled_from(IDS))
    def the_clerk_looks_at_the_clock(self, petition_id: str) -> None:
        self.tried(c.SupervisePromises(**self.asked(petition_id)))
        due = decider.next_due(self.scene.petition(petition_id))
        assert due is None or due > self.now

    @invariant()
    def moments_are_in_order_and_only_put_off(self) -> None:
        for petition in self.scene.petitions:
            for clock in petition.clocks:
                assert check.all_of(clock.moments) == sorted(check.all_of(clock.moments))
                first = check.all_of(clock.started.moments)
                assert all(a <= b for a, b in zip(first, check.all_of(clock.moments), strict=True))
                assert first[0] >= clock.started.started_at

    @invariant()
    def counts_add_up(self) -> None:
        live = Counter(p.standing for p in self.scene.petitions)
        told: Counter[Any] = Counter()
        for event in self.scene.happened:
            if isinstance(event, PetitionRegistered | Counted):
                told[event.after] += 1
            if isinstance(event, Counted):
                told[event.before] -= 1
        assert +told == live
        assert -told == Counter()

    @invariant()
    def what_is_over_promises_nothing(self) -> None:
        for petition in self.scene.petitions:
            assert petition.standing is not None
            if not petition.standing.status.is_open:
                assert petition.clocks == ()
                assert petition.standing.status is not Status.REGISTERED

    def teardown(self) -> None:
        for petition_id in IDS:
            history = [e for e in self.scene.happened if e.petition_id == petition_id]
            check.the_states_are_what_the_log_folds_to(self.scene, petition_id, history)
            check.every_step_was_taken_once_and_in_order(history)
            check.a_table_of_the_next_moments_kept_from_events_alone_is_right(
                history, self.scene.petition(petition_id)
            )
            check.each_promise_ended_once_as_its_moments_say(history)
            check.what_was_broken_stays_broken(history)
            check.judged_by_the_same_rules_nothing_changes(history, self.now)


TestPetitionHistory = PetitionHistory.TestCase
TestPetitionHistory.settings = settings(max_examples=100, stateful_step_count=40)
