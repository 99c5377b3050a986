"""Refusals as Open311 tells them: a list of code and description, in the form that was asked for.

A 403 says that the key is missing or wrong, a 404 that something does not exist; any other refusal is a
400. Only what has nothing to do with the request (it is too large, comes too often, or we cannot answer
now) keeps its status, for a client does something else about it.
"""

import json
from collections.abc import Iterator
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.petitions.api.open311.forms import JSON, XML, Form
from shared.http.problem import MEDIA_TYPE

PREFIX = "/open311/"
KEPT = (403, 404, 405, 413, 429, 500, 503)
_FORBIDDEN, _OTHER = 403, 400
_AS = {**{status: status for status in KEPT}, 401: _FORBIDDEN}


class Open311Errors:
    """ASGI middleware: problem documents from below `PREFIX` become errors of the standard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _path(scope).startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_problem(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    await _translated(scope, held)(scope, receive, send)

        await self._app(scope, receive, told)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _is_problem(message: Message) -> bool:
    headers = dict(message["headers"])
    kind: bytes = headers.get(b"content-type", b"")
    return kind.startswith(MEDIA_TYPE.encode())


def _translated(scope: Scope, held: list[Message]) -> ASGIApp:
    problem = json.loads(b"".join(message.get("body", b"") for message in held[1:]))
    status = _AS.get(problem["status"], _OTHER)
    form: Form = JSON if _path(scope).endswith(".json") else XML
    errors = [{"code": status, "description": text} for text in _descriptions(problem)]
    again = dict(held[0]["headers"]).get(b"retry-after")
    headers = {"Retry-After": again.decode()} if again else None
    return form.response("errors", errors, status, headers)


def _descriptions(problem: dict[str, Any]) -> Iterator[str]:
    """What people read; each field with its rule where there are several."""
    told = problem["detail"] or problem["title"]
    errors = problem["errors"]
    if not errors:
        yield told
    for error in errors:
        field = f"{error['field']}: " if error["field"] else ""
        yield f"{told} ({field}{error['message']})"
