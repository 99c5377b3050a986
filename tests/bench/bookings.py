"""A hundred thousand bookings in the store: when a hall is free for a year, and booking it.

The service runs as it does in a city, each role a process of its own; clients, service and PostgreSQL
share the machine. Booking is measured twice: over HTTP by eight clients, every tenth slot being asked for
by two of them at the same time; and through the application layer (load, decide, append) by eight writers
in this process, as the commands bench measures. The references are the plainest queries to the same
server: reading the hall's bookings of the year, and an insert that commits.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import psycopg

from deploy.local.home import Home
from deploy.local.part import Part
from services.resources.application import Resources
from services.resources.domain.booking.commands import Book, Wanted
from services.resources.program import PROGRAM
from services.resources.views import CITY
from shared.acting import Acting
from shared.city.tree import City
from shared.clock import new_id, utc_now
from shared.database import open_pool
from shared.event_store.postgres import PostgresEventStore
from tests.bench import lending
from tests.bench.costs import counted
from tests.bench.lending import hall_id, slot_at
from tests.bench.line import Line
from tests.bench.load import Load, in_all
from tests.bench.report import Result, percentiles, rss_mb
from tests.bench.served import Served, addresses, token
from tests.bench.writers import rate
from tests.support.postgres import TestServer

HALLS, BOOKINGS = 100, 100_000
ASKED, WANTED, WARMING = 300, 2_000, 400
CLIENTS = 8
AVAILABILITY_MS, A_SECOND = 20.0, 200.0
_EVENING = 19
_LATER = lending.DAYS // 2
"""So many days ahead is booked what is not measured over HTTP: in books that nobody asks for again."""


def run(
    server: TestServer, halls: int = HALLS, bookings: int = BOOKINGS, wanted: int = WANTED
) -> list[Result]:
    """Measure availability first, then booking."""
    with server.database() as url, TemporaryDirectory(prefix="bench-bookings-") as folder:
        served = Served(PROGRAM, url, Home(Path(folder)))
        lending.fill(served, halls, bookings)
        with served.serving(PROGRAM.roles) as parts:
            town = Town(url, parts, token(served.home, "street_officer", "s1"), halls)
            return [_available(town), _commanded(url, halls, wanted), _booked(town, wanted)]


@dataclass(frozen=True)
class Town:
    """Halls that can be booked, and an officer who may.

    Attributes:
        url: of the service's database.
        parts: the service's processes.
        token: the officer's.
        halls: how many there are.
    """

    url: str
    parts: Sequence[Part]
    token: str
    halls: int

    @property
    def authorised(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def line(self) -> Line:
        return Line(addresses(self.parts)[0])


def _available(town: Town) -> Result:
    wanted = urlencode({"begins": slot_at(0, 0).isoformat(), "ends": slot_at(365, 0).isoformat()})
    with closing(town.line()) as line, counted(town.parts, town.url) as costs:
        for number in range(ASKED):
            hall = hall_id(number % town.halls)
            path = f"/resources/resources/{hall}/availability?{wanted}"
            answer = line.ask("availability", "GET", path, town.authorised)
            assert len(answer.told["free"]) >= lending.DAYS
    late = line.milliseconds["availability"]
    p95, plain = _p95(late), _p95(_plain_reads(town.url, town.halls))
    return Result(
        "availability-p95", p95, "ms", "the bookings alone, by psycopg", plain, p95 / plain,
        f"p95 ≤ {AVAILABILITY_MS:.0f} ms", p95 <= AVAILABILITY_MS, percentiles(late), rss_mb(),
        costs.each(ASKED),
    )  # fmt: skip


def _plain_reads(url: str, halls: int) -> list[float]:
    late = []
    with psycopg.connect(url, autocommit=True) as connection:
        for number in range(ASKED):
            began = perf_counter()
            connection.execute(
                "select held_from, held_until from resources_bookings.bookings"
                " where resource_id = %s",
                (hall_id(number % halls),),
            ).fetchall()
            late.append((perf_counter() - began) * 1000)
    return late


def _p95(samples: Sequence[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.95)]


def _commanded(url: str, halls: int, wanted: int) -> Result:
    """Every booking has its own slot, half a year ahead."""
    numbers = count(halls * _LATER)
    with open_pool(url, size=CLIENTS) as pool:
        resources = Resources(PostgresEventStore(pool), City(pool, CITY))

        def book(_: int) -> None:
            command, acting = _command(next(numbers), halls)
            assert resources.commands.execute(command, acting).changed

        figure = rate([book] * CLIENTS, wanted // CLIENTS)
    assert _overlaps(url) == 0
    plain = _inserts(url, "commanded")
    return Result(
        "bookings", figure, "commands/s", f"bare inserts, {CLIENTS} writers", plain, figure / plain,
        f"≥ {A_SECOND:.0f}/s", figure >= A_SECOND, rss_mb=rss_mb(),
    )  # fmt: skip


def _command(number: int, halls: int) -> tuple[Book, Acting]:
    begins = slot_at(number // halls % lending.DAYS, _EVENING)
    wanted = Wanted(hall_id(number % halls), begins, begins + timedelta(hours=2), 50)
    acting = Acting(utc_now(), "officer-1", new_id())
    asked: dict[str, Any] = {"now": acting.now, "today": acting.today, "actor": acting.actor}
    command = Book(
        **asked,
        effective_date=acting.today,
        unit_id="",
        purpose="讲座",
        booking_id=acting.command_id,
        wanted=wanted,
    )
    return command, acting


def _booked(town: Town, wanted: int) -> Result:
    """Some have booked since the processes were started, and in other months."""
    first, warming = town.halls * (_LATER + lending.DAYS // 4), min(WARMING, wanted)
    _asked(town, [_body(number, town.halls) for number in range(first, first + warming)])
    bodies = [_body(number, town.halls) for number in range(wanted)]
    for number in range(0, wanted, 10):
        bodies[number] = bodies[number - 1]  # two clients ask for it, one right after the other
    with counted(town.parts, town.url) as costs:
        load, statuses = _asked(town, bodies)
    assert not load.failures, load.failures[:3]
    assert sorted(set(statuses)) == [201, 409], sorted(set(statuses))
    won = statuses.count(201)
    assert won == len({(b["wanted"]["resource_id"], b["wanted"]["begins"]) for b in bodies})
    assert _overlaps(town.url) == 0
    figure, plain = load.rate, _inserts(town.url, "booked")
    return Result(
        "bookings-over-http", figure, "commands/s", f"bare inserts, {CLIENTS} writers", plain, figure / plain,
        f"≥ {A_SECOND:.0f}/s", figure >= A_SECOND, percentiles(load.milliseconds["book"]), rss_mb(),
        costs.each(wanted),
    )  # fmt: skip


def _asked(town: Town, bodies: Sequence[dict[str, Any]]) -> tuple[Load, list[int]]:
    """Clients who each ask for the next."""
    left, turn, statuses = iter(bodies), Lock(), list[int]()

    class Officer:
        def __init__(self) -> None:
            self._line = town.line()
            self.milliseconds, self.close = self._line.milliseconds, self._line.close

        def act(self) -> None:
            with turn:
                body = next(left)
            path = "/resources/bookings"
            statuses.append(self._line.ask("book", "POST", path, town.authorised, body).status)

    return in_all(Officer, CLIENTS, len(bodies)), statuses


def _body(number: int, halls: int) -> dict[str, Any]:
    begins = slot_at(number // halls % lending.DAYS, _EVENING)
    span = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=2)).isoformat()}
    wanted = {"resource_id": hall_id(number % halls), "amount": 50, **span}
    return {"unit_id": "", "purpose": "讲座", "wanted": wanted}


_OVERLAPPING = (
    "select count(*) from slots.held one join slots.held other"
    " on one.key = other.key and one.holder < other.holder and one.span && other.span"
)


def _overlaps(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(_OVERLAPPING).fetchone()
        return int(row[0]) if row else 0


def _inserts(url: str, table: str) -> float:
    connections = [psycopg.connect(url, autocommit=True) for _ in range(CLIENTS)]
    create = f"create table public.{table} (id bigserial primary key, told text)"
    connections[0].execute(create.encode())

    def inserting(connection: psycopg.Connection[Any]) -> Any:
        return lambda _: connection.execute(
            f"insert into public.{table} (told) values ('x')".encode()
        )

    try:
        return rate([inserting(each) for each in connections], 200)
    finally:
        for each in connections:
            each.close()
