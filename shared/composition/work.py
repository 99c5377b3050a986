"""What a service does besides answering requests, role by role."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from shared.messaging.all_parts import each
from shared.messaging.feed import Feed, Topic
from shared.messaging.promise import Backbone, Following
from shared.messaging.public import PublicRelay, PublicTelling
from shared.messaging.relay import Relay, Telling
from shared.policies.clerk import Clerk
from shared.policies.mending import ReactionCure
from shared.policies.reaction import React, Reaction
from shared.subscription.healing import Healing
from shared.subscription.keeping import Views
from shared.subscription.loop import Subscription
from shared.subscription.promise import LOG

_REST_SECONDS = 0.2
"""What comes alone is reacted to at once; of what comes all the time, several events are reacted to together."""
_BUREAUS_REST_SECONDS = 0.25
"""Nobody waits for what bureaus read: a batch and its proofs are made for several events together."""


def _nothing(_entry: object) -> None:
    """The own log's entries were read when they were stored."""


@dataclass(frozen=True)
class Reacting:
    """A reaction to what happened, here (a policy) or in another service (a consumer).

    Attributes:
        name: `<service>.<policy>`.
        feed: what it hears, mostly `OwnLog` or `Topic`.
        react: what it does; it is given entries again after a crash.
        read: reads one entry and does nothing, for whoever wants to know beforehand what is wrong with it.
    """

    name: str
    feed: Feed
    react: React
    read: Callable[[Any], object] = _nothing

    def following(self, engine: Engine) -> Following:
        """The loops that keep it going, one for each part of the feed."""
        return self.feed.follow(
            self.name,
            each(
                lambda source: Subscription(
                    self.name if source.name == LOG else f"{self.name}:{source.name}",
                    source,
                    Reaction(engine, self.name, self.react),
                    rest=_REST_SECONDS,
                )
            ),
        )

    def healing(self, engine: Engine) -> Healing[Any]:
        """What it has set aside in the database of ``engine``, for whoever decides on that."""
        return Healing(ReactionCure(engine, self.name, self.react, self.read), self.feed.sources())


@dataclass(frozen=True)
class Work:
    """What is to be done; each kind belongs to a role of its own.

    Attributes:
        views: its read models (role ``projector``).
        publication: what others are told of the log (role ``relay``); None: nothing.
        public: what bureaus are told of the log (role ``relay``), where they can read; None: nothing.
        policies: reactions to its own log (role ``policies``).
        clerks: who watches the clock (role ``policies``).
        consumers: reactions to other services' messages (role ``consumers``).
    """

    views: Views
    publication: Telling | None = None
    public: PublicTelling | None = None
    policies: Sequence[Reacting] = ()
    clerks: Sequence[Clerk] = ()
    consumers: Sequence[Reacting] = field(default=())

    @property
    def topics(self) -> Mapping[str, Topic]:
        """What it follows of others, by name."""
        feeds = [view.feed for view in self.views.values()]
        feeds += [each.feed for each in (*self.policies, *self.consumers)]
        return {topic.name: topic for feed in feeds for topic in feed.topics}


def relay_of(
    name: str, engine: Engine, telling: Telling, backbone: Backbone, feed: Feed
) -> Following:
    """Publishes the log; the lease lets one instance work."""
    return feed.follow(
        name,
        each(
            lambda log: Subscription(
                name,
                log,
                Relay(engine, name, telling, backbone.publisher()),
                rest=backbone.relay_rest,
            )
        ),
    )


def public_relay_of(
    name: str, engine: Engine, telling: PublicTelling, backbone: Backbone, feed: Feed
) -> Following:
    """Publishes what is public of the log, beside the relay between services."""
    parts = backbone.sources(telling.topic)
    return feed.follow(
        name,
        each(
            lambda log: Subscription(
                name,
                log,
                PublicRelay(engine, name, telling, backbone.publisher(for_bureaus=True), parts),
                rest=_BUREAUS_REST_SECONDS,
            )
        ),
    )
