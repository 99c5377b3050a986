"""The envelope every message travels in: CloudEvents 1.0, structured JSON mode."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

D = TypeVar("D")

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
SEQUENCE_DIGITS = 20
_SCHEMA = "urn:community-platform:schema:"


def data_schema(message_type: str) -> str:
    """The name (`$id`) of the JSON Schema that `data` of this message type keeps to."""
    return _SCHEMA + message_type


def sequence_text(position: int) -> str:
    """A position as text that sorts like the number (extension `sequence`)."""
    return f"{position:0{SEQUENCE_DIGITS}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudEvent(Generic[D]):
    """One message. `source` and `id` together name it for ever: a reader counts it once.

    Attributes:
        id: the publisher's event id, `<stream>@<version>`.
        source: the publisher, for example `/membership`.
        type: the contract, for example `membership.transfer-accepted.v1`.
        subject: the stream, which is also the message key: order holds within it.
        time: when the fact was recorded (UTC).
        dataschema: the `$id` of the JSON Schema of `data`.
        sequence: the publisher's global position, 20 digits, padded with zeros.
        correlationid: the request all of this belongs to.
        causationid: what directly caused it, when something did.
        effectivedate: from which day the fact is true; it may lie long before `time`.
        streamversion: the fact's number within its stream, from 1.
        organisationpath: where in the tree it happened, ids from the root joined by `/`;
            empty when it belongs to no organisation.
        data: the contract itself.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    sequence: str
    correlationid: str
    effectivedate: date
    streamversion: int
    organisationpath: str
    data: D
    causationid: str | None = None
    specversion: str = SPEC_VERSION
    datacontenttype: str = CONTENT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the event log knows of a fact, as far as the envelope tells it (see `CloudEvent`)."""

    event_id: str
    stream: str
    version: int
    position: int
    recorded_at: datetime
    effective_date: date
    organisation_path: str = ""
    correlation_id: str = ""
    causation_id: str | None = None


def envelope(source: str, message_type: str, data: D, record: Recorded) -> CloudEvent[D]:
    """The message that tells `data`, a fact `record` speaks of, to everybody."""
    return CloudEvent(
        id=record.event_id,
        source=source,
        type=message_type,
        subject=record.stream,
        time=record.recorded_at,
        dataschema=data_schema(message_type),
        sequence=sequence_text(record.position),
        correlationid=record.correlation_id,
        causationid=record.causation_id,
        effectivedate=record.effective_date,
        streamversion=record.version,
        organisationpath=record.organisation_path,
        data=data,
    )
