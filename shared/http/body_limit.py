"""No body larger than its endpoint needs, whatever its header says.

The framework has a limit of its own, but answers it with plain text.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problem import answer
from shared.http.refusals import TooLarge

USUAL = 1024 * 1024
"""Bytes; enough for any command."""
DRAINED = 64 * 1024 * 1024
"""Bytes of a refused body that are read and dropped. Who is still sending does not read: an answer
given too early is lost when the connection closes."""


class _Exceeded(Exception):
    """Stops whoever reads the body."""


@dataclass(frozen=True)
class BodyLimit:
    """ASGI middleware.

    Attributes:
        usual: bytes a body may have.
        larger: path within the application -> bytes, for uploads.
    """

    app: ASGIApp
    usual: int = USUAL
    larger: Mapping[str, int] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope)
        if _announced(scope) > limit:
            await _drain(receive)
            await _refuse(scope, receive, send, limit)
        else:
            await self._count(scope, receive, send, limit)

    async def _count(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        size, started = 0, False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise _Exceeded
            return message

        async def watched(message: Message) -> None:
            """Hold back what the application makes of a body that was cut off."""
            nonlocal started
            if started or size <= limit:
                started = True
                await send(message)

        with suppress(_Exceeded):
            await self.app(scope, counted, watched)
        if size > limit and not started:
            await _drain(receive)
            await _refuse(scope, receive, send, limit)

    def _limit(self, scope: Scope) -> int:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return self.larger.get(path, self.usual)


def _announced(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "0")
    return int(text) if text.isdecimal() else 0


async def _drain(receive: Receive) -> None:
    size, more = 0, True
    while more and size <= DRAINED:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    refusal = TooLarge(limit)
    response = answer(Request(scope), refusal.problem, {"Connection": "close"})
    await response(scope, receive, send)
