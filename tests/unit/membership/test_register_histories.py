"""Whatever officers do to tree, members and transfers, in whatever order, the register adds up."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.membership.domain.member.commands import FollowOrganisation
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.streams import stream_of
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import ExpireTransfer
from services.membership.domain.transfer.events import Endpoint, inside
from services.membership.domain.transfer.transfer import Transfer
from tests.unit.membership import history_checks as check
from tests.unit.membership import routing
from tests.unit.membership.history_steps import (
    CHANGES,
    LEAVING,
    NEXT,
    announced,
    belonging_to,
    broken_off,
)
from tests.unit.membership.register_scene import (
    DETAILS,
    ENTERED,
    TODAY,
    K,
    district,
    on,
    person,
    register,
    request,
)
from tests.unit.membership.transfer_scene import SHENZHEN
from tests.unit.membership.tree_scene import establish

PICK = st.integers(0, 10**6)
DAYS = st.integers(0, 9)
HOMES = st.sampled_from(["b1", "b2", "g1", "e", "be1", "be2"])
PLACES = st.sampled_from(["b1", "b2", "g1", "e", "be1", "be2", "s1", "x1", "pg"])
RESTRUCTURED: dict[str, Any] = {
    "kind": TransferKind.WHOLE_ORGANISATION,
    "reason": TransferReason.RESTRUCTURED,
}


class RegisterHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scene = district().given(
            establish("x1", K.PRIMARY_COMMITTEE, superior_id="s1"),
        )
        self.day = ENTERED
        self.members = 0
        self.transfers = 0

    def ask(self, command: routing.AnyCommand) -> None:
        """A refusal changes nothing; the scene itself asks all that is answered a second time."""
        before = dict(self.scene.states)
        try:
            self.scene.when(command)
        except Rejection:
            assert self.scene.states == before

    def asked(self, days: int) -> dict[str, Any]:
        self.day = min(self.day + timedelta(days=days), TODAY)
        return on(self.day)

    def somebody(self, number: int) -> str:
        """Mostly a member who may travel, every seventh time anybody there ever was."""
        known = sorted(check.members(self.scene), key=lambda each: each.member_id)
        free = [each for each in known if each.facts and not each.open_transfer]
        chosen = known if number % 7 == 0 or not free else free
        return chosen[number % len(chosen)].member_id

    def under_way(self, number: int) -> Transfer | None:
        """Mostly a transfer whose next step is due, every seventh time any."""
        known = sorted(check.transfers(self.scene), key=lambda each: each.transfer_id)
        going = [each for each in known if each.stage in NEXT]
        chosen = known if number % 7 == 0 or not going else going
        return chosen[number % len(chosen)] if chosen else None

    @initialize()
    def some_members_to_begin_with(self) -> None:
        for home in ("b1", "be1", "be1", "be2"):
            self.register(home, 0)

    @rule(home=HOMES, days=DAYS)
    def register(self, home: str, days: int) -> None:
        self.members += 1
        self.ask(register(f"m{self.members}", home, **self.asked(days)))

    @rule(who=PICK, change=st.sampled_from(CHANGES), days=DAYS)
    def change(self, who: int, change: tuple[type[Any], dict[str, Any]], days: int) -> None:
        command, given = change
        self.ask(command(member_id=self.somebody(who), **given, **self.asked(days)))

    @rule(who=PICK, end=st.sampled_from(LEAVING), days=DAYS)
    def leave(self, who: int, end: tuple[type[Any], dict[str, Any]], days: int) -> None:
        command, given = end
        self.ask(command(member_id=self.somebody(who), **given, **self.asked(days)))

    @rule(one=PLACES, other=PLACES, how=st.integers(0, 2), days=DAYS)
    def reshape_the_tree(self, one: str, other: str, how: int, days: int) -> None:
        """After every change of the tree, all members are asked to follow it."""
        asked = {"organisation_id": one, **self.asked(days)}
        if how == 0:
            self.ask(MoveOrganisation(superior_id=other, **asked))
        elif how == 1:
            self.ask(MergeOrganisation(into_id=other, **asked))
        else:
            self.ask(DissolveOrganisation(**asked))
        self.follow()

    def follow(self) -> None:
        for number in range(1, self.members + 1):
            self.ask(FollowOrganisation(member_id=f"m{number}", **on(self.day)))

    def request(self, releasing: Endpoint, receiving: Endpoint, days: int, **given: Any) -> None:
        self.transfers += 1
        asked = {"transfer_id": f"t{self.transfers}", **self.asked(days), **given}
        self.ask(request(releasing, receiving, **asked))

    @rule(who=PICK, receiving=PLACES, days=DAYS)
    def one_moves(self, who: int, receiving: str, days: int) -> None:
        one = self.somebody(who)
        facts = self.scene.member(one).facts
        home = inside(facts.organisation_id if facts is not None else "b1")
        self.request(home, inside(receiving), days, member_ids=(one,))

    @rule(who=PICK, days=DAYS)
    def one_goes_out(self, who: int, days: int) -> None:
        one = self.somebody(who)
        facts = self.scene.member(one).facts
        home = inside(facts.organisation_id if facts is not None else "b1")
        self.request(home, SHENZHEN, days, kind=TransferKind.CROSS_PROVINCE, member_ids=(one,))

    @rule(who=PICK, again=st.booleans(), receiving=PLACES, days=DAYS)
    def one_comes_in(self, who: int, again: bool, receiving: str, days: int) -> None:
        if not again:
            self.members += 1
        one = self.somebody(who) if again else f"m{self.members}"
        incoming = (person(one, DETAILS),)
        kind = TransferKind.CROSS_PROVINCE
        self.request(SHENZHEN, inside(receiving), days, kind=kind, incoming=incoming)

    @rule(who=PICK, others=st.integers(0, 2), receiving=PLACES, days=DAYS)
    def somebody_announced_is_asked_for_again(
        self, who: int, others: int, receiving: str, days: int
    ) -> None:
        """Alone or among others, at whatever stage the transfer is that first announced him."""
        if known := announced(self.scene):
            new = [f"m{self.members + number}" for number in range(1, others + 1)]
            self.members += others
            people = (*map(person, new), known[who % len(known)])
            kind = TransferKind.WHOLE_ORGANISATION if new else TransferKind.CROSS_PROVINCE
            self.request(SHENZHEN, inside(receiving), days, kind=kind, incoming=people)

    @rule(releasing=PICK, receiving=PLACES, days=DAYS)
    def a_branch_moves(self, releasing: int, receiving: str, days: int) -> None:
        """With everybody who belongs to it; every fifth out of the city."""
        homes = sorted(
            {each.facts.organisation_id for each in check.members(self.scene) if each.facts}
        )
        home = homes[releasing % len(homes)] if homes else "b1"
        to = SHENZHEN if releasing % 5 == 0 else inside(receiving)
        everybody = belonging_to(self.scene, home)
        self.request(inside(home), to, days, member_ids=everybody, **RESTRUCTURED)

    @rule(which=PICK, place=PICK, days=DAYS)
    def go_on(self, which: int, place: int, days: int) -> None:
        """The step whose turn it is, by the committee whose turn it is."""
        if (transfer := self.under_way(which)) is not None:
            self.step(transfer.transfer_id, place, days)

    @rule(which=PICK, steps=st.integers(2, 6), place=PICK, days=DAYS)
    def go_far(self, which: int, steps: int, place: int, days: int) -> None:
        if (transfer := self.under_way(which)) is not None:
            for _ in range(steps):
                self.step(transfer.transfer_id, place, days)

    def step(self, transfer_id: str, place: int, days: int) -> None:
        transfer = self.scene.transfer(transfer_id)
        if transfer.stage in NEXT:
            asked = {"transfer_id": transfer_id, **self.asked(days)}
            self.ask(NEXT[transfer.stage](self.scene, transfer, place, asked))
            self.follow()

    @rule(which=PICK, late=st.integers(0, 2))
    def a_letter_expires(self, which: int, late: int) -> None:
        transfer = self.under_way(which)
        if transfer is not None and transfer.letter is not None:
            days = max((transfer.letter.valid_until - self.day).days + late, 0)
            self.ask(ExpireTransfer(transfer_id=transfer.transfer_id, **self.asked(days)))

    @rule(which=PICK, how=st.integers(0, 3), days=DAYS)
    def break_off(self, which: int, how: int, days: int) -> None:
        if (transfer := self.under_way(which)) is not None:
            asked = {"transfer_id": transfer.transfer_id, **self.asked(days)}
            self.ask(broken_off(self.scene, transfer, how, asked))

    @invariant()
    def exactly_one_organisation_answers_for_a_member_at_every_instant(self) -> None:
        check.responsible_without_gap_or_overlap(self.scene)
        check.timelines_never_go_back(self.scene)

    @invariant()
    def members_are_neither_lost_nor_made(self) -> None:
        check.deltas_are_the_live_members(self.scene)

    @rule(place=PLACES, back=st.integers(0, 60))
    def the_movement_statement_adds_up(self, place: str, back: int) -> None:
        path = self.scene.tree.path(place)
        check.movement_adds_up(self.scene, path, self.day - timedelta(days=back))

    @invariant()
    def a_member_has_one_open_transfer(self) -> None:
        check.one_open_transfer_each(self.scene)
        check.who_comes_from_outside_is_bound_until_he_arrives(self.scene)

    @invariant()
    def letters_are_numbered_without_gap_and_settled(self) -> None:
        check.letters_without_gap_and_none_left_open(self.scene)

    @invariant()
    def everybody_belongs_to_a_living_organisation_and_full_members_hold_its_posts(self) -> None:
        check.everybody_belongs_to_a_living_organisation_at_its_path(self.scene)
        check.posts_are_held_by_full_members(self.scene)

    def teardown(self) -> None:
        """The states are what the log folds to, stream by stream, from the beginning."""
        streams: dict[str, list[Any]] = {}
        for event in self.scene.happened:
            streams.setdefault(stream_of(event), []).append(event)
        for stream, events in streams.items():
            assert routing.fold(stream, events, None) == self.scene.states[stream]


TestRegisterHistory = RegisterHistory.TestCase
TestRegisterHistory.settings = settings(max_examples=150, stateful_step_count=40)
