"""Endpoints made of the list of acts, each with its own body and path in the OpenAPI document."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path

from services.resources.api.acts import GROUPS, Act
from services.resources.api.allowing import allow
from services.resources.api.bodies import BOOKING_ID, body_of, values_of
from services.resources.api.office import Asked
from services.resources.domain.booking.commands import BookingCommand
from services.resources.domain.booking.facts import BookingRef
from shared.http.answers import UNCHANGED, Done
from shared.http.asking import Asking
from shared.http.service_app import service_router

_NAMED = re.compile(r"{(\w+)}")
_ID = r"^[0-9a-z][0-9a-z-]{0,35}$"
_MONTH = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"
_NUMBER = Annotated[int, Path(ge=1, le=10_000)]
_PATHS: dict[str, Any] = {
    "month": Annotated[str, Path(pattern=_MONTH)],
    "number": _NUMBER,
    "booking_id": Annotated[str, Path(pattern=BOOKING_ID)],
}


def routers() -> Iterator[APIRouter]:
    """One router for each group of acts."""
    for tag, acts in GROUPS.items():
        router = service_router(404, 409, 412, tags=[tag])
        for act in acts:
            told: dict[str, Any] = {"status_code": 201, "responses": UNCHANGED} if act.drawn else {}
            router.post(act.path, summary=act.summary, name=act.command.__name__, **told)(
                _endpoint(act)
            )
        yield router


def _endpoint(act: Act) -> Callable[..., Done]:
    named = tuple(_NAMED.findall(act.path))
    of_booking = issubclass(act.command, BookingCommand)
    body_type = body_of(
        act.command, without=(*named, "booking") if of_booking else named, drawn=act.drawn
    )

    def endpoint(body: Any, asked: Asking[Any], **path: Any) -> Done:
        given = {"booking": BookingRef(**path)} if of_booking else path
        values = values_of(body) | given
        if act.drawn:
            values[act.drawn] = values[act.drawn] or asked.new_id
        command = act.command(**asked.stamp(body.effective_date), **values)
        allow(asked, act.permission, command)
        return asked.carry_out(command)

    endpoint.__signature__ = _signature(body_type, named)  # type: ignore[attr-defined]  # FastAPI reads it
    endpoint.__doc__ = inspect.getdoc(act.command)
    return endpoint


def _signature(body: Any, named: tuple[str, ...]) -> inspect.Signature:
    kind = inspect.Parameter.KEYWORD_ONLY
    types = {name: _PATHS.get(name, Annotated[str, Path(pattern=_ID)]) for name in named}
    types |= {"body": body, "asked": Asked}
    told = [inspect.Parameter(name, kind, annotation=each) for name, each in types.items()]
    return inspect.Signature(told, return_annotation=Done)
