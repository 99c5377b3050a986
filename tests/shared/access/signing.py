"""Keys and claims for the specs of tokens."""

from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from shared.access.keys import Key
from shared.clock import utc_now

ISSUER, AUDIENCE = "urn:test:issuer", "urn:test:audience"
SECRET = b"a secret of more than thirty-two bytes"

RSA = generate_private_key(public_exponent=65537, key_size=2048)
ED25519 = Ed25519PrivateKey.generate()


def shared_secret(kid: str | None = None, secret: bytes = SECRET) -> Key:
    return Key(kid, "HS256", secret)


def rsa_jwk(kid: str) -> dict[str, Any]:
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True)
    return {**jwk, "kid": kid, "alg": "RS256", "use": "sig"}


def ed25519_jwk(kid: str) -> dict[str, Any]:
    jwk = jwt.algorithms.OKPAlgorithm.to_jwk(ED25519.public_key(), as_dict=True)
    return {**jwk, "kid": kid, "alg": "EdDSA"}


def claims(**changed: Any) -> dict[str, Any]:
    """Claims that are accepted, but for what is ``changed``; None takes a claim away."""
    now = utc_now()
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "officer-1",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "grants": [{"role": "street_officer", "organisation": "430111001"}],
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}
