"""A city that registers members, and publishes what is public of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import msgspec

from shared.contracts import membership
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.contracts.membership import members
from shared.contracts.public.membership import DISCLOSURE
from shared.database import open_engine, open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import NUMBERED, LogSource, PostgresEventStore, number_events
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.outgoing import Publication
from shared.messaging.public import PublicRelay, PublicTelling
from shared.signals import Signals
from tests.support.events import NOW, appended

STREETS = 7
_DAY = date(2026, 3, 1)


def street(number: int) -> str:
    return f"city/district/street-{number % STREETS}"


def counted(members: int) -> dict[str, int]:
    """How many members each street has when that many were registered."""
    return dict(Counter(map(street, range(members))))


def _translate(event: StoredEvent, record: Recorded) -> CloudEvent[Any]:
    number = msgspec.json.decode(event.data)["number"]
    facts = members.MemberFactsV1(
        "branch", f"{street(number)}/branch", "full", "retired", "college", _DAY, "female"
    )
    data = members.MemberRegisteredV1(
        event.stream, None, facts, _DAY, "direct", transfer_id=None, effective_date=_DAY
    )
    return envelope("/membership", "membership.member-registered.v1", data, record)


TELLING = PublicTelling(
    Publication("membership", membership.TOPIC, lambda event: event, _translate), DISCLOSURE
)


class City:
    """A log, and its public relay on Kafka."""

    def __init__(self, url: str, backbone: KafkaBackbone, telling: PublicTelling) -> None:
        self._pool, self._engine = open_pool(url), open_engine(url)
        self._signals = Signals(url, (NUMBERED,)).start()
        self._store = PostgresEventStore(self._pool)
        self._log = LogSource(self._store, self._signals)
        self._backbone, self._telling = backbone, telling
        self.members = 0

    def register(self, members: int) -> None:
        """Append so many to the log, and publish them."""
        numbers = range(self.members, self.members + members)
        self._store.append([appended(f"member-{n}", 0, [n]) for n in numbers], NOW)
        self.members += members
        while number_events(self._pool)[1]:
            pass  # a transaction elsewhere in the cluster still runs
        self.publish()

    def publish(self, *, forgetful: bool = False) -> None:
        """Publish what is new; ``forgetful``: as one that died before it saved its checkpoint."""
        parts = self._backbone.sources(self._telling.topic)
        publisher = self._backbone.publisher(for_bureaus=True)
        relay = PublicRelay(self._engine, "public.relay", self._telling, publisher, parts)
        with closing(relay):
            position = relay.resume("log")
            while found := self._log.read(position, 150):
                position = relay.handle("log", position, found)
        if forgetful:
            with self._engine.begin() as connection:
                connection.exec_driver_sql("update subscription.checkpoints set position = 0")

    def close(self) -> None:
        self._signals.stop()
        self._pool.close()
        self._engine.dispose()


@contextmanager
def city(url: str, bootstrap: str, telling: PublicTelling = TELLING) -> Iterator[City]:
    with (
        closing(KafkaBackbone(Link(bootstrap))) as backbone,
        closing(City(url, backbone, telling)) as opened,
    ):
        yield opened
