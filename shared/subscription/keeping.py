"""The read models of a deployment: what each is read from, its loops, and its rebuild."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from shared.messaging.all_parts import each
from shared.messaging.feed import Feed
from shared.messaging.promise import Following
from shared.signals import Bell
from shared.subscription import checkpoints
from shared.subscription.abreast import abreast
from shared.subscription.healing import Healing, ViewCure
from shared.subscription.leading import Leading
from shared.subscription.loop import Subscription
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.rebuild import Rebuild
from shared.subscription.side_by_side import side_by_side


@dataclass(frozen=True)
class View:
    """One read model of this deployment.

    Attributes:
        engine: of the database that holds it.
        projection: what it is.
        feed: what it is read from.
        batch: entries taken up in one transaction, at most.
        rest: seconds between two batches that are not full. Nobody notices a moment, and a hundred
            events a second then cost each view half the transactions or less.
    """

    engine: Engine
    projection: Projection[Any]
    feed: Feed
    batch: int = 1_000
    rest: float = 0.02

    @property
    def name(self) -> str:
        return self.projection.name

    def following(self, bell: Bell) -> Following:
        """Keeps it up to date with each part of the feed; rings for whoever waits."""
        if self.feed.topics:
            return self.feed.follow(self.name, lambda parts: self._side_by_side(parts, bell))
        return self.feed.follow(self.name, each(lambda log: self._alone(log, bell)))

    def _side_by_side(self, parts: Sequence[Source[Any]], bell: Bell) -> Leading:
        checkpoints.begin(self.engine, self.name, [part.name for part in self.feed.sources()])
        return side_by_side(
            self.engine,
            self.projection,
            parts,
            batch=self.batch,
            rest=self.rest,
            moved=bell.ring,
        )

    def _alone(self, log: Source[Any], bell: Bell) -> Subscription[Any]:
        projector = Projector(self.engine, self.projection)
        return Subscription(
            self.name, log, projector, batch=self.batch, rest=self.rest, moved=bell.ring
        )

    def healing(self) -> Healing[Any]:
        """What it has set aside, for whoever decides on that."""
        return Healing(ViewCure(self.engine, self.projection), self.feed.sources())

    def rebuild(self) -> Rebuild:
        return Rebuild(self.engine, self.projection, self.feed.sources())


Views = Mapping[str, View]
"""All read models of a service, by name."""


def by_name(*views: View) -> Views:
    return {view.name: view for view in views}


def followings(kept: Views, bell: Bell) -> Mapping[str, Following]:
    """What keeps the views up to date: those of one log together, every other by itself."""
    companies: dict[Any, list[View]] = {}
    for view in kept.values():
        together = (view.engine, view.feed, view.batch, view.rest)
        companies.setdefault(view.name if view.feed.topics else together, []).append(view)
    return {
        "+".join(view.name for view in company): _following(company, bell)
        for company in companies.values()
    }


def _following(company: Sequence[View], bell: Bell) -> Following:
    first, *others = company
    if not others:
        return first.following(bell)
    (log,) = first.feed.sources()
    projectors = [Projector(view.engine, view.projection) for view in company]
    return abreast(
        first.engine, log, projectors, batch=first.batch, rest=first.rest, moved=bell.ring
    )
