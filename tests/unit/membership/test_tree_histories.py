"""Whatever officers do to the tree, in whatever order, it stays a tree and its counts add up."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.membership.domain.organisation import folding
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
    OrganisationCommand,
    RecordReElection,
    RenameOrganisation,
)
from services.membership.domain.organisation.decider import decide
from services.membership.domain.organisation.kinds import MAY_BE_ROOT, SUPERIORS
from services.membership.domain.organisation.tree import Organisation
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import OrganisationKind
from tests.unit.membership.tree_scene import ASKED, FOUNDED, TODAY, district, establish

PICK = st.integers(0, 10**6)
DAYS = st.integers(0, 3)
NAMES = st.sampled_from("甲乙丙丁戊己庚辛")
KINDS = st.sampled_from(list(OrganisationKind))
JOINT = OrganisationKind.JOINT_BRANCH


class TreeHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scene = district()
        self.day = FOUNDED
        self.counted = 0

    def ask(self, command: OrganisationCommand) -> None:
        """A refusal changes nothing; what was answered is already so when asked again."""
        before = self.scene.tree
        try:
            self.scene.when(command)
        except Rejection:
            assert self.scene.tree is before
            return
        assert decide(command, self.scene.state) == ()

    def pick(self, number: int) -> str:
        known = list(self.scene.tree.by_id)
        return known[number % len(known)]

    def asked(self, days: int) -> dict[str, Any]:
        self.day = min(self.day + timedelta(days=days), TODAY)
        return {**ASKED, "effective_date": self.day}

    @rule(kind=KINDS, above=PICK, name=NAMES, days=DAYS)
    def establish(self, kind: OrganisationKind, above: int, name: str, days: int) -> None:
        self.counted += 1
        units = ("甲公司", "乙公司") if kind is JOINT else ()
        given = {"superior_id": self.pick(above), "name": name, "units": units}
        self.ask(establish(f"o{self.counted}", kind, **given, **self.asked(days)))

    @rule(one=PICK, name=NAMES, days=DAYS)
    def rename(self, one: int, name: str, days: int) -> None:
        own = self.pick(one)
        self.ask(RenameOrganisation(organisation_id=own, name=name, **self.asked(days)))

    @rule(one=PICK, days=DAYS)
    def elect(self, one: int, days: int) -> None:
        self.ask(RecordReElection(organisation_id=self.pick(one), **self.asked(days)))

    @rule(one=PICK, other=PICK, days=DAYS)
    def move(self, one: int, other: int, days: int) -> None:
        own, above = self.pick(one), self.pick(other)
        self.ask(MoveOrganisation(organisation_id=own, superior_id=above, **self.asked(days)))

    @rule(one=PICK, other=PICK, days=DAYS)
    def merge(self, one: int, other: int, days: int) -> None:
        own, into = self.pick(one), self.pick(other)
        self.ask(MergeOrganisation(organisation_id=own, into_id=into, **self.asked(days)))

    @rule(one=PICK, days=DAYS)
    def dissolve(self, one: int, days: int) -> None:
        self.ask(DissolveOrganisation(organisation_id=self.pick(one), **self.asked(days)))

    @property
    def living(self) -> list[Organisation]:
        return [each for each in self.scene.tree.by_id.values() if each.living]

    @invariant()
    def every_living_organisation_stands_under_a_living_superior_that_may_have_it(self) -> None:
        tree = self.scene.tree
        for each in self.living:
            if each.superior_id is None:
                assert each.kind in MAY_BE_ROOT
                assert each.path == each.organisation_id
            else:
                above = tree.get_living(each.superior_id)
                assert above.kind in SUPERIORS[each.kind]
                assert each.path == f"{above.path}/{each.organisation_id}"

    @invariant()
    def every_living_organisation_is_listed_once_by_a_name_of_its_own(self) -> None:
        listed = [
            (superior, name, own)
            for superior, below in self.scene.tree.below.items()
            for name, own in below.items()
        ]
        living = {(each.superior_id, each.name, each.organisation_id) for each in self.living}
        assert set(listed) == living
        assert len(listed) == len(living)

    @invariant()
    def somebody_living_answers_for_every_organisation_there_ever_was(self) -> None:
        tree = self.scene.tree
        assert all(tree.living(tree.responsible(each)) for each in tree.by_id)

    @invariant()
    def what_was_added_less_what_was_taken_is_what_stands(self) -> None:
        counts: Counter[object] = Counter()
        for event in self.scene.happened:
            counts[getattr(event, "after", None)] += 1
            counts[getattr(event, "before", None)] -= 1
        del counts[None]
        assert +counts == Counter(each.facts for each in self.living)
        assert all(count >= 0 for count in counts.values())

    @invariant()
    def no_timeline_goes_back(self) -> None:
        last: dict[str, Any] = {}
        for event in self.scene.happened:
            assert last.get(event.organisation_id, FOUNDED) <= event.effective_date
            last[event.organisation_id] = event.effective_date

    def teardown(self) -> None:
        assert folding.fold(self.scene.happened) == self.scene.tree


TestTreeHistory = TreeHistory.TestCase
TestTreeHistory.settings = settings(max_examples=60, stateful_step_count=25)
