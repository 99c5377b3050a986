"""SIGKILL of who hears what became of needs: each outcome stands on its appeal once, with its cause."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec import structs

from services.petitions.consumers.needs import NAME
from services.petitions.domain.petition.causes import NeedOutcome
from services.petitions.domain.streams import petition_stream
from services.resources.domain.listing.commands import CompleteListing, ReportProgress
from services.resources.domain.listing.events import ListingKind
from shared.event_store import Metadata, StoredEvent
from shared.messaging.embedded import EmbeddedPublisher
from tests.integration.kill.test_petition_views import asking
from tests.integration.kill.test_petitions import killed_twice
from tests.integration.resources_policies.acts import claimed, publish
from tests.support.looking import parked
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.supervisor import KILLED, Supervisor
from tests.support.told_by_resources import Sharing
from tests.support.victims import ASIDE_STEPS, CLERK_STEPS, MENDING_STEPS, SAVING_STEPS
from tests.support.year_of_promises import BEFORE, appeals_of, registration
from tests.unit.resources.scene import asked, register

_metadata = msgspec.json.Decoder(Metadata).decode


class Poisoned(NamedTuple):
    """Before all that resources tells stands what nobody can read, of the first need's stream."""

    instance: Instance
    sharing: Sharing
    ones: Sequence[str]


@pytest.fixture
def instance(database_url: str) -> Iterator[Instance]:
    """A settled district whose needs nobody has answered yet."""
    instance = Instance(database_url, SimulatedClock(BEFORE), keeps_view=False)
    instance.settle()
    yield instance
    instance.end()


def needing(instance: Instance) -> Sequence[str]:
    """Six appeals, each of which needs something."""
    ones = appeals_of("needing", 6)
    come = [registration(one, instance.clock()) for one in ones]
    instance.carry_out("register", come)
    instance.carry_out("need", [asking(each.petition_id, each.place) for each in come])
    return ones


def answered(ones: Sequence[str]) -> Sharing:
    """Resources tells that each is claimed and done, and of an item that is no appeal's."""
    sharing = Sharing()
    sharing.when(register("school"), publish("own", kind=ListingKind.NEED))
    for one in ones:
        item, claim = f"need-of-{one}", f"claim-{one}"
        told: dict[str, Any] = {"listing_id": item, **asked()}
        sharing.when(publish(item, kind=ListingKind.NEED), *claimed("school", claim, item))
        sharing.when(ReportProgress(claim_id=claim, done=2, note="已到", **told))
        sharing.when(CompleteListing(result="已办", **told))
    return sharing


@pytest.mark.parametrize("step", ["before read", "after read", *CLERK_STEPS, *SAVING_STEPS])
def test_every_outcome_is_taken_down_once(
    instance: Instance, supervisor: Supervisor, step: str
) -> None:
    ones = needing(instance)
    sharing = answered(ones)
    EmbeddedPublisher(instance.pool).publish(sharing.told)

    killed_twice(supervisor, "petitions.outcomes", instance.url, step)

    taken_down(instance, sharing, ones)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("step", [*ASIDE_STEPS, *CLERK_STEPS, "after commit"])
def test_what_cannot_be_read_is_set_aside_once_with_its_followers(
    poisoned: Poisoned, supervisor: Supervisor, step: str, count: int
) -> None:
    """At the first the entry itself is being set aside, at the second the first of its followers."""
    instance, sharing, ones = poisoned

    killed(supervisor, "petitions.outcomes", instance.url, step, count)

    aside = f"listing-need-of-{ones[0]}"
    behind = [n for n, message in enumerate(sharing.told, 2) if message.key == aside]
    assert sorted(parked(instance.engine, NAME)) == [1, *behind]
    assert not [e for e in story(instance, ones[0]) if e.type == "need-answered"]
    taken_down(instance, sharing, ones[1:])


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("step", [*MENDING_STEPS, *CLERK_STEPS])
def test_what_waited_is_acted_upon_once_by_who_mends_it(
    poisoned: Poisoned, supervisor: Supervisor, step: str, count: int
) -> None:
    instance, sharing, ones = poisoned
    assert supervisor.run("petitions.outcomes", instance.url) == 0

    killed(supervisor, "petitions.outcomes mended", instance.url, step, count)

    assert parked(instance.engine, NAME) == {}
    taken_down(instance, sharing, ones)


@pytest.fixture
def poisoned(instance: Instance) -> Poisoned:
    ones = needing(instance)
    sharing = answered(ones)
    bad = structs.replace(sharing.told[0], key=f"listing-need-of-{ones[0]}", value=b"{")
    EmbeddedPublisher(instance.pool).publish([bad, *sharing.told])
    return Poisoned(instance, sharing, ones)


def killed(supervisor: Supervisor, role: str, url: str, step: str, count: int) -> None:
    """Killed there, and at the first such step of the next life if there is one; the third does the rest."""
    assert supervisor.run(role, url, step, count) == KILLED
    assert supervisor.run(role, url, step, 1) in {KILLED, 0}
    assert supervisor.run(role, url) == 0


def story(instance: Instance, one: str) -> Sequence[StoredEvent]:
    return instance.store.read_stream(petition_stream(one))


def taken_down(instance: Instance, sharing: Sharing, ones: Sequence[str]) -> None:
    """Of each its claim and its end, once, with their causes."""
    for one in ones:
        told = story(instance, one)
        outcomes = [event for event in told if event.type == "need-answered"]
        item, claim = f"need-of-{one}", f"claim-{one}"
        assert [msgspec.json.decode(event.data)["outcome"] for event in outcomes] == [
            NeedOutcome.CLAIMED,
            NeedOutcome.FULFILLED,
        ]
        assert [msgspec.json.decode(event.data)["reference"] for event in outcomes] == [claim, item]
        causes = [_metadata(event.metadata) for event in outcomes]
        assert [cause.correlation_id for cause in causes] == ["test", "test"]
        of_item = [m for m in sharing.told if m.key == f"listing-{item}"]
        ids = [msgspec.json.decode(m.value)["id"] for m in of_item]
        assert [ids.index(str(cause.causation_id)) for cause in causes] == sorted(
            ids.index(str(cause.causation_id)) for cause in causes
        )
