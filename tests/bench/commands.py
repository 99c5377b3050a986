"""Commands through the application layer: load, decide, append.

The same act three times: a bare insert of the same row by psycopg, the platform's command, and the
same command in the `eventsourcing` library in its default mode. Each act changes the class of another
member, who has one or a few events behind him.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from services.membership.application import Acting, Membership, new_desk
from services.membership.application.people import Entrant, People, PersonalData
from services.membership.domain.member.commands import ChangeMemberClass
from services.membership.domain.member.details import MemberDetails
from services.membership.domain.organisation.commands import EstablishOrganisation
from services.membership.domain.terms import (
    Education,
    Gender,
    MemberClass,
    OrganisationKind,
    Standing,
)
from shared.clock import new_id
from shared.database import open_pool
from shared.event_store.postgres import APPENDED, PostgresEventStore
from shared.privacy.blind import BlindIndex
from shared.privacy.in_memory import InMemoryKeyRing
from shared.signals import Bell
from tests.bench.report import Result, in_turn, rss_mb
from tests.bench.writers import rate
from tests.support.postgres import TestServer

DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
ROUNDS = 3
WRITERS_AT_MOST = 32
MEMBERS = 8_000
ACTS = {8: 900, 32: 250}
CLASSES = (MemberClass.RETIRED, MemberClass.IN_SERVICE)


def run(server: TestServer) -> list[Result]:
    """Measure with 8 and with 32 writers."""
    url = server.make_database()
    members = _prepare(url, 32 * 40)
    rate(_library, 1, 1, url)  # it makes its tables
    results: dict[int, list[float]] = {}
    for writers, acts in ACTS.items():
        results[writers] = in_turn(
            ROUNDS,
            lambda w=writers, n=acts: rate(_bare, w, n, url),  # type: ignore[misc]
            lambda w=writers, n=acts: rate(_command, w, n, (url, members)),  # type: ignore[misc]
            lambda: rate(_library, 8, 200, url),
        )
    server.drop_database(url)
    return _judge(results)


def _judge(results: dict[int, list[float]]) -> list[Result]:
    (bare, ours, library), (_, ours_32, _) = results[8], results[32]
    memory = rss_mb()
    return [
        Result(
            "commands-8-writers", ours, "commands/s", "bare psycopg inserts", bare,
            ours / bare, "ratio ≥ 0.50", ours / bare >= 0.5, rss_mb=memory,
        ),
        Result(
            "commands-vs-eventsourcing", ours, "commands/s", "eventsourcing", library,
            ours / library, "ratio ≥ 3", ours / library >= 3, rss_mb=memory,
        ),
        Result(
            "commands-32-writers", ours_32, "commands/s", "the same with 8", ours,
            ours_32 / ours, "ratio ≥ 0.85", ours_32 / ours >= 0.85, rss_mb=memory,
        ),
    ]  # fmt: skip


def _acting() -> Acting:
    return Acting(NOW, "officer-1", new_id(), organisation_path="4301/430111")


def _said(acting: Acting) -> dict[str, Any]:
    return {
        "now": acting.now,
        "today": acting.today,
        "actor": acting.actor,
        "effective_date": DAY,
    }


def _prepare(url: str, count: int) -> list[str]:
    """A branch with members to act on."""
    with open_pool(url) as pool:
        store = PostgresEventStore(pool)
        membership = Membership(new_desk(store))
        for place, kind, superior in (
            ("4301", OrganisationKind.CITY_COMMITTEE, None),
            ("branch-1", OrganisationKind.BRANCH, "4301"),
        ):
            acting = _acting()
            membership.execute(
                EstablishOrganisation(
                    **_said(acting),
                    organisation_id=place,
                    name=place,
                    kind=kind,
                    superior_id=superior,
                ),
                acting,
            )
        people = People(membership, store, InMemoryKeyRing(), BlindIndex(b"k" * 32))
        details = MemberDetails(
            Standing.FULL,
            MemberClass.IN_SERVICE,
            Education.UNIVERSITY,
            Gender.MALE,
            date(1980, 1, 1),
            date(2005, 1, 1),
            date(2006, 1, 1),
        )
        entrants = [
            (Entrant(PersonalData("某人", f"{n:018}"), "branch-1", details), _acting())
            for n in range(count)
        ]
        answers = [
            answer
            for n in range(0, count, 1000)
            for answer in people.register_together(entrants[n : n + 1000], DAY)
        ]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "create table public.bare (like event_log.events including defaults"
                " including identity, primary key (stream, version))"
            )
            connection.execute("vacuum analyze")
    return [event.member_id for answer in answers for event in answer.events]  # type: ignore[union-attr]


_BARE = (
    "insert into public.bare (stream, version, type, schema_version, data, metadata,"
    " effective_date, recorded_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def _bare(number: int, _acts: int, url: str) -> Callable[[int], None]:
    connection = psycopg.connect(url, autocommit=True)
    facts = (
        '{"organisation_id":"branch-1","organisation_path":"4301/branch-1","standing":"full",'
        '"member_class":"in_service","education":"bachelor","birth_date":"1980-01-01",'
        '"gender":"male"}'
    )
    data = f'{{"member_id":"{new_id()}","before":{facts},"after":{facts}}}'

    def act(n: int) -> None:
        command = new_id()
        metadata = f'{{"command_id":"{command}","correlation_id":"{command}","actor":"officer-1"}}'
        connection.execute(
            _BARE,
            (f"member-{new_id()}", number + n, "member-class-changed", 1, data, metadata, DAY, NOW),
        )

    return act


def _command(
    number: int, _acts: int, argument: tuple[str, list[str]]
) -> Callable[[int], None]:
    url, members = argument
    mine = members[number::WRITERS_AT_MOST]
    membership = Membership(
        new_desk(PostgresEventStore(open_pool(url, size=1), Bell(url, APPENDED)))
    )
    current = {member: state.facts for member, state in membership.members(mine).items()}
    changed = {
        member: facts.member_class is MemberClass.RETIRED
        for member, facts in current.items()
        if facts
    }

    def act(n: int) -> None:
        member = mine[n % len(mine)]
        acting = _acting()
        membership.execute(
            ChangeMemberClass(
                **_said(acting), member_id=member, member_class=CLASSES[changed[member]]
            ),
            acting,
        )
        changed[member] = not changed[member]

    return act


class LibraryMember(Aggregate):
    """The same rule in the library's words."""

    @event("Registered")
    def __init__(self, organisation_id: str, member_class: str) -> None:
        self.organisation_id, self.member_class = organisation_id, member_class

    def change_class(self, member_class: str) -> None:
        if member_class != self.member_class:
            self._class_changed(self.member_class, member_class)

    @event("ClassChanged")
    def _class_changed(self, before: str, after: str) -> None:
        self.member_class = after


def _library(_number: int, acts: int, url: str) -> Callable[[int], None]:
    parts = psycopg.conninfo.conninfo_to_dict(url)
    application: Application[Any] = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", 5432)),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": "unused",
            "POSTGRES_POOL_SIZE": "1",
            "CREATE_TABLE": "no" if acts > 1 else "yes",
        }
    )
    mine = [LibraryMember("branch-1", "in_service") for _ in range(acts)]
    application.save(*mine)

    def act(n: int) -> None:
        member: LibraryMember = application.repository.get(mine[n].id)
        member.change_class(CLASSES[0])
        application.save(member)

    return act
