"""A resources service on a real database, run by hand: nothing happens until a test says so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine

from services.resources.application import Liaisons, Resources
from services.resources.following import Following
from services.resources.views import CITY, views_of
from shared.acting import Acting
from shared.city.tree import City
from shared.clock import city_day
from shared.composition import Reacting
from shared.database import Pool, open_engine, open_pool
from shared.deciding import Outcome
from shared.event_store.postgres import PostgresEventStore
from shared.messaging.embedded import STORED, EmbeddedBackbone
from shared.messaging.promise import Backbone
from shared.policies.reaction import React, Reaction
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.signals import Signals
from shared.subscription.projector import Projector
from shared.subscription.renewing import ViewKeeper
from tests.support.office import NumberedLog, handle_all
from tests.support.told_by_membership import Membership, district
from tests.unit.resources.scene import NOW


@dataclass
class TownHall:
    """``now`` is what its clock says; whatever is asked is asked then.

    Attributes:
        backbone: where membership tells it; in the same database when none is given.
        membership: who tells of the city; what it tells is heard when the views catch up.
    """

    url: str
    pool: Pool
    engine: Engine
    now: datetime = NOW
    backbone: Backbone | None = None
    membership: Membership = field(default_factory=district)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _told: int = 0

    def __post_init__(self) -> None:
        self.store = PostgresEventStore(self.pool)
        self.log = NumberedLog(self.pool)
        within = EmbeddedBackbone(self.pool, Signals(self.url, (STORED,)))
        self.topics: Backbone = self.backbone or within
        self.city = City(self.pool, CITY)
        self.resources = Resources(self.store, self.city)
        ring = PostgresKeyRing(self.engine, KeyEncryption({"k": b"k" * 32}, "k"))
        self.liaisons = Liaisons(self.resources, ring)
        self.views = views_of(self.engine, self.log, self.topics)
        ViewKeeper(self.views, renews=True).start()

    def acting(self) -> Acting:
        return Acting(self.now, "officer-1", f"command-{next(self._numbers)}")

    def when(self, *commands: Any) -> Outcome:
        """Carry out commands, asked now; answers the last one's outcome."""
        outcome = Outcome((), {})
        today = city_day(self.now)
        for command in commands:
            asked = replace(command, now=self.now, today=today, effective_date=today)
            outcome = self.resources.commands.execute(asked, self.acting())
        return outcome

    def hear(self) -> None:
        """Membership publishes what it has to tell; whoever listens hears it when he looks."""
        self.topics.publisher().publish(self.membership.told[self._told :])
        self._told = len(self.membership.told)

    def catch_up(self, *names: str) -> None:
        """Bring every view up to date, or those named."""
        self.hear()
        for name, view in self.views.items():
            if not names or name in names:
                for source in view.feed.sources():
                    handle_all(Projector(self.engine, view.projection), source)

    @property
    def following(self) -> Following:
        return Following(
            self.engine, self.log, self.resources, self.liaisons, self.city, lambda: self.now
        )

    def policies(self) -> dict[str, Reacting]:
        """What follows by itself, as the service is composed."""
        made = (*self.following.policies(), *self.following.consumers(self.topics))
        return {each.name: each for each in made}

    def react(self, *names: str, dies: bool = False) -> None:
        """Let the policies named, or all, react to what they can see; views are caught up before.

        With ``dies`` each is killed after its first batch, before it noted that.
        """
        self.catch_up()
        for name, policy in self.policies().items():
            if not names or name in names:
                react = dies_after(policy.react) if dies else policy.react
                for source in policy.feed.sources():
                    with suppress(Killed):
                        handle_all(Reaction(self.engine, name, react), source)

    def look(self) -> int:
        """Let the clerk look at the clock, the views being caught up; answers what changed."""
        self.catch_up()
        return self.look_once()

    def look_once(self) -> int:
        """The same by what the views show now."""
        return sum(act() for act in self.following.clock().acts())

    def rebuilt(self) -> dict[str, bool | None]:
        """Rebuild every view; answers for each whether it came out the same."""
        self.catch_up()
        return {name: view.rebuild().run().identical for name, view in self.views.items()}

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection to ask the views, which are up to date."""
        self.catch_up()
        with self.engine.connect() as connection:
            yield connection

    def state(self, stream: str) -> Any:
        return self.resources.state(stream)

    def happened(self, *streams: str) -> Counter[str]:
        """How often what happened, in these streams."""
        return Counter(event.type for name in streams for event in self.store.read_stream(name))


@contextmanager
def town_hall(url: str, backbone: Backbone | None = None) -> Iterator[TownHall]:
    """A town hall that knows the city of `told_by_membership`; no unit is registered yet."""
    pool, engine = open_pool(url), open_engine(url)
    try:
        hall = TownHall(url, pool, engine, backbone=backbone)
        hall.catch_up(CITY.name)
        yield hall
    finally:
        engine.dispose()
        pool.close()


class Killed(BaseException):
    """The process is gone: no handler sees it."""


def dies_after(react: React) -> React:
    """The same reaction in a process that is killed once it has reacted, before it noted that."""

    def reacting(batch: Sequence[Any]) -> None:
        react(batch)
        raise Killed

    return reacting
