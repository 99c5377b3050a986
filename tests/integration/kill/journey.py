"""The way of the data from the log over the topic into a view, and whether it arrived whole."""

from collections import defaultdict
from itertools import count
from types import TracebackType
from typing import Self

from sqlalchemy import text

from shared.database import open_engine, open_pool
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.messaging.embedded import STORED, EmbeddedSource
from shared.messaging.promise import Message
from shared.signals import Signals
from shared.subscription.views import ensure_view
from tests.support.events import NOW, appended
from tests.support.looking import parked
from tests.support.sample import TOPIC, Sample


class Journey:
    """One database with a log, a topic and a view that notes in which order its rows arrived."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine, self._pool = open_engine(url), open_pool(url)
        self.store = PostgresEventStore(self._pool)
        self._versions: dict[str, int] = defaultdict(int)
        self._numbers = count()
        ensure_view(self.engine, Sample())
        with self.engine.begin() as connection:
            connection.execute(text("alter table sample.ledger add column arrival bigserial"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()
        self.engine.dispose()

    def append(self, events: int, streams: int = 3) -> None:
        """Append and number some events, in turn to each of the streams."""
        for number in range(events):
            stream = f"stream-{number % streams}"
            self.store.append(
                [appended(stream, self._versions[stream], [next(self._numbers)])], NOW
            )
            self._versions[stream] += 1
        while number_events(self._pool)[1]:
            pass  # a transaction elsewhere in the cluster still runs

    def messages(self) -> list[Message]:
        """All that stands in the topic, what was published twice included."""
        signals = Signals(self.url, (STORED,))
        return EmbeddedSource(self._pool, signals, TOPIC).read(0, 100_000)

    def arrivals(self) -> list[str]:
        """The events in the view, in the order in which they arrived."""
        with self.engine.connect() as connection:
            asked = text("select event_id from sample.ledger order by arrival")
            return list(connection.execute(asked).scalars())

    def expected(self) -> set[str]:
        return {f"{s}@{v}" for s, last in self._versions.items() for v in range(1, last + 1)}

    def arrived_whole(self) -> bool:
        """Every event once, each stream in order, in the topic (twins dropped) and in the view."""
        twinless: dict[int, Message] = {}
        newest = 0
        for message in self.messages():
            if message.sequence > newest:
                newest = message.sequence
                twinless[newest] = message
        told = [int(m.value.split(b'"version":')[1].split(b",")[0]) for m in twinless.values()]
        assert in_order([f"{m.key}@{v}" for m, v in zip(twinless.values(), told, strict=True)])
        assert list(twinless) == list(range(1, len(self.expected()) + 1)), "a message was lost"
        arrivals = self.arrivals()
        assert parked(self.engine) == {}
        assert sorted(arrivals) == sorted(self.expected())
        assert in_order(arrivals)
        return True


def in_order(event_ids: list[str]) -> bool:
    """Whether each stream's versions come as 1, 2, 3, …."""
    seen: dict[str, int] = defaultdict(int)
    for event_id in event_ids:
        stream, version = event_id.split("@")
        if int(version) != seen[stream] + 1:
            return False
        seen[stream] += 1
    return True
