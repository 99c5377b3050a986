"""Verification keys from an identity provider's JWKS address, fetched seldom and never trusted far.

The promise: at most one fetch runs at a time; an unknown kid causes a fetch at most once every
``min_interval``, so a flood of forged tokens cannot be turned against the provider; while the
provider is out of reach, keys already known serve on for ``max_stale`` and no longer.
"""

import ipaddress
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener

from shared.access.keys import BadKey, Key, key_from_jwk
from shared.access.refusals import KeysUnavailable, Unauthorised
from shared.clock import monotonic_seconds

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and to trust, all in seconds."""

    timeout: float = 5.0
    min_interval: float = 30.0
    max_age: float = 600.0
    max_stale: float = 3600.0


class JwksAddress:
    """A ``KeySource`` that reads ``address``: https, or http on this very machine."""

    def __init__(
        self,
        address: str,
        patience: Patience = Patience(),
        seconds: Callable[[], float] = monotonic_seconds,
    ) -> None:
        _check_address(address)
        self._address, self._patience, self._seconds = address, patience, seconds
        self._lock = threading.Lock()
        self._keys: dict[str | None, Key] = {}
        self._fetched = self._tried = float("-inf")

    def find(self, kid: str | None) -> Key:
        """As ``KeySource`` says. Raises ``KeysUnavailable`` when the address cannot be read."""
        now = self._seconds()
        if self._wants_fetch(kid, now):
            self._refresh(kid, now)
        return self._known(kid, now)

    def _wants_fetch(self, kid: str | None, now: float) -> bool:
        due = kid not in self._keys or now - self._fetched > self._patience.max_age
        return due and now - self._tried >= self._patience.min_interval

    def _refresh(self, kid: str | None, now: float) -> None:
        """One thread fetches; who has a usable key meanwhile goes on, who has none waits."""
        if not self._lock.acquire(blocking=kid not in self._keys):
            return
        try:
            if self._wants_fetch(kid, now):
                self._fetch(now)
        finally:
            self._lock.release()

    def _fetch(self, now: float) -> None:
        keys = _fetch(self._address, self._patience.timeout)
        if keys is not None:
            self._keys, self._fetched = keys, now
        self._tried = now

    def _known(self, kid: str | None, now: float) -> Key:
        if now - self._fetched > self._patience.max_stale:
            raise KeysUnavailable("the address of the verification keys cannot be read")
        if kid in self._keys:
            return self._keys[kid]
        if self._fetched < self._tried:
            raise KeysUnavailable("the address of the verification keys cannot be read now")
        raise Unauthorised("the token is signed with an unknown key")


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could lead from https to anywhere, so it counts as a failure."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


def _opener() -> OpenerDirector:
    return build_opener(ProxyHandler({}), _NoRedirect())


def _fetch(address: str, timeout: float) -> dict[str | None, Key] | None:
    try:
        with _opener().open(address, timeout=timeout) as answer:
            listed = json.loads(answer.read(MAX_BYTES))["keys"]
            return {key.kid: key for key in map(_usable, listed) if key}
    except (URLError, OSError, HTTPException, ValueError, KeyError, TypeError):
        return None


def _usable(jwk: object) -> Key | None:
    """A provider also lists keys for encryption or of other kinds; those are not for us."""
    if not isinstance(jwk, dict) or jwk.get("kty") == "oct" or jwk.get("use", "sig") != "sig":
        return None
    try:
        return key_from_jwk(jwk)
    except BadKey:
        return None


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return
    raise BadKey("a JWKS address must be https, or http on loopback")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
