"""Words and contact data, sealed with the key of the appellant before any command sees them.

Every appeal has a key of its own: to forget one appellant touches nobody else's appeal.
"""

from collections.abc import Mapping, Sequence

from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.rejections import UnknownPetition
from shared.privacy.faults import SubjectForgotten
from shared.privacy.key_ring import KeyRing
from shared.privacy.sealing import Sealer, seal_with

_TEXT = "text"


def appellant_of(petition_id: str) -> str:
    """The subject whose key seals all words of the appeal."""
    return f"appellant-{petition_id}"


class Words:
    """Seals what is said about an appeal, and opens it again."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring, self._sealer = ring, Sealer(ring)

    def first(
        self, petition_id: str, text: str, contact: Mapping[str, str]
    ) -> tuple[Note, str | None]:
        """The words of a new appeal and who appealed (None: nobody said); the key is made."""
        payloads = [{_TEXT: text}, *([contact] if contact else [])]
        subject = appellant_of(petition_id)
        sealed = self._sealer.seal_many([(subject, each) for each in payloads])
        return Note(sealed[0], _length(text)), sealed[1] if contact else None

    def note(self, petition_id: str, text: str) -> Note:
        """What is said later.

        Raises:
            UnknownPetition: there is no such appeal.
            SubjectForgotten: its appellant was forgotten.
        """
        return Note(self.sealed(petition_id, text), _length(text))

    def sealed(self, petition_id: str, text: str) -> str:
        """A sealed text of an appeal that exists; raises as `note` does."""
        key = self.key(petition_id)
        return seal_with(key, appellant_of(petition_id), {_TEXT: text})

    def key(self, petition_id: str) -> bytes:
        """The appeal's key; raises as `note` does."""
        subject = appellant_of(petition_id)
        keys = self._ring.keys_for([subject])
        if subject not in keys:
            raise UnknownPetition(petition_id)
        key = keys[subject]
        if key is None:
            raise SubjectForgotten({subject})
        return key

    def opened(self, petition_id: str, sealed: Sequence[str]) -> list[dict[str, str]]:
        """Sealed texts of one appeal in clear; empty for who was forgotten."""
        subject = appellant_of(petition_id)
        return [each or {} for each in self._sealer.unseal_many([(subject, s) for s in sealed])]

    def forget(self, petition_id: str) -> None:
        """Destroy the appeal's key: nothing of it can ever be opened again."""
        self._ring.destroy(appellant_of(petition_id))


def _length(text: str) -> int:
    """Characters that say something: blanks around are none."""
    return len(text.strip())
