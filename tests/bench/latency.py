"""From commit to the changed statistic being readable, at a hundred commands a second.

Everything runs in one process, as `make demo` runs it: log, numbering, relay, embedded backbone,
projectors of both services, HTTP server. A clerk executes commands at an even pace; a reader asks for
the district's statistics, as the API does, each time the view has moved. A command's fact is readable
when the first answer has come whose position includes it. The reference is the plainest round trip to
the same server: one insert, and one select that finds it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from threading import Event, Thread
from time import perf_counter
from typing import Self

import psycopg

from deploy.sample.million import members
from services.membership.application import Membership
from services.membership.domain.member.commands import ChangeMemberClass
from services.membership.domain.terms import MemberClass
from services.reporting.projections.kinds import chosen
from services.reporting.projections.statistics import STATISTICS
from shared.acting import Acting
from shared.clock import new_id, utc_now
from shared.database import open_pool
from shared.event_store.postgres import APPENDED, PostgresEventStore
from shared.signals import Bell, Signals
from shared.subscription.reaching import VIEWS_MOVED
from tests.bench import district
from tests.bench.report import Result, percentiles, rss_mb

A_SECOND = 100
SECONDS = 20.0
MEMBERS = 2_000
SEED = 430111
_CLASSES = (MemberClass.RETIRED, MemberClass.IN_SERVICE)
_PATIENCE = 30.0
_RING_REST_SECONDS = 0.002


@dataclass(frozen=True)
class Bars:
    """What has to be reached, in milliseconds, and what the results are called."""

    name: str
    p50: float
    p99: float


BARS = Bars("latency", 20.0, 60.0)


def run(seconds: float = SECONDS, people: int = MEMBERS) -> list[Result]:
    """Measure on a platform of its own, with some members in its register."""
    with district.running() as running:
        return measured(running, BARS, seconds, people)


def measured(running: district.District, bars: Bars, seconds: float, people: int) -> list[Result]:
    """Take members into a running district, then command at an even pace and look."""
    roster = running.roster(list(members(people, SEED, district.BRANCHES)), "roster.xlsx")
    running.take_in(roster)
    running.catch_up()
    log, view = (running.database_url(name) for name in ("membership", "reporting"))
    plain = percentiles(_round_trips(log))["p50"]
    late = percentiles(_late(log, view, round(seconds * A_SECOND)))
    memory = rss_mb()
    return [
        Result(
            f"{bars.name}-{name}", late[name], "ms", "insert and select", plain, late[name] / plain,
            f"{name} ≤ {bar:.0f} ms", late[name] <= bar, late, memory,
        )
        for name, bar in (("p50", bars.p50), ("p99", bars.p99))
    ]  # fmt: skip


@dataclass(frozen=True)
class _Committed:
    """A fact and when it was committed."""

    at: float
    stream: str
    version: int


class _Reader:
    """Reads one of the district's figures, with the position it holds for, whenever the view moved."""

    def __init__(self, view: str) -> None:
        self._connection = psycopg.connect(view, autocommit=True)
        self._signals, self._stop = Signals(view, (VIEWS_MOVED,)).start(), Event()
        self._thread = Thread(target=self._run, name="reader")
        self.positions: list[int] = []
        self.times: list[float] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(_PATIENCE)
        self._signals.stop()
        self._connection.close()

    def wait_for(self, position: int) -> None:
        until = perf_counter() + _PATIENCE
        while not self.positions or self.positions[-1] < position:
            if perf_counter() > until:
                raise TimeoutError(f"the statistics did not reach position {position}")
            self._signals.wait(VIEWS_MOVED, self._signals.count(VIEWS_MOVED), 0.1)

    def first_with(self, position: int) -> float:
        """When the first answer had come that includes the position."""
        return self.times[bisect_left(self.positions, position)]

    def _run(self) -> None:
        while not self._stop.is_set():
            seen = self._signals.count(VIEWS_MOVED)
            answer = self._connection.execute(_FIGURE, _ASKED).fetchone()
            self.times.append(perf_counter())
            self.positions.append(int(answer[0]) if answer else 0)
            self._signals.wait(VIEWS_MOVED, seen, 0.1)


_RETIRED = chosen(lambda kind: kind.member_class == MemberClass.RETIRED.value)
_ASKED = {"view": STATISTICS.name, "kinds": _RETIRED}
_FIGURE = (
    "select (select min(sequence) from subscription.checkpoints where subscription = %(view)s),"
    " (select count(*) filter (where now_kind = any(%(kinds)s))"
    " - count(*) filter (where was_kind = any(%(kinds)s)) from reporting_statistics.member_ledger)"
)


def _late(log: str, view: str, commands: int) -> list[float]:
    """For each command, milliseconds from its commit to the first answer that holds it."""
    bell = Bell(log, APPENDED, rest=_RING_REST_SECONDS)
    try:
        with open_pool(log, size=2) as pool, _Reader(view) as reader:
            committed = _commanded(PostgresEventStore(pool, bell), _people(log), commands)
            reader.wait_for(_positions(log, committed[-1:])[0])
            positions = _positions(log, committed)
            return [
                (reader.first_with(position) - fact.at) * 1000
                for fact, position in zip(committed, positions, strict=True)
            ]
    finally:
        bell.stop()


def _people(log: str) -> list[str]:
    with psycopg.connect(log) as connection:
        found = connection.execute(
            "select distinct stream from event_log.events where stream like 'member-%'"
        )
        return [str(stream).removeprefix("member-") for (stream,) in found]


def _commanded(store: PostgresEventStore, people: Sequence[str], commands: int) -> list[_Committed]:
    """Change classes at an even pace; one that comes late is not waited for."""
    membership, pace, done = Membership(store), Event(), []
    began = perf_counter()
    for number, member in zip(range(commands), cycle(people), strict=False):
        pace.wait(max(began + number / A_SECOND - perf_counter(), 0))
        done.append(_changed(membership, member))
    return done


def _changed(membership: Membership, member: str) -> _Committed:
    facts = membership.member(member).facts
    other = _CLASSES[facts is not None and facts.member_class is _CLASSES[0]]
    acting = Acting(utc_now(), "officer-1", new_id(), organisation_path=district.CITY)
    command = ChangeMemberClass(
        now=acting.now,
        today=acting.today,
        actor=acting.actor,
        effective_date=acting.today,
        member_id=member,
        member_class=other,
    )
    ((stream, version),) = membership.commands.execute(command, acting).versions.items()
    return _Committed(perf_counter(), stream, version)


_POSITIONS = (
    "select p.position from unnest(%s::text[], %s::int[]) with ordinality asked (name, number, place)"
    " join event_log.events e on e.stream = name and e.version = number"
    " join event_log.positions p on p.tx = e.tx and p.seq = e.seq order by place"
)


def _positions(log: str, facts: Sequence[_Committed]) -> list[int]:
    asked = [fact.stream for fact in facts], [fact.version for fact in facts]
    with psycopg.connect(log, autocommit=True) as connection:
        until = perf_counter() + _PATIENCE
        while perf_counter() < until:
            found = connection.execute(_POSITIONS, asked).fetchall()
            if len(found) == len(facts):
                return [int(position) for (position,) in found]
    raise TimeoutError("the log was not numbered in time")


def _round_trips(url: str) -> list[float]:
    """Milliseconds of an insert and of the select that finds it, on one connection."""
    late = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table public.plain (id text primary key, at timestamptz)")
        for _ in range(200):
            name, began = new_id(), perf_counter()
            connection.execute("insert into public.plain values (%s, now())", (name,))
            connection.execute("select at from public.plain where id = %s", (name,)).fetchone()
            late.append((perf_counter() - began) * 1000)
        connection.execute("drop table public.plain")
    return late
