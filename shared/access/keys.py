"""Keys that verify tokens: read strictly, so that a wrong key file is noticed at the start.

Each key belongs to exactly one algorithm. A token whose header names another one is refused, so
nobody can pass off a public key as a shared secret.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from shared.access.refusals import Unauthorised

SECRET_BYTES = 32
"""Least length of a shared secret: HS256 is as strong as its hash is wide (RFC 7518, 3.2)."""
RSA_BITS = 2048
"""Least RSA modulus (RFC 7518, 3.3)."""


class BadKey(ValueError):
    """A key that must not be used; the text says which rule it breaks, never the key itself."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key and the one algorithm it may be used with.

    Attributes:
        kid: the name tokens call it by; None for a source that holds a single nameless key.
        algorithm: HS256, RS256 or EdDSA.
        material: what PyJWT takes for that algorithm; never printed.
    """

    kid: str | None
    algorithm: str
    material: Any

    def __repr__(self) -> str:
        return f"Key(kid={self.kid!r}, algorithm={self.algorithm!r})"


class KeySource(Protocol):
    """Where verification keys are found."""

    def find(self, kid: str | None) -> Key:
        """The key named ``kid``. Raises ``Unauthorised`` when there is none of that name."""
        ...


class KeySet:
    """Keys that are all known at the start."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        if not keys:
            raise BadKey("no usable key")
        self._by_kid = {key.kid: key for key in keys}
        if len(self._by_kid) != len(keys):
            raise BadKey("two keys have the same kid")
        self._only = keys[0] if len(keys) == 1 else None

    def find(self, kid: str | None) -> Key:
        key = self._by_kid.get(kid) or (self._only if None in (kid, *self._by_kid) else None)
        if key is None:
            raise Unauthorised("the token is signed with an unknown key")
        return key


def load_key_file(path: Path) -> KeySet:
    """The keys in a file. Raises ``BadKey``, or ``OSError`` when it cannot be read."""
    return keys_of(path.read_bytes())


def keys_of(content: bytes) -> KeySet:
    """Read a JWK set (RFC 7517), a PEM public key, or a bare HS256 secret, told apart by content.

    Raises:
        BadKey: when it is none of these, too weak, or a private key where a public one belongs.
    """
    content = content.strip()
    if content.startswith(b"{"):
        return KeySet(tuple(key_from_jwk(jwk) for jwk in _jwks(content)))
    if content.startswith(b"-----BEGIN"):
        return KeySet((_from_pem(content),))
    return KeySet((_checked(None, "HS256", content),))


def key_from_jwk(jwk: dict[str, Any]) -> Key:
    """The key of one JWK. Raises ``BadKey``."""
    if jwk.get("kty") != "oct" and "d" in jwk:
        raise BadKey("a private key does not belong in a file of verification keys")
    try:
        parsed = jwt.PyJWK.from_dict(jwk)
    except jwt.PyJWTError as error:
        raise BadKey("not a JWK of a kind that is supported (oct, RSA, Ed25519)") from error
    return _checked(jwk.get("kid"), parsed.algorithm_name, parsed.key)


def _jwks(content: bytes) -> list[dict[str, Any]]:
    try:
        keys = json.loads(content)["keys"]
    except (ValueError, KeyError) as error:
        raise BadKey("the key file is not a JWK set") from error
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise BadKey("'keys' of a JWK set must be a list of objects")
    return keys


def _from_pem(content: bytes) -> Key:
    try:
        material = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey("the PEM file does not hold a public key") from error
    algorithm = "RS256" if isinstance(material, RSAPublicKey) else "EdDSA"
    return _checked(None, algorithm, material)


def _checked(kid: object, algorithm: str, material: Any) -> Key:
    if kid is not None and not isinstance(kid, str):
        raise BadKey("a kid must be text")
    match algorithm, material:
        case "HS256", bytes() if len(material) >= SECRET_BYTES:
            pass
        case "RS256", RSAPublicKey(key_size=bits) if bits >= RSA_BITS:
            pass
        case "EdDSA", Ed25519PublicKey():
            pass
        case _:
            raise BadKey(
                f"a key must be HS256 of at least {SECRET_BYTES} bytes, "
                f"RS256 of at least {RSA_BITS} bits, or EdDSA on Ed25519"
            )
    return Key(kid, algorithm, material)
