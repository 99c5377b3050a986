"""From a stored event to the message others are sent: decode, translate, envelope, bytes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import msgspec

from shared.contracts import log
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.event_store import Metadata, StoredEvent
from shared.messaging.cloudevent_json import encode
from shared.messaging.promise import OutgoingMessage

E = TypeVar("E")

_METADATA = msgspec.json.Decoder(Metadata)


def recorded(event: StoredEvent) -> Recorded:
    """What the envelope tells of a stored event; the actor stays in the log."""
    metadata = _METADATA.decode(event.metadata)
    return Recorded(
        event_id=event.event_id,
        stream=event.stream,
        version=event.version,
        position=event.position,
        recorded_at=event.recorded_at,
        effective_date=event.effective_date,
        organisation_path=metadata.organisation_path,
        correlation_id=metadata.correlation_id,
        causation_id=metadata.causation_id or None,
    )


@dataclass(frozen=True, slots=True)
class Publication(Generic[E]):
    """What the relay of a service needs to know of it.

    Attributes:
        service: its name, as in `/membership`.
        topic: where it publishes, for example `membership.v1`.
        decode: its codec.
        translate: its translation; None for what stays private.
    """

    service: str
    topic: str
    decode: Callable[[StoredEvent], E]
    translate: Callable[[E, Recorded], CloudEvent[Any] | None]

    def told(self, event: StoredEvent) -> CloudEvent[Any] | None:
        """What others are told about a stored event; None for what stays in the service."""
        return self.translate(self.decode(event), recorded(event))

    def message(self, event: StoredEvent) -> OutgoingMessage | None:
        """The same as a message to be published."""
        told = self.told(event)
        return None if told is None else self._outgoing(event, event.stream, told)

    def reached(self, event: StoredEvent) -> OutgoingMessage:
        """The message, for everywhere, that nothing up to this event is still to come."""
        record = replace(
            recorded(event),
            event_id=f"{log.STREAM}@{event.position}",
            stream=log.STREAM,
            version=event.position,
            organisation_path="",
        )
        data = log.LogReachedV1(event.position, event.effective_date)
        kind = log.log_reached_type(self.service)
        told = envelope(f"/{self.service}", kind, data, record)
        return self._outgoing(event, log.STREAM, told, everywhere=True)

    def _outgoing(
        self, event: StoredEvent, key: str, told: CloudEvent[Any], *, everywhere: bool = False
    ) -> OutgoingMessage:
        value, position = encode(told), event.position
        return OutgoingMessage(self.topic, key, value, position, event.recorded_at, everywhere)
