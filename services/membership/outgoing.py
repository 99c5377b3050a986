"""The own log as others hear it: stored events become messages on the topic, keyed by stream."""

import msgspec

from services.membership import codec
from services.membership.translation import translate
from shared.contracts.cloudevents import Recorded
from shared.contracts.membership import TOPIC
from shared.event_store import Metadata, StoredEvent
from shared.messaging.cloudevent_json import encode
from shared.messaging.promise import OutgoingMessage

_metadata = msgspec.json.Decoder(Metadata).decode


def outgoing(event: StoredEvent) -> OutgoingMessage | None:
    """The message about a stored event; None for what stays in this service."""
    fact = codec.decode(event.type, event.schema_version, event.data)
    message = translate(fact, _record_of(event))
    if message is None:
        return None
    return OutgoingMessage(TOPIC, event.stream, encode(message), event.position, event.recorded_at)


def _record_of(event: StoredEvent) -> Recorded:
    metadata = _metadata(event.metadata)
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
