"""Whatever a stranger may put into a topic: records without any of our care."""

from collections.abc import Iterable
from typing import NamedTuple

from kafka import KafkaProducer

from shared.messaging.kafka.records import headers_of
from shared.messaging.promise import Message, OutgoingMessage

LARGEST_REQUEST = 8_000_000


class NotUtf8(str):
    """A header's name whose bytes are no text."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        del encoding, errors
        return b"\xff\xfe"


class Raw(NamedTuple):
    """A record as it is sent."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


def ours(message: Message | OutgoingMessage, *, value: bytes | None = None) -> Raw:
    """The record of a message; with another value, if asked."""
    told = OutgoingMessage(
        message.topic, message.key, message.value, message.sequence, message.recorded_at
    )
    return Raw(message.key.encode(), message.value if value is None else value, [*headers_of(told)])


def send(bootstrap: str, topic: str, records: Iterable[Raw], partition: int = 0) -> None:
    """Send them, in order, and return when they stand in the topic."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, max_request_size=LARGEST_REQUEST)
    try:
        sent = [
            producer.send(
                topic,
                key=one.key,
                value=one.value,
                headers=one.headers,
                partition=partition,
            )
            for one in records
        ]
        for future in sent:
            future.get(30)
    finally:
        producer.close()
