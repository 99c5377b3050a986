"""The log as the view of likeness reads it: with a sketch beside sealed words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from services.petitions.codec import FORM
from services.petitions.domain.petition.events import PetitionRegistered
from services.petitions.projections.likeness.sketching import Sketching
from shared.event_store import StoredEvent
from shared.subscription.opened_log import OpenedLog
from shared.subscription.promise import Source

OpenMany = Callable[[Iterable[tuple[str, str]]], Sequence[Mapping[str, str] | None]]
"""`shared.privacy.sealing.Sealer.unseal_many`: words by (appellant's id, sealed text)."""

_REGISTERED = frozenset({FORM.name_for(PetitionRegistered)})


class _About(msgspec.Struct):
    place_path: str


class _Note(msgspec.Struct):
    sealed: str


class _Told(msgspec.Struct):
    appellant_id: str
    about: _About
    text: _Note


_read = msgspec.json.Decoder(_Told).decode


def sketched_log(
    source: Source[StoredEvent], open_many: OpenMany, sketching: Sketching
) -> OpenedLog:
    """The own log; beside each registration its sketch, None for who was forgotten."""

    def find(events: Sequence[StoredEvent]) -> dict[int, list[int] | None]:
        told = [_read(event.data) for event in events]
        opened = open_many([(each.appellant_id, each.text.sealed) for each in told])
        return {
            event.position: sketching.of(words["text"], each.about.place_path) if words else None
            for event, each, words in zip(events, told, opened, strict=True)
        }

    return OpenedLog(source, _REGISTERED, find)
