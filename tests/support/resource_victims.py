"""What is killed: the policies of resources and its clerk, with the parts the service runs."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

from services.resources import consumers
from services.resources.application import Resources
from services.resources.domain.booking.commands import BookTogether
from services.resources.policies import departures, fulfilment, serving
from shared.acting import Acting
from shared.database import open_engine, open_pool
from shared.messaging.all_parts import each
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import Backbone
from shared.policies.reaction import Reaction
from shared.subscription.loop import Subscription
from shared.subscription.promise import Source
from tests.support.kafka_victims import SESSION_SECONDS, Following, asked_to_end
from tests.support.own_topics import OwnTopics
from tests.support.policy_victims import PolicyStore
from tests.support.town_hall import TownHall
from tests.support.victims import BATCH, Faults, WatchedHandler, follow
from tests.unit.resources.scene import asked, at, slot


def _hall(url: str, faults: Faults, backbone: Backbone | None = None) -> TownHall:
    """A service whose every later statement is a step; it looks back at what happened in March."""
    hall = TownHall(url, pool := open_pool(url), open_engine(url), backbone=backbone)
    hall.resources = Resources(PolicyStore(faults, pool), hall.city)
    hall.now = hall.now.replace(day=20)
    faults.watch(hall.engine)
    return hall


def _react(url: str, faults: Faults, name: str) -> None:
    hall = _hall(url, faults)
    policy = hall.policies()[name]
    [source] = policy.feed.sources()
    follow(faults, source, Reaction(hall.engine, name, policy.react))


def look(url: str, faults: Faults) -> None:
    """The clerk at his clock, in a town hall whose views are up to date."""
    _hall(url, faults).look_once()


def follow_organisations(url: str, faults: Faults, *, bootstrap: str, topics: str) -> None:
    """Hear of organisations on Kafka, together with others, until it is asked to end."""
    told_to_end = asked_to_end()
    link = Link(bootstrap, session_seconds=SESSION_SECONDS)
    with closing(KafkaBackbone(link)) as kafka:
        backbone = OwnTopics(kafka, json.loads(topics))
        hall = _hall(url, faults, backbone)
        policy = hall.policies()[consumers.NAME]

        def loop_over(source: Source[Any]) -> Subscription[Any]:
            reaction = Reaction(hall.engine, policy.name, policy.react)
            handler, heard = WatchedHandler(faults, reaction), Following(faults, source)
            return Subscription(source.name, heard, handler, batch=BATCH)

        following = policy.feed.follow(policy.name, each(loop_over))
        following.start()
        told_to_end.wait()
        following.stop()


def book_together(url: str, faults: Faults) -> None:
    """A hall and a projector; the same command in every life."""
    hall = _hall(url, faults)
    wanted = (slot(at(25, 9)), slot(at(25, 9), 2, "projector", amount=1))
    told = {"unit_id": "school", "purpose": "讲座", **asked(hall.now)}
    command = BookTogether(combination_id="c", wanted=wanted, **told)
    acting = Acting(hall.now, "officer-1", "together")
    hall.resources.commands.execute(command, acting)


ROLES: dict[str, Callable[..., None]] = {
    "combination": book_together,
    "organisations of kafka": follow_organisations,
    "fulfilment": lambda url, faults: _react(url, faults, fulfilment.NAME),
    "serving": lambda url, faults: _react(url, faults, serving.NAME),
    "departures": lambda url, faults: _react(url, faults, departures.NAME),
    "clock": look,
}
