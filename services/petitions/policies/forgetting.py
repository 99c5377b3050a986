"""Who is to be forgotten loses his key, whatever happened to the request that asked for it."""

from collections.abc import Sequence

from services.petitions import codec
from services.petitions.application.files import Files
from services.petitions.domain.petition.events import AppellantErased
from shared.event_store import StoredEvent
from shared.privacy.key_ring import KeyRing

NAME = "petitions.forgetting"
_ERASED = codec.FORM.name_for(AppellantErased)


class Forgetting:
    """Destroys the keys of the forgotten, and their files. No view holds what only the key protects."""

    def __init__(self, ring: KeyRing, files: Files) -> None:
        self._ring, self._files = ring, files

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type == _ERASED:
                event = codec.decode(entry.type, entry.schema_version, entry.data)
                if isinstance(event, AppellantErased):
                    self._ring.destroy(event.appellant_id)
                    self._files.remove(event.petition_id)
