"""Where a text stands that ought to stand nowhere: database, topics, logs, metrics and files of a city."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psycopg
from kafka import KafkaConsumer, TopicPartition

from deploy.local.city import LocalCity
from shared.clock import monotonic_seconds, new_id, utc_now
from shared.database import open_pool
from shared.event_store import Metadata, NewEvent, StreamAppend
from shared.event_store.postgres import PostgresEventStore
from shared.signals import Signals
from shared.subscription.promise import LOG
from shared.subscription.reaching import VIEWS_MOVED

PATIENCE_SECONDS = 60.0


def places_of(connection: psycopg.Connection[Any], text: str) -> list[str]:
    """The tables in which the text stands, as text or as bytes."""
    tables = connection.execute(
        "select format('%I.%I', table_schema, table_name) from information_schema.tables"
        " where table_type = 'BASE TABLE'"
        " and table_schema not in ('pg_catalog', 'information_schema')"
    ).fetchall()
    sought = {"plain": f"%{text}%", "hex": f"%{text.encode().hex()}%"}
    found = []
    for (name,) in tables:
        query = (
            f"select 1 from {name} t where t::text like %(plain)s or t::text like %(hex)s limit 1"
        )
        if connection.execute(query.encode(), sought).fetchone():
            found.append(str(name))
    return found


def found_in(content: bytes, planted: Sequence[str]) -> list[str]:
    """What of the planted stands in it, plain or as JSON escapes it."""
    return [
        each
        for each in planted
        if each.encode() in content or json.dumps(each).strip('"').encode() in content
    ]


def stored(url: str, planted: Sequence[str], fact: str) -> list[tuple[str, str]]:
    """What of the planted stands where in the database; that the fact is found shows that it is searched."""
    with psycopg.connect(url) as connection:
        assert {"event_log.events", "subscription.dead_letters"} <= {*places_of(connection, fact)}
        return [(each, where) for each in planted for where in places_of(connection, each)]


def parked(url: str, stream: str, *schemas: int) -> None:
    """Written once more in these schemas, the first a later release's: all is set aside, as it stands behind that."""
    with open_pool(url) as pool:
        store = PostgresEventStore(pool)
        story = store.read_stream(stream)
        first = story[0]
        later = [NewEvent(first.type, each, first.data, first.effective_date) for each in schemas]
        append = StreamAppend(stream, len(story), later, Metadata(new_id()))
        store.append([append], utc_now())
    until(url, lambda: _set_aside(url) >= len(schemas), VIEWS_MOVED)


def _set_aside(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select count(distinct position) from subscription.dead_letters where source = %s",
            (LOG,),
        ).fetchone()
    return int(found[0]) if found else 0


def until(url: str, holds: Callable[[], object], channel: str) -> None:
    """Return when it holds; look again whenever something has moved."""
    signals, end = Signals(url, (channel,)).start(), monotonic_seconds() + PATIENCE_SECONDS
    seen = signals.count(channel)
    while not holds():
        assert monotonic_seconds() < end
        signals.wait(channel, seen, 0.5)
        seen = signals.count(channel)
    signals.stop()


def records(bootstrap: str, *topics: str) -> list[Any]:
    """Everything that stands in these topics, or in all there are."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, consumer_timeout_ms=1_500)
    with closing(consumer):
        wanted = topics or sorted(consumer.topics())
        parts = [TopicPartition(t, p) for t in wanted for p in consumer.partitions_for_topic(t)]
        consumer.assign(parts)
        consumer.seek_to_beginning(*parts)
        return list(consumer)


def bytes_of(record: Any) -> bytes:
    """Key, value and headers."""
    headers = [name.encode() + (value or b"") for name, value in record.headers]
    return b" ".join((record.key or b"", record.value or b"", *headers))


class Searched(NamedTuple):
    """All that a city tells: in its topics, in the lines and in the metrics of its processes."""

    told: bytes
    logged: bytes
    measured: bytes


def searched(city: LocalCity) -> Searched:
    return Searched(_told(city), _logged(city), _measured(city))


def _told(city: LocalCity) -> bytes:
    return b"\n".join(map(bytes_of, records(city.kafka.bootstrap)))


def _logged(city: LocalCity) -> bytes:
    return b"".join(log.read_bytes() for log in sorted(city.home.logs.glob("*.log")))


def _measured(city: LocalCity) -> bytes:
    """The page of every process, each of which has figures of its own service."""
    pages = {part.name: httpx.get(f"{part.address}/metrics") for part in city.parts}
    for name, page in pages.items():
        service = name.partition(".")[0]
        assert page.status_code == 200, name
        assert page.content.count(f"\n{service}_".encode()) > 5, name
    return b"".join(page.content for page in pages.values())


def files_with(folder: Path, planted: Sequence[str], *, but: Iterable[Path] = ()) -> list[str]:
    """The files below whose name or content has any of it, those of PostgreSQL and Kafka too."""
    return [str(file) for file in _files(folder, [*but]) if found_in(_whole(file), planted)]


def _files(folder: Path, but: Sequence[Path]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(each) for each in but):
            yield path


def _whole(file: Path) -> bytes:
    try:
        return str(file).encode() + file.read_bytes()
    except FileNotFoundError:  # PostgreSQL has just taken it away
        return b""
