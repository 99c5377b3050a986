"""A genuine token names its principal; every other text is refused with a reason."""

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.access.keys import Key, KeySet
from shared.access.principal import Grant, Principal
from shared.access.refusals import Unauthorised
from shared.access.roles import Role
from shared.access.tokens import LEEWAY_SECONDS, RECALLED_SECONDS, Verifier, issue
from shared.clock import utc_now
from tests.shared.access.signing import (
    AUDIENCE,
    ED25519,
    ISSUER,
    RSA,
    claims,
    shared_secret,
)


def verifier(*keys: Key) -> Verifier:
    return Verifier(KeySet(keys or (shared_secret(),)), issuer=ISSUER, audience=AUDIENCE)


def refusal(token: str, *keys: Key) -> str:
    with pytest.raises(Unauthorised) as caught:
        verifier(*keys).verify(token)
    return str(caught.value)


def unsigned(header: dict[str, Any], payload: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in (header, payload))
    head, body = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    return f"{head}.{body}."


@pytest.mark.parametrize(
    ("private", "public"),
    [
        (shared_secret("k"), shared_secret("k")),
        (Key("k", "RS256", RSA), Key("k", "RS256", RSA.public_key())),
        (Key("k", "EdDSA", ED25519), Key("k", "EdDSA", ED25519.public_key())),
    ],
    ids=["HS256", "RS256", "EdDSA"],
)
def test_a_genuine_token_names_its_principal(private: Key, public: Key) -> None:
    principal = verifier(public).verify(issue(claims(), private))

    assert principal == Principal("officer-1", (Grant(Role.STREET_OFFICER, "430111001"),))


def test_the_key_is_found_by_its_name() -> None:
    old, new = shared_secret("old", b"o" * 32), shared_secret("new", b"n" * 32)

    assert verifier(old, new).verify(issue(claims(), new)).id == "officer-1"


def test_of_several_keys_a_token_must_name_one() -> None:
    nameless = issue(claims(), shared_secret(None, b"o" * 32))

    told = refusal(nameless, shared_secret("old", b"o" * 32), shared_secret("new", b"n" * 32))

    assert told == "the token is signed with an unknown key"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": utc_now() - timedelta(seconds=LEEWAY_SECONDS + 60)}, "expired"),
        ({"exp": None}, "lacks"),
        ({"sub": None}, "lacks"),
        ({"iss": "urn:somebody:else"}, "another issuer"),
        ({"iss": None}, "lacks"),
        ({"aud": "urn:another:system"}, "another audience"),
        ({"aud": None}, "lacks"),
        ({"nbf": utc_now() + timedelta(hours=1)}, "not valid yet"),
        ({"iat": utc_now() + timedelta(hours=1)}, "not valid yet"),
        ({"sub": "two\nlines"}, "sub must be"),
        ({"grants": "all"}, "grants must be a list"),
        ({"grants": ["all"]}, "each of grants"),
        ({"grants": [{"role": "auditor"}]}, "each of grants"),
        ({"grants": [{"role": "auditor", "organisation": "4301/%"}]}, "each of grants"),
        ({"grants": [{"role": "auditor", "organisation": "4301", "not": 1}]}, "each of grants"),
    ],
)
def test_a_wrong_claim_is_refused_with_its_reason(changed: dict[str, Any], reason: str) -> None:
    assert reason in refusal(issue(claims(**changed), shared_secret()))


def test_clocks_may_differ_by_the_leeway() -> None:
    late = claims(exp=utc_now() - timedelta(seconds=LEEWAY_SECONDS - 20))

    assert verifier().verify(issue(late, shared_secret())).id == "officer-1"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_without_signature_is_refused(algorithm: str) -> None:
    payload = {"iss": ISSUER, "aud": AUDIENCE, "sub": "x", "exp": 9999999999}

    refusal(unsigned({"alg": algorithm, "typ": "JWT"}, payload))


def test_a_signature_by_another_key_is_refused() -> None:
    forged = issue(claims(), shared_secret(None, b"x" * 32))

    assert refusal(forged) == "the token's signature is wrong"


def test_a_public_key_cannot_be_passed_off_as_a_shared_secret() -> None:
    public = RSA.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = jwt.encode(claims(), b"y" * 32, algorithm="HS256").split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode()
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{head}.{body}".encode(), pem
    )
    forged = f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    assert "algorithm" in refusal(forged, Key(None, "RS256", public))


@pytest.mark.parametrize("text", ["", "nonsense", "a.b.c", "..", "é.é.é", "\x00"])
def test_other_text_is_refused(text: str) -> None:
    refusal(text)


def test_changed_claims_no_longer_fit_the_signature() -> None:
    head, _, signature = issue(claims(), shared_secret()).split(".")
    other = issue(claims(sub="director"), shared_secret()).split(".")[1]

    assert refusal(f"{head}.{other}.{signature}") == "the token's signature is wrong"


def test_a_role_of_another_system_grants_nothing() -> None:
    foreign = claims(grants=[{"role": "dba", "organisation": "4301"}])

    assert verifier().verify(issue(foreign, shared_secret())).grants == ()


class Hand:
    """A clock whose hand a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def recalling(hand: Hand) -> Verifier:
    keys = KeySet((shared_secret(),))
    return Verifier(keys, issuer=ISSUER, audience=AUDIENCE, seconds=hand)


def test_a_token_is_recalled_for_a_while_after_it_was_verified() -> None:
    hand = Hand()
    remembering, token = recalling(hand), issue(claims(), shared_secret())

    assert remembering.recalled(token) is None
    principal = remembering.verify(token)
    assert remembering.recalled(token) == principal
    assert remembering.recalled(token + "x") is None
    hand.now = RECALLED_SECONDS
    assert remembering.recalled(token) is None


def test_no_token_is_recalled_beyond_its_expiry() -> None:
    hand = Hand()
    remembering = recalling(hand)
    token = issue(claims(exp=utc_now() + timedelta(seconds=5)), shared_secret())

    remembering.verify(token)
    hand.now = 4.0
    assert remembering.recalled(token)
    hand.now = 5.1
    assert remembering.recalled(token) is None
