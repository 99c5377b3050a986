"""A topic read from wherever one likes up to its present end, without a group and without waiting for more."""

from collections.abc import Iterator, Sequence
from typing import Any

from kafka import TopicPartition

from deploy.operate.answers import Refused

_PATIENCE_MS = 1_000
_EMPTY_ANSWERS = 30


def parts_of(consumer: Any, topic: str) -> Sequence[int]:
    """The numbers of its partitions. Raises `Refused` when there is no such topic."""
    if found := sorted(consumer.partitions_for_topic(topic) or ()):
        return found
    raise Refused(f"there is no topic {topic}: write it into the file and `topics apply`")


def same_parts(consumer: Any, source: str, to: str) -> Sequence[int]:
    """Their partitions; a record keeps its own, so both topics have as many."""
    parts = parts_of(consumer, source)
    if parts != parts_of(consumer, to):
        raise Refused(f"{to} needs as many partitions as {source} has: {len(parts)}")
    return parts


def records_of(
    consumer: Any, at: TopicPartition, first: int = 0, end: int | None = None
) -> Iterator[Any]:
    """Those from ``first`` up to, not including, ``end``; the present end by default.

    Raises:
        Refused: Kafka does not give what it holds.
    """
    end = consumer.end_offsets([at])[at] if end is None else end
    consumer.assign([at])
    consumer.seek(at, first)
    while consumer.position(at) < end:
        for record in _polled(consumer, at):
            if record.offset < end:
                yield record


def _polled(consumer: Any, at: TopicPartition) -> Sequence[Any]:
    for _ in range(_EMPTY_ANSWERS):
        if records := consumer.poll(timeout_ms=_PATIENCE_MS).get(at):
            return list(records)
    raise Refused(f"{at.topic}/{at.partition} does not give what it holds: try again")
