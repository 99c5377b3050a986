"""The promise about persons' keys, kept by ``in_memory``, ``postgres`` and ``cached``."""

from collections.abc import Iterable
from typing import Protocol

Keys = dict[str, bytes | None]
"""Subject id -> its key, or None when the key was destroyed."""


class KeyRing(Protocol):
    """One random 256-bit key per person (*subject*), until it is destroyed for good.

    Making a key and appending the event sealed with it are two steps, and the key comes first. A
    crash in between leaves a key nothing was sealed with, which is harmless: the retry finds it
    and uses it.
    """

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        """The keys of these subjects; who never had one is not in the answer."""
        ...

    def create(self, subject_ids: Iterable[str]) -> Keys:
        """Make the keys that are missing and answer them all.

        Existing keys stay as they are, also when two processes create the same at once; a
        destroyed key stays destroyed (None).
        """
        ...

    def destroy(self, subject_id: str) -> None:
        """Forget the person: when this returns, no copy of the key is left in the store.

        A subject who never had a key is marked too, so that none can be made later. Repeating it
        changes nothing.
        """
        ...
