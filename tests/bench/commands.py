"""Commands through the application layer: load, decide, append.

The same act three times: a bare insert of the same row by psycopg, the platform's command, and the
same command in the `eventsourcing` library in its default mode. Each act changes the class of another
member, who has one or a few events behind him.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime

import psycopg

from services.membership.application import Membership
from services.membership.domain.member.commands import ChangeMemberClass
from services.membership.domain.terms import MemberClass
from shared.acting import Acting
from shared.clock import new_id
from shared.database import open_pool
from shared.event_store.postgres import APPENDED, PostgresEventStore
from shared.signals import Bell
from tests.bench import city, library
from tests.bench.report import Result, in_turn, rss_mb
from tests.bench.writers import Act, rate
from tests.support.postgres import TestServer

FEW, MANY = 8, 32
ROUNDS = 9
MEMBERS = 8_000
DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
CLASSES = (MemberClass.WORKING_OUTSIDE, MemberClass.IN_SERVICE)
"""The first is nobody's class yet."""
_RING_REST_SECONDS = 0.002


def run(server: TestServer, rounds: int = ROUNDS, members: int = MEMBERS) -> list[Result]:
    """Measure with 8 and with 32 writers."""
    with server.database() as url, ExitStack() as closing:
        bare = _bare(url, closing)
        ours = _commands(url, _members(url, members), closing)
        theirs = library.commands(url, FEW, closing)
        for acts in (bare, ours, theirs):
            rate(acts[:FEW], 10)  # statements are prepared, files grown
        figures = in_turn(
            rounds,
            lambda: rate(bare[:FEW], 200),
            lambda: rate(ours[:FEW], 100),
            lambda: rate(bare[:FEW], 200),
            lambda: rate(ours, 25),
            lambda: rate(theirs, 20),
        )
    return _judged(*figures)


def _judged(
    bare: float, ours: float, bare_again: float, ours_of_many: float, theirs: float
) -> list[Result]:
    bare = (bare + bare_again) / 2
    memory = rss_mb()
    return [
        Result(
            "commands-8-writers", ours, "commands/s", "bare psycopg inserts", bare,
            ours / bare, "ratio ≥ 0.50", ours / bare >= 0.5, rss_mb=memory,
        ),
        Result(
            "commands-vs-eventsourcing", ours, "commands/s", "eventsourcing", theirs,
            ours / theirs, "ratio ≥ 3", ours / theirs >= 3, rss_mb=memory,
        ),
        Result(
            "commands-32-writers", ours_of_many, "commands/s", "the same with 8", ours,
            ours_of_many / ours, "ratio ≥ 0.85", ours_of_many / ours >= 0.85, rss_mb=memory,
        ),
    ]  # fmt: skip


def _members(url: str, count: int) -> list[str]:
    """Members to act on, spread over a city's branches."""
    branches = city.found(url)
    city.fill_log(url, city.registrations(branches, count))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return [city.member_id(number) for number in range(count)]


def _bare(url: str, closing: ExitStack) -> list[Act]:
    """The rows of the platform's log, by nothing but inserts."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "create table public.bare (like event_log.events including defaults"
            " including identity, primary key (stream, version))"
        )
    connections = [psycopg.connect(url, autocommit=True) for _ in range(FEW)]
    for connection in connections:
        closing.enter_context(connection)
    return [_inserting(connection) for connection in connections]


_INSERT = (
    "insert into public.bare (stream, version, type, schema_version, data, metadata,"
    " effective_date, recorded_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_FACTS = (
    '{"organisation_id":"branch-1","organisation_path":"4301/430111/430111001/branch-1",'
    '"standing":"full","member_class":"in_service","education":"university",'
    '"birth_date":"1980-01-01","gender":"male"}'
)


def _inserting(connection: psycopg.Connection) -> Act:
    def insert(_: int) -> None:
        member, command = new_id(), new_id()
        data = f'{{"member_id":"{member}","before":{_FACTS},"after":{_FACTS},"effective_date":"{DAY}"}}'
        metadata = f'{{"command_id":"{command}","correlation_id":"{command}","actor":"officer-1"}}'
        row = (f"member-{member}", 1, "member-class-changed", 1, data, metadata, DAY, NOW)
        connection.execute(_INSERT, row)

    return insert


def _commands(url: str, members: Sequence[str], closing: ExitStack) -> list[Act]:
    """The platform's application, as its composition root puts it together."""
    pool = closing.enter_context(open_pool(url, size=MANY))
    bell = Bell(url, APPENDED, rest=_RING_REST_SECONDS)
    closing.callback(bell.stop)
    membership = Membership(PostgresEventStore(pool, bell))
    return [_changing_classes(membership, members[writer::MANY]) for writer in range(MANY)]


def _changing_classes(membership: Membership, members: Sequence[str]) -> Act:
    done = 0

    def change(_: int) -> None:
        nonlocal done
        times, which = divmod(done, len(members))
        done += 1
        acting = Acting(NOW, "officer-1", new_id(), organisation_path="4301/430111")
        command = ChangeMemberClass(
            now=acting.now,
            today=acting.today,
            actor=acting.actor,
            effective_date=DAY,
            member_id=members[which],
            member_class=CLASSES[times % 2],
        )
        assert membership.commands.execute(command, acting).changed

    return change
