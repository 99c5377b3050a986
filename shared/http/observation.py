"""Counts, times and logs each request, and answers what nobody expected with a bare 500.

Neither query nor body is logged: both may hold what people searched for. Metrics are labelled with
the endpoint's function, never with the path, so that ids do not multiply them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.clock import monotonic_seconds
from shared.http.problem import answer, problem
from shared.metrics import Metrics

logger = structlog.get_logger(__name__)

UNMATCHED = "unmatched"
QUIET = frozenset({"live", "ready", "metrics_page"})
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
                _protect(MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            logger.exception("request.failed", endpoint=_endpoint(scope), exc_info=error)
            if status:  # the answer has begun: all that is left is to break it off
                raise
            await answer(Request(scope), problem(500))(scope, receive, watched)
        finally:
            self._note(scope, status, self.seconds() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        endpoint = _endpoint(scope)
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.metrics.requests.labels(method, endpoint, str(status)).inc()
        self.metrics.request_seconds.labels(method, endpoint).observe(seconds)
        if endpoint not in QUIET:
            told = {"endpoint": endpoint, "method": method, "status": status}
            logger.info("request", **told, milliseconds=round(seconds * 1000, 1))


def _endpoint(scope: Scope) -> str:
    return getattr(scope.get("endpoint"), "__name__", UNMATCHED)


def _protect(headers: MutableHeaders) -> None:
    """Answers hold personal data: no proxy keeps them, no browser guesses what they are."""
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("X-Content-Type-Options", "nosniff")
