"""A city of any size, put straight into the log or the topic: what years of commands leave behind."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import psycopg

from services.membership import codec
from services.membership.application import Membership
from services.membership.domain.member.causes import Origin
from services.membership.domain.member.events import MemberClassChanged, MemberRegistered
from services.membership.domain.organisation.commands import EstablishOrganisation
from services.membership.domain.streams import DomainEvent, stream_of
from services.membership.domain.terms import (
    Education,
    Gender,
    MemberClass,
    MemberFacts,
    OrganisationKind,
    Standing,
)
from services.membership.outgoing import PUBLICATION
from shared.acting import Acting
from shared.clock import derived_id, new_id
from shared.database import open_pool
from shared.event_store import StoredEvent
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.messaging.embedded import EmbeddedBackbone
from shared.privacy.sealing import Sealer
from shared.signals import Signals

CITY, DISTRICT = "4301", "430111"
FOUNDED, DAY = date(2020, 1, 1), date(2026, 1, 1)
NOW = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
STREETS, BRANCHES = 20, 10
_TOGETHER = 10_000
_FIRST_BIRTH, _BIRTH_DAYS = date(1940, 1, 1), 23_000
_SEALED = "c2VhbGVk" * 25  # as long as a person's sealed data is
_EDUCATIONS, _CLASSES, _GENDERS = tuple(Education), tuple(MemberClass), tuple(Gender)


def member_id(number: int) -> str:
    """The id of the city's ``number``-th member."""
    return derived_id(f"bench:{number}")


def found(url: str) -> list[str]:
    """Set up the tree by its commands; answers the paths of the branches."""
    with open_pool(url) as pool:
        membership = Membership(PostgresEventStore(pool))
        _establish(membership, CITY, OrganisationKind.CITY_COMMITTEE, None)
        _establish(membership, DISTRICT, OrganisationKind.DISTRICT_COMMITTEE, CITY)
        for street in range(STREETS):
            above = f"s-{street}"
            _establish(membership, above, OrganisationKind.WORKING_COMMITTEE, DISTRICT)
            for branch in range(BRANCHES):
                _establish(membership, f"b-{street}-{branch}", OrganisationKind.BRANCH, above)
        number_all(url)
    return [
        f"{CITY}/{DISTRICT}/s-{street}/b-{street}-{branch}"
        for street in range(STREETS)
        for branch in range(BRANCHES)
    ]


def registrations(
    branches: Sequence[str], members: int, sealer: Sealer | None = None, first: int = 1
) -> Iterator[StoredEvent]:
    """One event for each member; ``first`` is its position. Without ``sealer`` nothing opens."""
    for begin in range(0, members, _TOGETHER):
        together = range(begin, min(begin + _TOGETHER, members))
        people = [(member_id(number), _person(number)) for number in together]
        texts = sealer.seal_many(people) if sealer else [_SEALED] * len(people)
        for number, sealed in zip(together, texts, strict=True):
            yield _stored(_registered(number, branches, sealed), 1, first + number)


def histories(branches: Sequence[str], members: int, first: int = 1) -> Iterator[StoredEvent]:
    """Each member is registered; every second one's class changes later."""
    position = first
    for number in range(members):
        registered = _registered(number, branches)
        yield _stored(registered, 1, position)
        position += 1
        if number % 2:
            before = registered.after
            other = _CLASSES[(_CLASSES.index(before.member_class) + 1) % len(_CLASSES)]
            after = MemberFacts(
                before.organisation_id,
                before.organisation_path,
                before.standing,
                other,
                before.education,
                before.birth_date,
                before.gender,
            )
            changed = MemberClassChanged(registered.member_id, before, after, DAY)
            yield _stored(changed, 2, position)
            position += 1


def fill_log(url: str, events: Iterable[StoredEvent]) -> int:
    """Put the events into the log and number them; answers the newest position."""
    with psycopg.connect(url) as connection, connection.cursor().copy(_LOG) as copy:
        for event in events:
            copy.write_row(
                (
                    event.stream,
                    event.version,
                    event.type,
                    event.schema_version,
                    event.data,
                    event.metadata,
                    event.effective_date,
                    event.recorded_at,
                )
            )
    return number_all(url)


def number_all(url: str) -> int:
    """Number what is stored; answers the newest position."""
    with open_pool(url, size=1) as pool:
        while number_events(pool) != (0, False):
            pass
        return PostgresEventStore(pool).head()


def read_log(url: str) -> list[StoredEvent]:
    """Everything that is numbered."""
    with open_pool(url, size=1) as pool:
        return PostgresEventStore(pool).read_log(0, 1_000_000)


def fill_topic(url: str, events: Iterable[StoredEvent]) -> int:
    """Publish what the relay would publish about the events; answers the topic's newest position."""
    with open_pool(url, size=2) as pool:
        backbone = EmbeddedBackbone(pool, Signals(url, ()))
        publisher, remaining = backbone.publisher(), iter(events)
        while batch := list(islice(remaining, _TOGETHER)):
            told = map(PUBLICATION.message, batch)
            publisher.publish([message for message in told if message is not None])
        return backbone.sources(PUBLICATION.topic)[0].head()


_LOG = (
    "copy event_log.events (stream, version, type, schema_version, data, metadata,"
    " effective_date, recorded_at) from stdin"
)


def _establish(
    membership: Membership, organisation: str, kind: OrganisationKind, superior: str | None
) -> None:
    acting = Acting(NOW, "officer-1", new_id(), organisation_path=CITY)
    command = EstablishOrganisation(
        now=acting.now,
        today=acting.today,
        actor=acting.actor,
        effective_date=FOUNDED,
        organisation_id=organisation,
        name=f"{organisation}党组织",
        kind=kind,
        superior_id=superior,
    )
    membership.commands.execute(command, acting)


def _person(number: int) -> dict[str, str]:
    return {
        "name": f"党员{number}",
        "identity_number": f"{number:018d}",
        "phone": f"138{number:08d}",
        "address": f"雨花区侯家塘街道{number}号",
    }


def _registered(number: int, branches: Sequence[str], sealed: str = _SEALED) -> MemberRegistered:
    path = branches[number % len(branches)]
    facts = MemberFacts(
        path.rpartition("/")[2],
        path,
        Standing.FULL,
        _CLASSES[number % (len(_CLASSES) - 1)],
        _EDUCATIONS[number % len(_EDUCATIONS)],
        _FIRST_BIRTH + timedelta(days=number % _BIRTH_DAYS),
        _GENDERS[number % 3 % 2],
    )
    return MemberRegistered(
        member_id=member_id(number),
        before=None,
        after=facts,
        join_date=date(2005, 7, 1),
        full_date=date(2006, 7, 1),
        posts=(),
        sealed=sealed,
        origin=Origin.DIRECT,
        transfer_id=None,
        effective_date=DAY,
    )


def _stored(event: DomainEvent, version: int, position: int) -> StoredEvent:
    stream = stream_of(event)
    name, schema_version, data = codec.encode(event)
    metadata = _METADATA % (stream, version)
    return StoredEvent(
        stream, version, name, schema_version, data.decode(), metadata, DAY, NOW, position
    )


_METADATA = (
    '{"command_id":"%s-%d","correlation_id":"bench","actor":"officer-1","organisation_path":"4301"}'
)
