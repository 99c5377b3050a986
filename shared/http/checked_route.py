"""Sound text only: what arrives is UTF-8 JSON, and no text holds U+0000, which PostgreSQL refuses.

Checked before the endpoint's types are, in parameters, JSON bodies and forms, so that no endpoint
and no table has to think of it.
"""

import json
from asyncio import get_running_loop
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial, wraps
from inspect import iscoroutinefunction
from itertools import islice
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile
from starlette.routing import Match
from starlette.types import Scope

from shared.http.problem import FieldError, shown
from shared.http.refusals import Invalid, MalformedBody
from shared.http.validation import MOST, field_name

NUL = "\0"


_THREADS = ThreadPoolExecutor(40, thread_name_prefix="request")
"""As many as the framework has of its own: more requests than connections, which are waited for."""


class CheckedRoute(APIRoute):
    """The route class of every service.

    A request has one thread: what the framework would do in a second one, checking the answer, is done
    at the server's own. Two ways there and back cost as much as reading the request.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        super().__init__(path, _in_a_thread(endpoint), **told)
        self._fixed = path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Paths that begin otherwise are told apart without their patterns: there are a hundred."""
        asked = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        if not asked.startswith(self._fixed):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            _refuse_nul(request.path_params.items())
            _refuse_nul(request.query_params.multi_items())
            return await handle(_CheckedRequest(request.scope, request.receive))

        return checked


def _in_a_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def answered(**given: Any) -> Any:
        work = partial(copy_context().run, endpoint, **given)
        return await get_running_loop().run_in_executor(_THREADS, work)

    return answered


class _CheckedRequest(Request):
    async def json(self) -> Any:
        return sound_json(await self.body())

    async def form(self, **limits: Any) -> FormData:  # type: ignore[override]  # FastAPI only awaits it
        form = await super().form(**limits)
        try:
            _refuse_nul((name, _text_of(value)) for name, value in form.multi_items())
        except Invalid:
            await form.close()
            raise
        return form


def sound_json(body: bytes) -> Any:
    """The JSON in ``body``.

    Raises:
        MalformedBody: not UTF-8, not JSON (NaN is none), or too deeply nested.
        Invalid: a text in it holds U+0000; names the fields.
    """
    try:
        text = body.decode()
        parsed = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise MalformedBody(f"the body is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise MalformedBody(f"not JSON at character {error.pos}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise MalformedBody("the JSON holds NaN, too long a number, or nests too deeply") from error
    if "\\u0000" in text:
        _refuse(list(islice(_places_of_nul(parsed), MOST)))
    return parsed


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _places_of_nul(parsed: object) -> Iterator[str]:
    """Without recursion: the nesting is the caller's choice."""
    left: list[tuple[tuple[str | int, ...], object]] = [((), parsed)]
    while left:
        place, value = left.pop()
        match value:
            case str() if NUL in value:
                yield field_name(("body", *place))
            case list():
                left += [((*place, index), one) for index, one in enumerate(value)]
            case dict():
                left += [((*place, key), one) for key, one in value.items()]
                left += [(place, key) for key in value]


def _text_of(value: UploadFile | str) -> str:
    return value if isinstance(value, str) else value.filename or ""


def _refuse_nul(named: Iterable[tuple[str, object]]) -> None:
    _refuse([name for name, value in named if NUL in name or NUL in str(value)])


def _refuse(fields: list[str]) -> None:
    if fields:
        message = "text must not contain the character U+0000"
        raise Invalid([FieldError(field=shown(f), rule="no-nul", message=message) for f in fields])
