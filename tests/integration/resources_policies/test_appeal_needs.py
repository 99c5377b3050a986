"""What appeals need: on the list of the community or street, or kept where officers see it; never lost."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory.events import UnitEntered
from services.petitions.domain.petition.causes import NeedKind
from services.petitions.domain.petition.commands import PublishNeed, WithdrawNeed
from services.petitions.domain.streams import DIRECTORY
from services.petitions.domain.terms import Level
from services.resources import consumers
from services.resources.policies import by_the_clock
from services.resources.projections.unplaced import UNPLACED
from shared.event_store import StoredEvent
from tests.support.told_by_petitions import Appeals
from tests.support.town_hall import TownHall
from tests.unit.petitions.petition_scene import FOUNDED, UNITS, register
from tests.unit.petitions.petition_scene import told as about
from tests.unit.resources.scene import STREET

NEW = "430111001077"
"""A community that petitions knows, and membership does not tell of yet."""
DAY = date(2026, 7, 1)


def need(hall: TownHall, need_id: str, place: str, *more: Any) -> Appeals:
    """An appeal needs a hall there; petitions tells of it, and resources hears it."""
    appeals = Appeals()
    entered = UnitEntered(NEW, "新设社区", Level.COMMUNITY, NEW, STREET, FOUNDED)
    appeals.scene.states[DIRECTORY] = directory.evolve(UNITS, entered)
    told: dict[str, Any] = {"amount": 40, "measure": "seat"}
    told |= {"wanted_from": DAY, "wanted_until": DAY}
    published = about(PublishNeed, need_id=need_id, kind=NeedKind.VENUE, place=place, **told)
    appeals.when(register(), published, *more)
    hall.topics.publisher().publish(appeals.told)
    hall.react(consumers.NEEDS)
    return appeals


def waiting(hall: TownHall) -> Sequence[Any]:
    with hall.looking() as connection:
        return connection.execute(select(UNPLACED)).all()


def listed(hall: TownHall, need_id: str) -> str | None:
    facts = hall.state(f"listing-{need_id}").facts
    return None if facts is None else str(facts.community_code)


def test_a_need_of_a_whole_street_stands_on_the_streets_list(hall: TownHall) -> None:
    need(hall, "n-street", STREET)

    assert listed(hall, "n-street") == STREET
    assert waiting(hall) == []


def test_a_need_of_an_unknown_place_waits_with_its_reason_and_its_cause(hall: TownHall) -> None:
    need(hall, "n-new", NEW)

    [row] = waiting(hall)
    assert (row.listing_id, row.petition_id, row.place_code) == ("n-new", "p1", NEW)
    assert (row.rule, row.target, row.closes_on) == ("unknown-division", 40, DAY)
    assert NEW in row.label
    stored: StoredEvent = hall.store.read_stream("listing-n-new")[0]
    assert '"causation_id":"petition-p1@' in stored.metadata


def test_it_is_listed_by_itself_once_membership_tells_of_the_place(hall: TownHall) -> None:
    need(hall, "n-new", NEW)
    assert hall.look() == 0
    hall.membership.registers_division(NEW, STREET)

    assert hall.look() == 1
    assert hall.look() == 0

    assert listed(hall, "n-new") == NEW
    assert waiting(hall) == []
    placed = hall.store.read_stream("listing-n-new")[-1].metadata
    assert by_the_clock.NAME in placed
    assert f'"organisation_path":"{hall.city.places([NEW])[NEW]}"' in placed


def test_a_need_that_is_withdrawn_waits_no_longer(hall: TownHall) -> None:
    need(hall, "n-new", NEW, about(WithdrawNeed, need_id="n-new"))

    assert waiting(hall) == []
    assert hall.happened("listing-n-new") == {"need-set-aside": 1, "need-dropped": 1}


def test_heard_twice_or_after_a_kill_it_waits_once(hall: TownHall) -> None:
    appeals = need(hall, "n-new", NEW)
    hall.topics.publisher().publish(appeals.told)
    hall.react(consumers.NEEDS, dies=True)
    hall.react(consumers.NEEDS)

    assert len(waiting(hall)) == 1
    assert hall.happened("listing-n-new") == {"need-set-aside": 1}
    assert hall.rebuilt()["resources.unplaced"] is True
