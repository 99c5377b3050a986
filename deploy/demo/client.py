"""A small HTTP client: the demo speaks to the platform as anybody would, with a token over HTTP."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.key_file import ensure_key_file, local_signing_key
from shared.access.roles import Role
from shared.access.tokens import issue
from shared.clock import derived_id, utc_now

_BOUNDARY = "----community-platform"
_REFUSED, _NOT_NOW = 400, 503
_ATTEMPTS = 20
_VALID_FOR = timedelta(hours=12)
Answer = dict[str, Any]


class Refused(Exception):
    """The platform refused a request; the text is its problem details in a line."""


@dataclass(frozen=True)
class Client:
    """Requests of one officer.

    Attributes:
        addresses: where each service answers, by its name; in the embedded run it is one for all.
        token: the officer's.
    """

    addresses: Mapping[str, str]
    token: str

    @classmethod
    def of(
        cls, addresses: Mapping[str, str], key_file: Path, role: Role, organisation: str
    ) -> "Client":
        """The officer who holds ``role`` at ``organisation``."""
        now = utc_now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": f"{role}-{organisation}",
            "grants": [{"role": role, "organisation": organisation}],
            "iat": now,
            "exp": now + _VALID_FOR,
        }
        return cls(addresses, issue(claims, local_signing_key(ensure_key_file(key_file))))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._json("GET", path, None, headers or {})

    def post(self, path: str, body: Mapping[str, Any], *, once: str = "") -> Answer:
        """``once`` names the act: done again it changes nothing."""
        headers = {"Content-Type": "application/json"}
        if once:
            headers["Idempotency-Key"] = derived_id(f"demo:{once}")
        return self._json("POST", path, json.dumps(body).encode(), headers)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path, None, {}).read()

    def upload(self, path: str, file: Path) -> Answer:
        body, headers = _multipart(file)
        return self._json("POST", path, body, headers)

    def follow(self, path: str, file: Path | None = None) -> Iterator[Answer]:
        """The lines of an answer that comes bit by bit."""
        body, headers = _multipart(file) if file else (b"", {})
        response = self._ask("POST", path, body, {**headers, "Accept": "application/x-ndjson"})
        for line in response:
            yield json.loads(line)

    def _json(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        response = self._ask(method, path, body, headers)
        answer: Answer = json.load(response)
        if position := response.getheader("View-Position"):
            answer["view_position"] = position
        return answer

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HTTPResponse:
        response = self._once(method, path, body, headers)
        for _ in range(_ATTEMPTS):
            if response.status != _NOT_NOW:
                break
            Event().wait(float(response.getheader("Retry-After", "1")))
            response = self._once(method, path, body, headers)
        if response.status >= _REFUSED:
            told = json.load(response)
            raise Refused(f"{method} {path}: {response.status} {told.get('detail') or told}")
        return response

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HTTPResponse:
        address = self.addresses[path.split("/")[1]]
        connection = HTTPConnection(urlsplit(address).netloc, timeout=120)
        authorised = {
            **headers,
            "Authorization": f"Bearer {self.token}",
            "Connection": "close",  # each request has its own: nothing is left open behind it
        }
        connection.request(method, path, body, authorised)
        return connection.getresponse()


def _multipart(file: Path) -> tuple[bytes, dict[str, str]]:
    head = (
        f"--{_BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + file.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
