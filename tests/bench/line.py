"""One client's connection to a service: the plainest there is, so that clients take little of two cores."""

import json
from collections import defaultdict
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPMessage
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_PATIENCE_SECONDS = 30.0
_IDLE_SECONDS = 2.0
"""After so long a client opens a new connection: servers close those that lie idle (RFC 9112, 9.5)."""


class Answer(NamedTuple):
    """What was answered."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class Line:
    """A connection that is kept.

    Attributes:
        milliseconds: how long each request took, by the name it was given.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = HTTPConnection(
            str(parts.hostname), parts.port, timeout=_PATIENCE_SECONDS
        )
        self._used = perf_counter()
        self.milliseconds: dict[str, list[float]] = defaultdict(list)

    def close(self) -> None:
        self._connection.close()

    def ask(
        self,
        name: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """One request, timed under ``name``. Raises what the connection raises."""
        asking, sent = dict(headers), None
        if body is not None:
            asking["Content-Type"], sent = "application/json", json.dumps(body).encode()
        began = perf_counter()
        if began - self._used > _IDLE_SECONDS:
            self._connection.close()  # the next request opens another
        self._connection.request(method, path, sent, asking)
        found = self._connection.getresponse()
        answer = Answer(found.status, found.headers, found.read())
        self._used = perf_counter()
        self.milliseconds[name].append((self._used - began) * 1000)
        return answer
