"""Persons' keys rest in the database wrapped, with a key that lives in the environment only."""

import base64
import binascii
import re
import secrets  # noqa: TID251 -- this room draws nonces
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.privacy.faults import KeyEncryptionKeyMissing, Tampered

KEY_BYTES = 32
NONCE_BYTES = 12
_KEK_ID = re.compile(r"[0-9A-Za-z._-]{1,32}")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A person's key as it is stored: which key-encryption key wrapped it, and the bytes."""

    kek_id: str
    content: bytes


class KeyEncryption:
    """Wraps with the current key-encryption key, unwraps with any that is still listed.

    AES-256-GCM; the subject's id is authenticated, so a row copied to another person is noticed.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        self._ciphers = {kek_id: AESGCM(key) for kek_id, key in keys.items()}
        self._ciphers[current]  # the current one must be listed
        self.current = current

    @classmethod
    def from_text(cls, text: str) -> "KeyEncryption":
        """Read ``id:base64,id:base64``: the first is current, the others unwrap older rows.

        Raises ``ValueError`` naming the rule that is broken, never the key.
        """
        parts = [part.strip().partition(":") for part in text.split(",")]
        keys = {kek_id: _decoded(kek_id, key) for kek_id, _, key in parts}
        if len(keys) != len(parts):
            raise ValueError("two key-encryption keys have the same id")
        return cls(keys, parts[0][0])

    def wrap(self, subject_id: str, key: bytes) -> Wrapped:
        nonce = secrets.token_bytes(NONCE_BYTES)
        content = self._ciphers[self.current].encrypt(nonce, key, subject_id.encode())
        return Wrapped(self.current, nonce + content)

    def unwrap(self, subject_id: str, wrapped: Wrapped) -> bytes:
        """The person's key. Raises ``KeyEncryptionKeyMissing`` or ``Tampered``."""
        cipher = self._ciphers.get(wrapped.kek_id)
        if cipher is None:
            raise KeyEncryptionKeyMissing(wrapped.kek_id)
        nonce, content = wrapped.content[:NONCE_BYTES], wrapped.content[NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, content, subject_id.encode())
        except (InvalidTag, ValueError) as error:
            raise Tampered(f"the wrapped key of {subject_id} cannot be opened") from error


def fresh_key() -> bytes:
    """A random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def key_from_base64(text: str) -> bytes:
    """The 256-bit key that ``text`` encodes. Raises ``ValueError`` naming the rule."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a key must be base64 text") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key must be {KEY_BYTES} bytes, this one has {len(key)}")
    return key


def _decoded(kek_id: str, key: str) -> bytes:
    if not _KEK_ID.fullmatch(kek_id):
        raise ValueError("key-encryption keys are written id:base64, several joined by commas")
    return key_from_base64(key)
