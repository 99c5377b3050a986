"""Who is to be forgotten loses his key, whatever happened to the request that asked for it."""

from collections.abc import Sequence

from services.petitions import codec
from services.petitions.domain.petition.events import AppellantErased
from shared.event_store import StoredEvent
from shared.privacy.key_ring import KeyRing

NAME = "petitions.forgetting"
_ERASED = codec.FORM.name_for(AppellantErased)


class Forgetting:
    """Destroys the keys of the forgotten. No view holds anything that only the key protects."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type == _ERASED:
                event = codec.decode(entry.type, entry.schema_version, entry.data)
                if isinstance(event, AppellantErased):
                    self._ring.destroy(event.appellant_id)
