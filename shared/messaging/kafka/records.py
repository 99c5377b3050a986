"""A message as a Kafka record: CloudEvents' Kafka binding, structured mode, and a parser that cannot fail.

The value is the whole CloudEvent. Two headers stand beside it: `content-type`, and `ce_sequence` as the
binding allows, so that a record that comes twice is known before its value is read. The record's time is
when the event was recorded.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aiokafka import ConsumerRecord, TopicPartition

from shared.messaging.promise import Message, OutgoingMessage
from shared.subscription.promise import NO_SEQUENCE

CONTENT_TYPE, SEQUENCE, UNREADABLE = "content-type", "ce_sequence", "unreadable"
LARGEST = 1_000_000
"""Bytes of a value that are still taken; ours have a few hundred."""
_STRUCTURED = b"application/cloudevents+json"
_CONTENT = (CONTENT_TYPE, _STRUCTURED + b"; charset=UTF-8")
_DIGITS, _GREATEST = 20, 2**63 - 1
_LATEST_MS = 253_402_300_799_999
_BEGINNING = datetime.fromtimestamp(0, UTC)

Headers = Sequence[tuple[str, bytes | None]]


def headers_of(message: OutgoingMessage) -> Headers:
    return [_CONTENT, (SEQUENCE, b"%020d" % message.sequence)]


def milliseconds(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def message_of(topic: str, record: Any) -> Message:
    """The message a record of ``topic`` carries, whatever it is; a fault says why it cannot be taken."""
    value, headers = record.value or b"", record.headers
    if len(headers) == len(_OURS) and headers[0] == _CONTENT and _plain(headers[1]):
        sequence, fault = int(headers[1][1]), ""
    else:
        sequence, fault = _judged(headers)
    return Message(
        topic,
        record.offset + 1,
        record.key.decode(errors="backslashreplace") if record.key else "",
        value,
        sequence,
        instant(record.timestamp),
        fault or _judged_value(value),
    )


class Plain(NamedTuple):
    """What records tell, each of which is as we publish it.

    Attributes:
        values: theirs.
        sequences: theirs, as digits.
        recorded_ms: when each was recorded.
    """

    values: Sequence[bytes]
    sequences: Sequence[bytes]
    recorded_ms: Sequence[int]

    def between(self, first: int, end: int) -> "Plain":
        """Of those from the index ``first`` on, before ``end``."""
        wanted = slice(first, end)
        return Plain(self.values[wanted], self.sequences[wanted], self.recorded_ms[wanted])


def plain(records: Iterable[Any]) -> Plain | None:
    """What thousands of records tell; None if one of them is not as we publish it.

    Each record is let go when it was looked at. Kept, they would have the interpreter look through all of them
    again and again for what refers to itself: a quarter of the client's time.
    """
    values: list[bytes] = []
    sequences: list[bytes] = []
    recorded: list[int] = []
    try:
        for record in records:
            content, (name, sequence) = record.headers
            if content != _CONTENT or name != SEQUENCE:
                return None
            values.append(record.value)
            sequences.append(sequence)
            recorded.append(record.timestamp)
        return Plain(values, sequences, recorded) if _all_plain(values, sequences) else None
    except (ValueError, TypeError):  # another number of headers, a null, a name that is not UTF-8
        return None


def _all_plain(values: Sequence[bytes], sequences: Sequence[bytes]) -> bool:
    """Each question is asked of all of them by one call. Raises `TypeError` where something is null."""
    if not values or set(map(len, sequences)) != {_DIGITS}:
        return False
    fit = min(map(len, values)) > 0 and max(map(len, values)) <= LARGEST
    return fit and b"".join(sequences).isdigit() and max(sequences) < _TOO_GREAT


def unreadable(partition: TopicPartition, offset: int, why: str) -> "ConsumerRecord[Any, Any]":
    """Stands for a record that the client itself cannot read."""
    told = ((UNREADABLE, why.encode(errors="replace")),)
    return ConsumerRecord(*partition, offset, -1, 0, None, None, None, -1, -1, told)


_OURS = (CONTENT_TYPE, SEQUENCE)
_TOO_GREAT = b"01".ljust(_DIGITS, b"0")
"""Padded with zeros a sequence sorts as it counts; ours begin with two at least."""


def _plain(header: tuple[str, bytes | None]) -> bool:
    """As `headers_of` writes it: padded with zeros, so that it cannot be too great."""
    name, text = header
    return (
        name == SEQUENCE
        and text is not None
        and len(text) == _DIGITS
        and text.startswith(b"00")
        and text.isdigit()
    )


def _judged(headers: Headers) -> tuple[int, str]:
    """The sequence as far as the headers tell it, and what is wrong with them."""
    told = dict(reversed(headers))
    if why := told.get(UNREADABLE):
        return NO_SEQUENCE, f"the record cannot be read: {why.decode(errors='backslashreplace')}"
    content, sequence = told.get(CONTENT_TYPE), told.get(SEQUENCE)
    if not (content or b"").startswith(_STRUCTURED):
        return _number(
            sequence
        ), f"header {CONTENT_TYPE} {_shown(content)} is no CloudEvent in JSON"
    if _number(sequence) == NO_SEQUENCE:
        return NO_SEQUENCE, f"header {SEQUENCE} {_shown(sequence)} is not a position"
    return _number(sequence), ""


def _number(text: bytes | None) -> int:
    if not text or len(text) > _DIGITS or not text.isdigit():
        return NO_SEQUENCE
    return number if (number := int(text)) <= _GREATEST else NO_SEQUENCE


def _judged_value(value: bytes) -> str:
    if not value:
        return "the value is empty"
    if len(value) > LARGEST:
        return f"the value has {len(value):,} bytes, {LARGEST:,} are allowed"
    return ""


def _shown(text: bytes | None) -> str:
    return "(none)" if text is None else repr(text[:100]).removeprefix("b")


def instant(milliseconds: int) -> datetime:
    """What a record's time tells; the beginning of time when it tells none."""
    if 0 <= milliseconds <= _LATEST_MS:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    return _BEGINNING
