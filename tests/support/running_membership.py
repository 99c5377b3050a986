"""The membership service, running on a database of its own behind a real socket."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from httpx import Response

from services.membership.main import compose
from services.membership.roster.identity_number import check_character
from services.membership.settings import Settings
from shared.access.demo import AUDIENCE, ISSUER
from shared.access.key_file import ensure_key_file, local_signing_key
from shared.access.tokens import issue
from shared.clock import city_day, utc_now
from shared.database import open_pool
from shared.http.server import Server
from shared.messaging.embedded import EmbeddedBackbone
from shared.service import Service
from shared.settings import Role
from shared.signals import Signals

KEY = base64.b64encode(bytes(range(32))).decode()
FOUNDED = "2020-01-01"


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
    _clients: dict[tuple[str, str], "Client"] = field(default_factory=dict)

    def as_(self, role: str, organisation: str, login: str = "") -> "Client":
        """A client of somebody who holds this role there."""
        login = login or f"{role}-{organisation}"
        known = self._clients.get((login, organisation))
        if known is None:
            known = Client(self.address, self._token(role, organisation, login), self.written)
            self._clients[login, organisation] = known
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

    def _token(self, role: str, organisation: str, login: str) -> str:
        now = utc_now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": login,
            "iat": now,
            "exp": now + timedelta(hours=1),
            "grants": [{"role": role, "organisation": organisation}],
        }
        return issue(claims, local_signing_key(self.keys))


class Client:
    """Asks as one person, and reads what was written."""

    def __init__(self, address: str, token: str, written: Written) -> None:
        self.written = written
        self.http = httpx.Client(
            base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60
        )

    def get(self, path: str, **params: Any) -> Response:
        headers = {"Read-After": self.written.event} if self.written.event else {}
        return self.http.get(path, params=params, headers=headers)

    def post(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        return self._noted(self.http.post(path, json=body or {}, headers=_named(headers)))

    def put(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        return self._noted(self.http.put(path, json=body or {}, headers=_named(headers)))

    def search(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The members found, in a view that shows what was written."""
        headers = {"Read-After": self.written.event} if self.written.event else {}
        answer = self.http.post("/members/search", json=wanted, headers=headers)
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def upload(
        self, path: str, content: bytes, name: str = "roster.xlsx", **params: Any
    ) -> Response:
        return self.http.post(path, files={"file": (name, content)}, params=params)

    def _noted(self, response: Response) -> Response:
        self.written.event = response.headers.get("Read-After", self.written.event)
        return response


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def settings_for(url: str, folder: Path, role: Role = "all", patience: float = 10) -> Settings:
    return Settings(
        database_url=url,
        key_encryption_keys=f"test:{KEY}",
        blind_index_key=KEY,
        token_keys=str(ensure_key_file(folder / "access.json")),
        result_folder=folder / "results",
        role=role,
        read_after_seconds=patience,
    )


@contextmanager
def running(url: str, folder: Path, role: Role = "all", patience: float = 10) -> Iterator[Running]:
    """The service in one process, its messages in the same database."""
    pool, clock = open_pool(url, size=4), Clock()
    signals = Signals(url, EmbeddedBackbone.channels).start()
    service = compose(
        settings_for(url, folder, role, patience), EmbeddedBackbone(pool, signals), now=clock
    )
    service.start()
    try:
        with Server(service.app, port=0) as server:
            found = Running(server.address, service, url, clock, folder / "access.json")
            yield found
            found.close()
    finally:
        service.stop()
        signals.stop()
        pool.close()


def identity_number(number: int, born: date = date(1980, 5, 17)) -> str:
    """A valid number; each ``number`` below 1000 gives another person of the same birthday."""
    first = f"430111{born:%Y%m%d}{number:03d}"
    return first + check_character(first)


def person(number: int, **changed: str) -> dict[str, str]:
    return {
        "name": f"王{'〇一二三四五六七八九'[number % 10]}",
        "identity_number": identity_number(number),
        "phone": f"1380000{number:04d}",
        "address": f"长沙市雨花区侯家塘街道{number}号",
        "ethnicity": "汉族",
        **changed,
    }


DETAILS = {
    "standing": "full",
    "member_class": "in_service",
    "education": "university",
    "join_date": "2005-07-01",
    "full_date": "2006-07-01",
}


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
