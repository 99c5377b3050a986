"""A service, running on a database of its own behind a real socket, and clients who hold roles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from httpx import Response

from shared.access.issuer import AUDIENCE, ISSUER
from shared.access.key_file import local_signing_key
from shared.access.tokens import issue
from shared.clock import city_day, utc_now
from shared.database import open_pool
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.messaging.promise import Backbone
from shared.service import Service
from shared.signals import Signals


class Clock:
    """The present, moved ahead by as much as a test wants."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    @property
    def today(self) -> date:
        return city_day(self())


@dataclass
class Written:
    """The event that somebody wrote last: everybody's next query is to show it."""

    event: str = ""
    _known: set[str] = field(default_factory=set)

    def note(self, event: str) -> None:
        """A repeated answer names what was written the first time: that may not be the last."""
        if event and event not in self._known:
            self._known.add(event)
            self.event = event


@dataclass
class Running:
    """One running service.

    Attributes:
        address: where it answers.
        service: as it was composed.
        database_url: of its own database.
        clock: what it takes for the present.
    """

    address: str
    service: Service
    database_url: str
    clock: Clock
    keys: Path
    written: Written = field(default_factory=Written)
    _clients: dict[tuple[object, ...], "Client"] = field(default_factory=dict)

    def as_(self, role: str, organisation: str, login: str = "") -> "Client":
        """A client of somebody who holds this role there."""
        return self.with_grants((role, organisation), login=login or f"{role}-{organisation}")

    def with_grants(self, *grants: tuple[str, str], login: str) -> "Client":
        """A client of somebody who holds several roles, each at its organisation."""
        known = self._clients.get((login, *grants))
        if known is None:
            known = Client(self.address, self._token(grants, login), self.written)
            self._clients[login, *grants] = known
        return known

    def newest_event(self) -> str:
        """The event stored last, as `Read-After` names it."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(
                "select stream || '@' || version from event_log.events order by tx desc, seq desc"
            ).fetchone()
        assert row is not None
        return str(row[0])

    def close(self) -> None:
        for client in self._clients.values():
            client.http.close()

    def _token(self, grants: Sequence[tuple[str, str]], login: str) -> str:
        now = utc_now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": login,
            "iat": now,
            "exp": now + timedelta(hours=1),
            "grants": [{"role": role, "organisation": at} for role, at in grants],
        }
        return issue(claims, local_signing_key(self.keys))


_ALL_KEPT = httpx.Limits(max_keepalive_connections=None, keepalive_expiry=None)
"""httpcore closes what it holds to be idle too long, or one too many, also when another thread has just been given it
(encode/httpcore#1110): of fifty who ask at once one finds his connection gone."""


class Client:
    """Asks as one person, and reads what was written."""

    def __init__(self, address: str, token: str, written: Written) -> None:
        self.written = written
        self.http = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
            limits=_ALL_KEPT,
        )

    def get(self, path: str, **params: Any) -> Response:
        headers = {"Read-After": self.written.event} if self.written.event else {}
        return self.http.get(path, params=params, headers=headers)

    def post(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        return self._noted(self.http.post(path, json=body or {}, headers=_named(headers)))

    def put(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        return self._noted(self.http.put(path, json=body or {}, headers=_named(headers)))

    def search(self, path: str, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What is found by a body, in a view that shows what was written."""
        headers = {"Read-After": self.written.event} if self.written.event else {}
        answer = self.http.post(path, json=wanted, headers=headers)
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def upload(
        self, path: str, content: bytes, name: str = "roster.xlsx", **params: Any
    ) -> Response:
        return self.http.post(path, files={"file": (name, content)}, params=params)

    def _noted(self, response: Response) -> Response:
        self.written.note(response.headers.get("Read-After", ""))
        return response


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


Compose = Callable[[Backbone, Clock], Service]
"""A service's `compose` with its settings given, whose ``token_keys`` are the file ``keys``."""


@contextmanager
def serving(url: str, keys: Path, compose: Compose) -> Iterator[Running]:
    """The service in one process, its messages in the same database."""
    pool, clock = open_pool(url, size=4), Clock()
    signals = Signals(url, EmbeddedBackbone.channels).start()
    service = compose(EmbeddedBackbone(pool, signals), clock)
    service.start()
    try:
        with Server(service.app, port=0) as server:
            found = Running(server.address, service, url, clock, keys)
            yield found
            found.close()
    finally:
        service.stop()
        signals.stop()
        pool.close()


def version_of(response: Response) -> int:
    return int(response.headers["ETag"].strip('"'))


def problem_of(response: Response) -> tuple[int, str, list[tuple[str, str]]]:
    """Status, slug, and (field, rule) pairs of a refusal; fails for anything that is no problem."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    told = response.json()
    assert told["status"] == response.status_code
    assert told["title"]
    errors = [(error["field"], error["rule"]) for error in told["errors"]]
    return response.status_code, told["type"].removeprefix("urn:problem:"), errors
