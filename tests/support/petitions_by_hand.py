"""The petitions service run by hand: nothing happens until a test says so, at the time it says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from services.petitions.application import Petitions
from services.petitions.domain.rules.commands import SetRule
from services.petitions.domain.rules.names import RuleName
from services.petitions.domain.terms import Unit
from services.petitions.policies.supervision import NAME, Supervision
from services.petitions.projections import promises
from shared.acting import Acting
from shared.clock import derived_id
from shared.database import Pool, open_engine, open_pool
from shared.deciding import Outcome
from shared.event_store.postgres import PostgresEventStore
from shared.freshness import Freshness
from shared.policies.clerk import Clerk
from shared.signals import Signals
from shared.subscription.projector import Projector
from shared.subscription.promise import Fenced
from shared.subscription.views import ensure_view
from tests.bench.petitions import district
from tests.support.office import NumberedLog

_AT_ONCE = 10_000
READING = timedelta(milliseconds=5)
"""So much simulated time passes whenever somebody looks at the clock."""


class SimulatedClock:
    """Stands still, but for a little at each look; a test sets it, also back."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    @property
    def standing(self) -> datetime:
        return self._now

    def __call__(self) -> datetime:
        self._now += READING
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)


@dataclass(frozen=True)
class _ByHand(Freshness):
    """Who waits for the view brings it up to date."""

    catch_up: Callable[[], object] = lambda: None

    def wait_for_event(self, *_: Any, **__: Any) -> None:
        self.catch_up()


class Instance:
    """One process's part: its own desk, with its own memory, and its own clerk."""

    def __init__(
        self,
        url: str,
        clock: SimulatedClock,
        store: PostgresEventStore | None = None,
        *,
        keeps_view: bool = True,
    ) -> None:
        """``keeps_view``: whether it also writes the table of due moments, when it has to know them."""
        self.url, self.clock, self._keeps_view = url, clock, keeps_view
        self.pool: Pool = open_pool(url)
        self.engine: Engine = open_engine(url)
        self.store = store or PostgresEventStore(self.pool)
        self.petitions = Petitions(self.store)
        self._log = NumberedLog(self.pool)
        self._projector = Projector(self.engine, promises.PROJECTION)
        self._position: int | None = None
        if keeps_view:
            ensure_view(self.engine, promises.PROJECTION)
        freshness = _ByHand(self.engine, self.store, Signals(url, ()), catch_up=self.catch_up)
        self.supervision = Supervision(self.engine, self.petitions, freshness, clock)
        self.clerk = Clerk(self.engine, NAME, self.supervision.acts)

    def catch_up(self) -> None:
        """Bring the table of due moments to the end of the log."""
        if not self._keeps_view:
            return
        try:
            self._project()
        except Fenced:  # the other instance has gone on meanwhile
            self._position = None
            self._project()

    def _project(self) -> None:
        position, name = self._position, self._log.name
        if position is None:
            position = self._projector.resume(name)
        while entries := self._log.read(position, _AT_ONCE):
            position = self._projector.handle(name, position, entries)
            if len(entries) < _AT_ONCE:
                break  # nobody writes while a test looks
        self._position = position

    def settle(self) -> None:
        """Enter the units and the calendar; what is usual is to be handled within five working days."""
        now = self.clock()
        district.settle(self.petitions, now)
        rule = SetRule(
            now=now,
            today=now.date(),
            actor="officer-1",
            effective_date=now.date(),
            name=RuleName.HANDLE_NORMAL,
            value=5,
            unit=Unit.WORKING_DAY,
            source="测试",
        )
        self.petitions.commands.execute(rule, _acting(now, "rule"))
        self.catch_up()

    def carry_out(self, name: str, commands: Sequence[Any]) -> None:
        """All of them together, each accepted."""
        now = self.clock()
        asks = [
            self.petitions.commands.ask(each, _acting(now, f"{name}:{each.petition_id}"))
            for each in commands
        ]
        for answer in self.petitions.commands.execute_together(asks):
            assert isinstance(answer, Outcome), answer
            assert answer.changed, name
        self.catch_up()

    def next_moment(self) -> datetime | None:
        """When the next step of any promise comes."""
        with self.engine.connect() as connection:
            return promises.next_moment(connection)

    def end(self) -> None:
        """As a process that dies: nothing of it is left but what it has stored."""
        self.engine.dispose()
        self.pool.close()


def _acting(now: datetime, name: str) -> Acting:
    return Acting(now, "officer-1", derived_id(name), organisation_path=district.CITY)
