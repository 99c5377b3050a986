"""Counts, times and logs each request, and answers what nobody expected with a bare 500.

Neither query nor body is logged: both may hold what people searched for. Metrics and log lines name
the route's path with the names of what stands in it, never the path that was asked for: of one service
each is its own, and ids do not multiply them. Log lines tell the route's function or command too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.clock import monotonic_seconds
from shared.http.problem import answer, problem
from shared.metrics import Metrics

logger = structlog.get_logger(__name__)

UNMATCHED = "unmatched"
QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Endpoints that machines ask every few seconds: counted, not logged."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class Observation:
    """ASGI middleware around everything but the correlation."""

    app: ASGIApp
    metrics: Metrics
    seconds: Callable[[], float] = monotonic_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = self.seconds(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _protect(message)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            logger.exception("request.failed", **self._told(scope), exc_info=error)
            if status:  # the answer has begun: all that is left is to break it off
                raise
            await answer(Request(scope), problem(500))(scope, receive, watched)
        finally:
            self._note(scope, status, self.seconds() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        told = self._told(scope)
        method, endpoint = told["method"], told["endpoint"]
        self.metrics.requests.labels(method, endpoint, str(status)).inc()
        self.metrics.request_seconds.labels(method, endpoint).observe(seconds)
        if endpoint not in QUIET:
            milliseconds = round(seconds * 1000, 1)
            logger.info("request", **told, status=status, milliseconds=milliseconds)

    def _told(self, scope: Scope) -> dict[str, str]:
        """What was asked for, in the words of metrics and log lines."""
        route = scope.get("route")
        return {
            "service": self.metrics.service,
            "method": scope["method"] if scope["method"] in _METHODS else "OTHER",
            "endpoint": getattr(route, "path", UNMATCHED),
            "operation": getattr(route, "name", ""),
        }


def _protect(message: Message) -> None:
    """Answers hold personal data: no proxy keeps them, no browser guesses what they are."""
    headers = message["headers"]
    given = {name for name, _ in headers}
    message["headers"] = [*headers, *(one for one in _PROTECTING if one[0] not in given)]


_PROTECTING = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
