"""How this service's events are called in the log: the codec and the streams, as `Desk` wants them."""

from services.resources import codec
from services.resources.domain.streams import DomainEvent, stream_of
from shared.event_store import NewEvent, StoredEvent


class ResourcesLanguage:
    """`shared.deciding.Language` of resources."""

    def decode(self, event: StoredEvent) -> DomainEvent:
        return codec.decode(event.type, event.schema_version, event.data)

    def encode(self, event: DomainEvent) -> NewEvent:
        name, version, data = codec.encode(event)
        return NewEvent(name, version, data.decode(), event.effective_date)

    def stream_of(self, event: DomainEvent) -> str:
        return stream_of(event)


name_of = codec.name_of
"""An event's constant type name."""
