"""A hundred thousand bookings in the store: when a hall is free for a year, and booking it.

Booking is measured twice. Through the application layer (load, decide, append) by eight writers, as
the commands bench measures; and over HTTP by eight clients, two processes of four threads, while one
process runs the whole service: log, numbering, views, policies, HTTP server. Every tenth slot is asked
for by a second client at the same time. The references are the plainest queries to the same server:
reading the hall's bookings of the year, and an insert that commits.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import perf_counter
from typing import Any

import httpx
import psycopg

from services.resources.application import Resources
from services.resources.domain.booking.commands import Book, Wanted
from services.resources.views import CITY
from shared.acting import Acting
from shared.city.tree import City
from shared.clock import new_id, utc_now
from shared.database import open_pool
from shared.event_store.postgres import PostgresEventStore
from tests.bench import city, lending
from tests.bench.lending import hall_id, slot_at
from tests.bench.report import Result, percentiles, rss_mb
from tests.bench.writers import rate
from tests.support.postgres import TestServer
from tests.support.running_resources import Town, town

HALLS, BOOKINGS = 100, 100_000
ASKED, WANTED = 300, 2_000
CLIENTS, PROCESSES = 8, 2
AVAILABILITY_MS, A_SECOND = 20.0, 200.0
_PATIENCE = 300.0
_EVENING = 19


def run(
    server: TestServer, halls: int = HALLS, bookings: int = BOOKINGS, wanted: int = WANTED
) -> list[Result]:
    """Measure availability first, then booking."""
    url = server.make_database()
    try:
        happened = list(lending.events(halls, bookings))
        city.fill_log(url, lending.stored(happened))
        lending.hold(url, happened)
        with TemporaryDirectory() as folder, town(url, Path(folder)) as found:
            caught_up(found)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("analyze")
            return [
                _available(found, url, halls),
                _commanded(url, halls, wanted),
                _booked(found, url, halls, wanted),
            ]
    finally:
        server.drop_database(url)


def caught_up(found: Town) -> None:
    """Every view and policy has seen the whole log."""
    until, pause = perf_counter() + _PATIENCE, Event()
    while any(loop.lag() for loop in found.running.service.subscriptions.values()):
        assert perf_counter() < until, "the views did not catch up"
        pause.wait(0.2)


def _available(found: Town, url: str, halls: int) -> Result:
    officer = found.street.http
    year = {"begins": slot_at(0, 0).isoformat(), "ends": slot_at(365, 0).isoformat()}
    late = []
    for number in range(ASKED):
        began = perf_counter()
        answer = officer.get(f"/resources/{hall_id(number % halls)}/availability", params=year)
        late.append((perf_counter() - began) * 1000)
        assert len(answer.json()["free"]) >= lending.DAYS
    p95, plain = _p95(late), _p95(_plain_reads(url, halls))
    return Result(
        "availability-p95", p95, "ms", "the bookings alone, by psycopg", plain, p95 / plain,
        f"p95 ≤ {AVAILABILITY_MS:.0f} ms", p95 <= AVAILABILITY_MS, percentiles(late), rss_mb(),
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
    numbers = count(halls * lending.DAYS // 2)
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


def _booked(found: Town, url: str, halls: int, wanted: int) -> Result:
    bodies = [_body(number, halls) for number in range(wanted)]
    for number in range(0, wanted, 10):
        bodies[number] = bodies[number - 1]  # two clients ask for it, one right after the other
    officer = found.street.http
    token, shares = (
        officer.headers["Authorization"],
        [bodies[n::PROCESSES] for n in range(PROCESSES)],
    )
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        list(processes.map(abs, range(PROCESSES)))  # they have begun
        began = perf_counter()
        asked = [processes.submit(ask, str(officer.base_url), token, each) for each in shares]
        told = [each.result(_PATIENCE) for each in asked]
        seconds = perf_counter() - began
    late = [ms for each in told for _, ms in each]
    statuses = [status for each in told for status, _ in each]
    assert sorted(set(statuses)) == [201, 409], sorted(set(statuses))
    won = statuses.count(201)
    assert won == len({(b["wanted"]["resource_id"], b["wanted"]["begins"]) for b in bodies})
    assert _overlaps(url) == 0
    figure, plain = wanted / seconds, _inserts(url, "booked")
    return Result(
        "bookings-over-http", figure, "commands/s", f"bare inserts, {CLIENTS} writers", plain, figure / plain,
        f"≥ {A_SECOND:.0f}/s", figure >= A_SECOND, percentiles(late), rss_mb(),
    )  # fmt: skip


def _body(number: int, halls: int) -> dict[str, Any]:
    begins = slot_at(number // halls % lending.DAYS, _EVENING)
    span = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=2)).isoformat()}
    wanted = {"resource_id": hall_id(number % halls), "amount": 50, **span}
    return {"unit_id": "", "purpose": "讲座", "wanted": wanted}


def ask(address: str, token: str, bodies: Sequence[dict[str, Any]]) -> list[tuple[int, float]]:
    """In a process of its own: some clients, each asking for the next; status and milliseconds."""
    headers = {"Authorization": token}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as officer:

        def book(body: dict[str, Any]) -> tuple[int, float]:
            began = perf_counter()
            status = officer.post("/bookings", json=body).status_code
            return status, (perf_counter() - began) * 1000

        with ThreadPoolExecutor(CLIENTS // PROCESSES) as clients:
            return list(clients.map(book, bodies))


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
