"""A membership service on a real database, run by hand: nothing happens until a test says so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine

from services.membership.application import Membership, People, PersonalData
from services.membership.application.entrant import Entrant
from services.membership.application.membership import Command
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.territory.commands import Division, RegisterDivisions
from services.membership.views import views_of
from shared.acting import Acting
from shared.database import Pool, open_engine, open_pool
from shared.deciding import Outcome
from shared.event_store import StoredEvent
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.privacy.blind import BlindIndex
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from shared.subscription.projector import Projector
from shared.subscription.promise import Handler, Source
from shared.subscription.renewing import ViewKeeper
from tests.unit.membership.register_scene import DETAILS, ENTERED, FOUNDED, TREE, on
from tests.unit.membership.tree_scene import ASKED, DIVISIONS


class NumberedLog:
    """`Source` over the log; whoever looks numbers what is new."""

    name = "log"

    def __init__(self, pool: Pool) -> None:
        self._pool, self._store = pool, PostgresEventStore(pool)

    def read(self, after: int, limit: int) -> list[StoredEvent]:
        number_events(self._pool)
        return self._store.read_log(after, limit)

    def head(self) -> int:
        number_events(self._pool)
        return self._store.head()

    def seen(self) -> int:
        return 0

    def wait(self, seen: int, timeout: float) -> None:
        raise AssertionError(f"nobody waits {timeout} s at {seen}")

    def wake(self) -> None:
        """Nobody waits."""


def handle_all(handler: Handler[Any], source: Source[Any], batch: int = 500) -> int:
    """Run a handler to the end of its source, and end it; answers the position."""
    try:
        position = handler.resume(source.name)
        while entries := source.read(position, batch):
            position = handler.handle(source.name, position, entries)
        return position
    finally:
        handler.close()


@dataclass
class Office:
    """``now`` is what its clock says; commands are dated by themselves."""

    pool: Pool
    engine: Engine
    now: datetime = ASKED["now"]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.store = PostgresEventStore(self.pool)
        self.ring = PostgresKeyRing(self.engine, KeyEncryption({"k": b"k" * 32}, "k"))
        self.blind = BlindIndex(b"b" * 32)
        self.sealer = Sealer(self.ring)
        self.membership = Membership(self.store)
        self.people = People(self.membership, self.store, self.ring, self.blind)
        self.log = NumberedLog(self.pool)
        self.views = views_of(self.engine, self.log, self.sealer, self.blind)
        ViewKeeper(self.views, renews=True).start()

    def acting(self) -> Acting:
        return Acting(self.now, "officer-1", f"command-{next(self._numbers)}")

    def when(self, *commands: Command) -> Outcome:
        """Carry out commands; answers the last one's outcome."""
        outcome = Outcome((), {})
        for command in commands:
            outcome = self.membership.commands.execute(command, self.acting())
        return outcome

    def register(
        self,
        number: int,
        organisation_id: str,
        *,
        name: str = "",
        details: MemberDetails = DETAILS,
        day: date = ENTERED,
    ) -> str:
        """Enter a person; the same number is the same person. Answers the member's id."""
        person = person_of(number, name or f"王{number}")
        outcome = self.people.register(
            Entrant(person, organisation_id, details), self.acting(), day
        )
        return next(iter(outcome.versions)).removeprefix("member-")

    def catch_up(self) -> None:
        """Bring every view up to date."""
        for view in self.views.values():
            handle_all(Projector(self.engine, view.projection), view.feed.sources()[0])

    def rebuilt(self) -> dict[str, bool | None]:
        """Rebuild every view; answers for each whether it came out the same."""
        self.catch_up()
        return {name: view.rebuild().run().identical for name, view in self.views.items()}

    def drop_copies(self) -> None:
        for view in self.views.values():
            view.rebuild().drop_copies()

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection to ask the views, which are up to date."""
        self.catch_up()
        with self.engine.connect() as connection:
            yield connection


def person_of(number: int, name: str) -> PersonalData:
    return PersonalData(name, f"4301{number:014d}", f"1380000{number:04d}", "雨花区某路1号")


@contextmanager
def open_office(database_url: str) -> Iterator[Office]:
    pool, engine = open_pool(database_url), open_engine(database_url)
    try:
        yield Office(pool, engine)
    finally:
        engine.dispose()
        pool.close()


@contextmanager
def open_district(database_url: str) -> Iterator[Office]:
    """An office with the district of `register_scene`, and nobody in it yet."""
    listed = tuple(
        Division(each.code, each.name, each.level, each.parent_code)
        for each in DIVISIONS.divisions.values()
    )
    with open_office(database_url) as office:
        office.when(RegisterDivisions(divisions=listed, **on(FOUNDED)), *TREE)
        yield office


def everything_stored(engine: Engine, *, but: Sequence[str] = ()) -> str:
    """All rows of all tables as text, for looking for what must not be there."""
    with engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "select format('%%I.%%I', schemaname, tablename) from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        ).scalars()
        found = [
            str(connection.exec_driver_sql(f"select t::text from {table} t").all())
            for table in tables
            if table not in but
        ]
    return "\n".join(found)
