"""Who is to be forgotten loses his key, whatever happened to the request that asked for it."""

from collections.abc import Callable, Sequence

from services.petitions import codec
from services.petitions.application.files import Files
from services.petitions.domain.petition.events import AppellantErased
from shared.event_store import StoredEvent
from shared.privacy.key_ring import KeyRing

NAME = "petitions.forgetting"
_ERASED = codec.FORM.name_for(AppellantErased)


class Forgetting:
    """Destroys the keys of the forgotten, their files, and copies of what reads their words: retired, or half built.

    Reacts to the log as far as the view of likeness shows it (`BehindView`): so no copy that is
    retired later holds a sketch either. No other view holds what only the key protects.
    """

    def __init__(self, ring: KeyRing, files: Files, drop_copies: Callable[[], None]) -> None:
        self._ring, self._files, self._drop_copies = ring, files, drop_copies

    def react(self, batch: Sequence[StoredEvent]) -> None:
        events = (
            codec.decode(entry.type, entry.schema_version, entry.data)
            for entry in batch
            if entry.type == _ERASED
        )
        forgotten = [event for event in events if isinstance(event, AppellantErased)]
        for event in forgotten:
            self._ring.destroy(event.appellant_id)
            self._files.remove(event.petition_id)
        if forgotten:
            self._drop_copies()
