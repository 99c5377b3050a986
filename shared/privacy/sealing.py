"""Personal data <-> one opaque text, which is all that events, messages and views ever hold.

The text is base64 of: layout version (1 byte), nonce (12 bytes), AES-256-GCM of the JSON. The
layout version and the subject's id are authenticated, so a text moved to another person's event
does not open. The JSON is padded with blanks to a multiple of 64 bytes, because the length of an
address would otherwise tell something about it.
"""

import base64
import binascii
import secrets  # noqa: TID251 -- this room draws nonces
from collections.abc import Iterable, Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.privacy.faults import NoKey, SubjectForgotten, Tampered
from shared.privacy.key_encryption import NONCE_BYTES
from shared.privacy.key_ring import KeyRing

LAYOUT = b"\x01"
PADDED_TO = 64

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Sealer:
    """Seals and opens personal data with the keys of a ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def seal(self, subject_id: str, payload: Mapping[str, str]) -> str:
        """Seal one person's data; the key is made if there is none yet (see ``KeyRing``).

        Raises ``SubjectForgotten`` when the person's key was destroyed.
        """
        return self.seal_many([(subject_id, payload)])[0]

    def seal_many(self, people: Iterable[tuple[str, Mapping[str, str]]]) -> list[str]:
        """``seal`` for thousands of people at once; forgotten ones are named all together."""
        listed = list(people)
        keys = self._ring.create({subject_id for subject_id, _ in listed})
        forgotten = {one for one, key in keys.items() if key is None}
        if forgotten:
            raise SubjectForgotten(forgotten)
        return [seal_with(keys[one] or b"", one, payload) for one, payload in listed]

    def unseal(self, subject_id: str, sealed: str) -> dict[str, str] | None:
        """The person's data, or None when the person was forgotten.

        Raises:
            NoKey: there never was a key, so the text comes from somewhere else.
            Tampered: the text does not belong to this person, or was changed.
        """
        return self.unseal_many([(subject_id, sealed)])[0]

    def unseal_many(self, people: Iterable[tuple[str, str]]) -> list[dict[str, str] | None]:
        """``unseal`` for thousands of people at once."""
        listed = list(people)
        keys = self._ring.keys_for({subject_id for subject_id, _ in listed})
        return [_opened(keys, subject_id, sealed) for subject_id, sealed in listed]


def _opened(
    keys: Mapping[str, bytes | None], subject_id: str, sealed: str
) -> dict[str, str] | None:
    if subject_id not in keys:
        raise NoKey(subject_id)
    key = keys[subject_id]
    return None if key is None else open_with(key, subject_id, sealed)


def seal_with(key: bytes, subject_id: str, payload: Mapping[str, str]) -> str:
    """Seal with a key at hand."""
    clear = _encode(payload)
    padded = clear.ljust(-(-len(clear) // PADDED_TO) * PADDED_TO)
    nonce = secrets.token_bytes(NONCE_BYTES)
    content = AESGCM(key).encrypt(nonce, padded, LAYOUT + subject_id.encode())
    return base64.b64encode(LAYOUT + nonce + content).decode("ascii")


def open_with(key: bytes, subject_id: str, sealed: str) -> dict[str, str]:
    """Open with a key at hand. Raises ``Tampered``."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        layout, nonce, content = raw[:1], raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
        clear = AESGCM(key).decrypt(nonce, content, layout + subject_id.encode())
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise Tampered(f"a sealed text does not open for {subject_id}") from error
    return _decode(clear)


def seal_bytes(key: bytes, subject_id: str, content: bytes) -> bytes:
    """A file of the person, in the same layout but neither padded nor as text."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return LAYOUT + nonce + AESGCM(key).encrypt(nonce, content, LAYOUT + subject_id.encode())


def open_bytes(key: bytes, subject_id: str, sealed: bytes) -> bytes:
    """The file again. Raises ``Tampered``."""
    layout, nonce, content = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, layout + subject_id.encode())
    except (InvalidTag, ValueError) as error:
        raise Tampered(f"a sealed file does not open for {subject_id}") from error
