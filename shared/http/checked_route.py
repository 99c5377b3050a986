"""Sound text only: what arrives is UTF-8 JSON, and no text holds U+0000, which PostgreSQL refuses.

Checked before the endpoint's types are, in parameters, JSON bodies and forms, so that no endpoint
and no table has to think of it.
"""

import json
from collections.abc import Callable, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

from shared.http.problem import FieldError, shown
from shared.http.refusals import Invalid, MalformedBody
from shared.http.validation import MOST, field_name

NUL = "\0"


class CheckedRoute(APIRoute):
    """The route class of every service."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            _refuse_nul(request.path_params.items())
            _refuse_nul(request.query_params.multi_items())
            return await handle(_CheckedRequest(request.scope, request.receive))

        return checked


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
