"""Bearer tokens: JSON Web Tokens (RFC 7519) that name a principal and its grants.

The claim ``grants`` is a list of ``{"role": ..., "organisation": ...}``. A role this platform does
not know grants nothing (a provider may serve other systems too); a grant of another shape makes
the whole token unacceptable, because somebody issued it wrongly.
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt

from shared.access.jwks import JwksAddress
from shared.access.keys import Key, KeySource, keys_of, load_key_file
from shared.access.principal import ORGANISATION_ID, Grant, Principal
from shared.access.refusals import Unauthorised
from shared.access.roles import Role
from shared.clock import monotonic_seconds, utc_now

LEEWAY_SECONDS = 30
"""How far the clocks of issuer and verifier may differ."""

RECALLED_SECONDS = 30.0
_RECALLED_MOST = 10_000
_REQUIRED = ["exp", "iss", "aud", "sub"]
_SUBJECT = re.compile(r"[!-~]{1,128}")
_ORGANISATION = re.compile(ORGANISATION_ID)
_ROLES: frozenset[str] = frozenset(Role)


def issue(claims: Mapping[str, Any], key: Key) -> str:
    """Sign ``claims`` as they are; the issuer decides on ``exp``, ``iss``, ``aud`` and ``sub``."""
    headers = {"kid": key.kid} if key.kid else None
    return jwt.encode(dict(claims), key.material, algorithm=key.algorithm, headers=headers)


class Verifier:
    """Tells a genuine token from any other text.

    Checked: signature, the key's own algorithm (``none`` is nobody's), expiry, not-before,
    issuing time, issuer, audience, subject, and the shape of the grants.

    A token that was verified is recalled for ``RECALLED_SECONDS``, and never beyond its expiry: so
    long at most one is still taken whose key was withdrawn.
    """

    def __init__(
        self,
        keys: KeySource,
        *,
        issuer: str,
        audience: str,
        leeway: float = LEEWAY_SECONDS,
        seconds: Callable[[], float] = monotonic_seconds,
    ) -> None:
        self._keys, self._issuer, self._audience = keys, issuer, audience
        self._leeway, self._seconds = leeway, seconds
        self._recalled: dict[bytes, tuple[float, Principal]] = {}

    @classmethod
    def at(cls, place: str, *, issuer: str, audience: str) -> "Verifier":
        """A verifier with the keys at ``place``: a JWKS address, the JWK set itself, or a key file.

        Raises ``BadKey`` or ``OSError`` at once rather than at the first request.
        """
        keys: KeySource
        if place.startswith(("http://", "https://")):
            keys = JwksAddress(place)
        elif place.startswith("{"):
            keys = keys_of(place.encode())
        else:
            keys = load_key_file(Path(place))
        return cls(keys, issuer=issuer, audience=audience)

    def verify(self, token: str) -> Principal:
        """The principal whom ``token`` names.

        Raises:
            Unauthorised: with the reason in words, never with the token.
            KeysUnavailable: when the keys are at an address that does not answer.
        """
        try:
            claims = self._claims(token)
        except jwt.PyJWTError as error:
            raise Unauthorised(_reason(error)) from error
        found = Principal(_subject(claims), _grants(claims))
        self._keep(token, found, float(claims["exp"]))
        return found

    def recalled(self, token: str) -> Principal | None:
        """The principal of a token that was verified a moment ago; None for any other."""
        until, found = self._recalled.get(_digest(token), (0.0, None))
        return found if self._seconds() < until else None

    def _keep(self, token: str, found: Principal, expiry: float) -> None:
        left = min(expiry - utc_now().timestamp(), RECALLED_SECONDS)
        self._recalled[_digest(token)] = (self._seconds() + left, found)
        if len(self._recalled) > _RECALLED_MOST:
            self._recalled.clear()

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._keys.find(_kid(token))
        return jwt.decode(
            token,
            key.material,
            algorithms=[key.algorithm],
            audience=self._audience,
            issuer=self._issuer,
            leeway=self._leeway,
            options={"require": _REQUIRED},
        )


def _digest(token: str) -> bytes:
    """Nobody reads a token out of our memory."""
    return sha256(token.encode()).digest()


def _kid(token: str) -> str | None:
    kid = jwt.get_unverified_header(token).get("kid")
    return kid if isinstance(kid, str) else None


_REASONS: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.ExpiredSignatureError, "the token has expired"),
    (jwt.InvalidAudienceError, "the token is meant for another audience"),
    (jwt.InvalidIssuerError, "the token comes from another issuer"),
    (jwt.ImmatureSignatureError, "the token is not valid yet"),
    (jwt.MissingRequiredClaimError, "the token lacks one of exp, iss, aud, sub"),
    (jwt.InvalidSignatureError, "the token's signature is wrong"),
    (jwt.InvalidAlgorithmError, "the token's algorithm is not the key's"),
)


def _reason(error: jwt.PyJWTError) -> str:
    return next((text for kind, text in _REASONS if isinstance(error, kind)), "not a valid token")


def _subject(claims: Mapping[str, Any]) -> str:
    if not _SUBJECT.fullmatch(claims["sub"]):
        raise Unauthorised("sub must be 1 to 128 visible ASCII characters")
    return str(claims["sub"])


def _grants(claims: Mapping[str, Any]) -> tuple[Grant, ...]:
    listed = claims.get("grants", [])
    if not isinstance(listed, list):
        raise Unauthorised("grants must be a list")
    return tuple(grant for grant in map(_grant, listed) if grant)


def _grant(value: object) -> Grant | None:
    match value:
        case {"role": str(role), "organisation": str(organisation), **more} if not more:
            if _ORGANISATION.fullmatch(organisation):
                return Grant(Role(role), organisation) if role in _ROLES else None
    raise Unauthorised(
        "each of grants must be {role, organisation}, the organisation an id of at most 36 lower-case"
        " letters, digits and hyphens"
    )
