"""An outcome of a need that the view has set aside waits for the view; what no appeal needs waits for nothing."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from sqlalchemy import text

from services.petitions.consumers import needs
from services.petitions.consumers.needs import NeedOutcomes
from services.petitions.domain.streams import petition_stream
from services.petitions.projections.needs import PROJECTION
from services.resources.domain.listing.events import ListingKind
from shared.contracts.resources import TOPIC
from shared.freshness import Freshness
from shared.messaging.feed import OwnLog
from shared.messaging.promise import Message
from shared.policies.mending import ReactionCure
from shared.policies.reaction import Reaction
from shared.signals import Signals
from shared.subscription.healing import Healing
from shared.subscription.keeping import View
from shared.subscription.projector import Projector
from shared.subscription.views import ensure_view
from tests.integration.kill.test_petition_views import asking
from tests.integration.resources_policies.acts import claimed, publish
from tests.support.looking import parked
from tests.support.office import NumberedLog, handle_all
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.sources import ListSource
from tests.support.told_by_resources import Sharing
from tests.support.year_of_promises import BEFORE, appeals_of, registration
from tests.unit.resources.scene import register

REFUSED = "alter table petitions_needs.needs add constraint refused check (need_id <> '{}')"
TAKEN = "alter table petitions_needs.needs drop constraint refused"
STRANGE = "need-of-none"
"""On the list, and no appeal's."""


class Hearing:
    """Two appeals that need something; the view cannot take the first one's need. All are claimed."""

    def __init__(self, url: str) -> None:
        self.instance = Instance(url, SimulatedClock(BEFORE), keeps_view=False)
        self.engine, self.log = self.instance.engine, NumberedLog(self.instance.pool)
        self.instance.settle()
        self.ones = appeals_of("aside", 2)
        come = [registration(one, BEFORE) for one in self.ones]
        self.instance.carry_out("register", come)
        self.instance.carry_out("need", [asking(each.petition_id, each.place) for each in come])
        self.view = View(self.engine, PROJECTION, OwnLog(self.log))
        ensure_view(self.engine, PROJECTION)
        self.alter(REFUSED.format(f"need-of-{self.ones[0]}"))
        self.shows()
        fresh = Freshness(self.engine, self.instance.store, Signals(url, ()))
        reacting = NeedOutcomes(self.engine, fresh, self.instance.petitions, lambda: BEFORE)
        self._react = reacting.react
        self.topic = ListSource(_claims(self.ones), name=f"{TOPIC}-0")

    def alter(self, statement: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement))

    def shows(self) -> None:
        """The view comes by all that is stored."""
        with closing(Projector(self.engine, PROJECTION)) as projector:
            handle_all(projector, self.log)

    def hears(self) -> None:
        handle_all(Reaction(self.engine, needs.NAME, self._react), self.topic)

    def retries(self) -> None:
        """As the operators' command does: the view first, then who asks it."""
        self.shows()
        self.view.healing().retry_all()
        cure = ReactionCure(self.engine, needs.NAME, self._react, needs.read)
        Healing(cure, [self.topic]).retry_all()

    def answered(self) -> list[str]:
        """The appeals that were told."""
        return [one for one in self.ones if "need-answered" in self._types(one)]

    def _types(self, one: str) -> list[str]:
        return [event.type for event in self.instance.store.read_stream(petition_stream(one))]


def _claims(ones: Sequence[str]) -> list[Message]:
    sharing = Sharing()
    sharing.when(register("school"))
    for item in (STRANGE, *(f"need-of-{one}" for one in ones)):
        sharing.when(publish(item, kind=ListingKind.NEED), *claimed("school", f"c-{item}", item))
    return [
        Message(told.topic, position, told.key, told.value, told.sequence, told.recorded_at)
        for position, told in enumerate(sharing.told, 1)
    ]


@pytest.fixture
def hearing(database_url: str) -> Iterator[Hearing]:
    hearing = Hearing(database_url)
    yield hearing
    hearing.instance.end()


def test_an_outcome_waits_while_the_view_has_set_aside_whose_need_it_is(hearing: Hearing) -> None:
    hearing.hears()

    [reason] = parked(hearing.engine, needs.NAME).values()
    assert reason == "Unfit: petitions.needs has set it aside: retry it there first"
    assert hearing.answered() == [hearing.ones[1]]

    hearing.retries()  # the view still cannot take it
    assert len(parked(hearing.engine, needs.NAME)) == 1

    hearing.alter(TAKEN)
    hearing.retries()
    assert parked(hearing.engine, needs.NAME) == {}
    assert hearing.answered() == hearing.ones


def test_an_outcome_is_passed_over_once_a_person_has_left_the_need_out_of_the_view(
    hearing: Hearing,
) -> None:
    hearing.hears()
    [letter] = hearing.view.healing().listed()

    hearing.view.healing().discard(letter.id, "entered twice")
    hearing.retries()

    assert parked(hearing.engine, needs.NAME) == {}
    assert hearing.answered() == [hearing.ones[1]]
