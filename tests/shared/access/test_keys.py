"""Key files are read strictly: a key that must not be used stops the start."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from shared.access.keys import BadKey, Key, KeySet, load_key_file
from shared.access.tokens import Verifier, issue
from tests.shared.access.signing import (
    AUDIENCE,
    ED25519,
    ISSUER,
    RSA,
    SECRET,
    claims,
    ed25519_jwk,
    rsa_jwk,
)


def written(folder: Path, content: bytes | dict[str, Any]) -> Path:
    path = folder / "keys"
    path.write_bytes(json.dumps(content).encode() if isinstance(content, dict) else content)
    return path


def pem(public: Any) -> bytes:
    text: bytes = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return text


@pytest.mark.parametrize(
    ("content", "signing"),
    [
        (SECRET + b"\n", Key(None, "HS256", SECRET)),
        (pem(RSA.public_key()), Key(None, "RS256", RSA)),
        (pem(ED25519.public_key()), Key(None, "EdDSA", ED25519)),
        ({"keys": [rsa_jwk("a"), ed25519_jwk("b")]}, Key("b", "EdDSA", ED25519)),
    ],
    ids=["bare secret", "RSA PEM", "Ed25519 PEM", "JWK set of two"],
)
def test_every_kind_of_key_file_verifies(
    tmp_path: Path, content: bytes | dict[str, Any], signing: Key
) -> None:
    verifier = Verifier.at(str(written(tmp_path, content)), issuer=ISSUER, audience=AUDIENCE)

    assert verifier.verify(issue(claims(), signing)).id == "officer-1"


def test_a_jwk_set_may_be_told_itself() -> None:
    told = json.dumps({"keys": [rsa_jwk("a")]})
    verifier = Verifier.at(told, issuer=ISSUER, audience=AUDIENCE)

    assert verifier.verify(issue(claims(), Key("a", "RS256", RSA))).id == "officer-1"


WEAK_RSA = generate_private_key(65537, 1024).public_key()  # noqa: S505 -- to be refused


def private_jwk() -> dict[str, Any]:
    return jwt.algorithms.OKPAlgorithm.to_jwk(ED25519, as_dict=True)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "32 bytes"),
        (b"short secret", "32 bytes"),
        (b"{not json", "JWK set"),
        ({"key": []}, "JWK set"),
        ({"keys": {}}, "list"),
        ({"keys": []}, "no usable key"),
        ({"keys": [{"kty": "oct", "k": "c2hvcnQ"}]}, "32 bytes"),
        ({"keys": [{"kty": "strange"}]}, "kind"),
        ({"keys": [rsa_jwk("a"), rsa_jwk("a")]}, "same kid"),
        ({"keys": [{**rsa_jwk("a"), "kid": 1}]}, "kid must be text"),
        ({"keys": [private_jwk()]}, "private key"),
        (b"-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----", "public key"),
        (pem(WEAK_RSA), "2048 bits"),
        (pem(ec.generate_private_key(ec.SECP256R1()).public_key()), "EdDSA on Ed25519"),
        (
            ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "does not hold a public key",
        ),
    ],
    ids=map(str, count()),  # the keys themselves would name the tests, anew in each worker
)
def test_a_bad_key_file_is_refused_by_rule(
    tmp_path: Path, content: bytes | dict[str, Any], rule: str
) -> None:
    with pytest.raises(BadKey, match=rule):
        load_key_file(written(tmp_path, content))


def test_a_key_never_prints_its_secret() -> None:
    key = Key("k", "HS256", SECRET)

    assert SECRET.decode() not in f"{key} {key!r} {KeySet((key,))!r}"
