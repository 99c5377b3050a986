"""From a stored event to the message others are sent: decode, translate, envelope, bytes."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from shared.contracts.cloudevents import CloudEvent, Recorded
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


def publication(
    topic: str,
    decode: Callable[[StoredEvent], E],
    translate: Callable[[E, Recorded], CloudEvent[Any] | None],
) -> Callable[[StoredEvent], OutgoingMessage | None]:
    """What the relay of a service needs: each stored event's message on `topic`, None when private.

    Args:
        topic: where the service publishes, for example `membership.v1`.
        decode: the service's codec.
        translate: the service's translation.
    """

    def outgoing(event: StoredEvent) -> OutgoingMessage | None:
        message = translate(decode(event), recorded(event))
        if message is None:
            return None
        return OutgoingMessage(
            topic, event.stream, encode(message), event.position, event.recorded_at
        )

    return outgoing
