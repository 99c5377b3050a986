"""Where a text stands that ought to stand nowhere: database, topics, logs, metrics and files of a city."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
from kafka import KafkaConsumer, TopicPartition

from deploy.local.city import LocalCity


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


def everything_told(city: LocalCity) -> bytes:
    """All that stands in all topics."""
    return b"\n".join(map(bytes_of, records(city.kafka.bootstrap)))


def everything_logged(city: LocalCity) -> bytes:
    """The lines of all processes."""
    return b"".join(log.read_bytes() for log in sorted(city.home.logs.glob("*.log")))


def everything_measured(city: LocalCity) -> bytes:
    """The metrics of all processes."""
    return b"".join(httpx.get(f"{part.address}/metrics").content for part in city.parts)


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
