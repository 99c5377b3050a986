"""Whose liaison is to be forgotten loses all keys, whatever happened to the request that asked for it."""

from collections.abc import Sequence

from services.resources.application import Liaisons
from services.resources.codec import FORM
from services.resources.domain.unit.events import LiaisonForgotten
from shared.event_store import StoredEvent

NAME = "resources.forgetting"


class Forgetting:
    """Destroys keys; no view holds what they opened."""

    def __init__(self, liaisons: Liaisons) -> None:
        self._liaisons = liaisons
        self._heard = FORM.name_for(LiaisonForgotten)

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type == self._heard:
                event = FORM.decode(entry.type, entry.schema_version, entry.data)
                if isinstance(event, LiaisonForgotten):
                    self._liaisons.forget(event.unit_id)
