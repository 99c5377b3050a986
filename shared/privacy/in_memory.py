"""Persons' keys in a dictionary: for specs and for trying things out."""

import threading
from collections.abc import Iterable

from shared.privacy.key_encryption import fresh_key
from shared.privacy.key_ring import Keys


class InMemoryKeyRing:
    """A ``KeyRing`` that lasts as long as the process."""

    def __init__(self) -> None:
        self._keys: Keys = {}
        self._lock = threading.Lock()

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        with self._lock:
            return {one: self._keys[one] for one in subject_ids if one in self._keys}

    def create(self, subject_ids: Iterable[str]) -> Keys:
        with self._lock:
            return {one: self._keys.setdefault(one, fresh_key()) for one in subject_ids}

    def destroy(self, subject_id: str) -> None:
        with self._lock:
            self._keys[subject_id] = None
