"""Whatever members do and in whatever order, exactly one unit chairs at every instant."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.resources.domain.conference.chairs import ChairTerm
from services.resources.domain.conference.commands import (
    ContinueRotation,
    Delegation,
    DissolveConference,
    JoinConference,
    LeaveConference,
    NameInterimChair,
    PublishChairOrder,
    SkipChairTurn,
    SwapChairTurns,
)
from services.resources.domain.conference.conference import Conference
from services.resources.domain.rejection import Rejection
from tests.unit.resources.scene import ONE, found, on, street

FOUNDED = date(2026, 3, 2)
UNITS = ("forestry", "school", "hospital", "firm")
UNIT = st.sampled_from(UNITS)
DAYS = st.integers(0, 120)
PICK = st.integers(0, 9)


class ChairHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scene = street(*UNITS)
        self.day = FOUNDED
        self.timeline: list[ChairTerm] = []

    @property
    def conference(self) -> Conference:
        state = self.scene.states[f"conference-{ONE}"]
        assert isinstance(state, Conference)
        return state

    def ask(self, command: Any) -> None:
        """A refusal changes nothing; readers put what is published in place of what was."""
        before = dict(self.scene.states)
        try:
            events: tuple[Any, ...] = self.scene.when(command)
            for event in events:
                for term in getattr(event, "chairs_before", ()):
                    self.timeline.remove(term)
                self.timeline += getattr(event, "chairs", ())
        except Rejection:
            assert self.scene.states == before

    def asked(self, days: int) -> dict[str, Any]:
        self.day += timedelta(days=days)
        return {"conference_id": ONE, **on(self.day)}

    def turn(self, number: int) -> tuple[str, date]:
        coming = [term for term in self.conference.rotation.terms if term.begins > self.day]
        chosen = coming[number % len(coming)] if coming else None
        return (chosen.unit_id, chosen.begins) if chosen else ("school", self.day)

    @initialize(units=st.lists(UNIT, min_size=1, unique=True), months=st.integers(1, 7))
    def found(self, units: list[str], months: int) -> None:
        self.ask(found(*units, term_months=months, **on(self.day)))

    @rule(unit=UNIT, chairs=st.booleans(), days=DAYS)
    def join(self, unit: str, chairs: bool, days: int) -> None:
        member = Delegation(unit, 2, "书记")
        self.ask(JoinConference(member=member, chairs=chairs, **self.asked(days)))

    @rule(unit=UNIT, departed=st.sampled_from([False, False, False, True]), days=DAYS)
    def leave(self, unit: str, departed: bool, days: int) -> None:
        asked = self.asked(days)
        self.ask(LeaveConference(unit_id=unit, cause_text="迁出", departed=departed, **asked))

    @rule(number=PICK, other=UNIT, days=DAYS)
    def swap(self, number: int, other: str, days: int) -> None:
        asked = self.asked(days)
        unit, begins = self.turn(number)
        self.ask(
            SwapChairTurns(
                unit_id=unit, with_unit_id=other, begins=begins, cause_text="出差", **asked
            )
        )

    @rule(number=PICK, days=DAYS)
    def skip(self, number: int, days: int) -> None:
        asked = self.asked(days)
        unit, begins = self.turn(number)
        self.ask(SkipChairTurn(unit_id=unit, begins=begins, cause_text="改制", **asked))

    @rule(unit=UNIT, days=DAYS)
    def name_interim(self, unit: str, days: int) -> None:
        self.ask(NameInterimChair(unit_id=unit, cause_text="休假", **self.asked(days)))

    @rule(order=st.lists(UNIT, max_size=4), months=st.integers(1, 4), days=DAYS)
    def publish_order(self, order: list[str], months: int, days: int) -> None:
        self.ask(PublishChairOrder(order=tuple(order), term_months=months, **self.asked(days)))

    @rule(days=DAYS)
    def go_on(self, days: int) -> None:
        self.ask(ContinueRotation(**self.asked(days)))

    @rule(end=st.sampled_from([False] * 9 + [True]))
    def dissolve(self, end: bool) -> None:
        if end:
            self.ask(DissolveConference(cause_text="社区合并", **self.asked(0)))

    @invariant()
    def exactly_one_unit_chairs_at_every_instant(self) -> None:
        terms = sorted(self.timeline, key=lambda term: term.begins)
        for term, following in pairwise(terms):
            assert term.ends == following.begins
        if terms:
            assert terms[0].begins == FOUNDED
            living = self.conference.facts is not None
            assert (terms[-1].ends is None) == living
            assert all(term.ends is None or term.begins < term.ends for term in terms)

    @invariant()
    def who_chairs_is_a_member_and_a_next_chair_is_published(self) -> None:
        if self.timeline and self.conference.facts is not None:
            members = {member.unit_id for member in self.conference.members}
            to_come = [term for term in self.conference.rotation.terms if term.begins > self.day]
            assert {term.unit_id for term in to_come} <= members

    def teardown(self) -> None:
        self.scene.check_log()


TestChairHistory = ChairHistory.TestCase
TestChairHistory.settings = settings(max_examples=120, stateful_step_count=25)
