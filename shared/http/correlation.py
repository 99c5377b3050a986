"""One id for everything a request causes: log lines, events, messages to other services.

It becomes the events' correlation id and the CloudEvents attribute ``correlationid``. A caller may
bring its own in ``X-Correlation-ID``; the answer always shows it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.clock import new_id

HEADER = "X-Correlation-ID"
_ACCEPTED = re.compile(r"[0-9A-Za-z._-]{1,64}")


@dataclass(frozen=True)
class Correlation:
    """ASGI middleware; the id of the request is in ``request.state.correlation_id``.

    Within another application that has it too, the outer one's id stands.
    """

    app: ASGIApp
    draw_id: Callable[[], str] = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "correlation_id" in scope.get("state", {}):
            await self.app(scope, receive, send)
            return
        correlation = self._accepted(Headers(scope=scope).get(HEADER, ""))
        scope.setdefault("state", {})["correlation_id"] = correlation

        async def shown(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = correlation
            await send(message)

        with structlog.contextvars.bound_contextvars(correlation_id=correlation):
            await self.app(scope, receive, shown)

    def _accepted(self, given: str) -> str:
        """Another text would be a way to write into our logs."""
        return given if _ACCEPTED.fullmatch(given) else self.draw_id()


def correlation_id(request: Request) -> str:
    """Dependency: the id to store beside the events this request causes."""
    return str(request.state.correlation_id)
