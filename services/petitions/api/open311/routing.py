"""Each endpoint twice: `….json` and `….xml`, with the errors of the standard."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from services.petitions.api.open311.forms import FORMS, JSON, Form
from shared.http.checked_route import CheckedRoute
from shared.http.documented import problems

PATH = "/open311/v2"
Endpoint = Callable[..., Response]
router = APIRouter(route_class=CheckedRoute, tags=["Open311 GeoReport v2"])


class Error(BaseModel):
    """Why it cannot be done."""

    code: int = Field(description="the HTTP status")
    description: str = Field(description="for people")


class _Xml(Response):
    media_type = "text/xml"


_CLASSES: dict[str, type[Response]] = {"json": JSONResponse, "xml": _Xml}


def both_forms(
    path: str, made: Callable[[Form], Endpoint], model: Any, summary: str, method: str = "GET"
) -> None:
    """Add ``path`` in both forms; ``made`` makes the endpoint that answers in one of them."""
    for form in FORMS:
        endpoint = made(form)
        endpoint.__name__ = f"open311_{endpoint.__name__}_{form.suffix}"
        router.add_api_route(
            f"{PATH}{path}.{form.suffix}",
            endpoint,
            methods=[method],
            response_class=_CLASSES[form.suffix],
            responses=_documented(form, model),
            summary=f"{summary}({form.suffix.upper()})",
        )


def _documented(form: Form, model: Any) -> dict[int | str, dict[str, Any]]:
    refused = {"description": "拒绝的原因,可有多条", **_schema(form, list[Error])}
    always: dict[int | str, dict[str, Any]] = dict.fromkeys(
        ("4XX", 400, 403, 404, 413, 429, 503), refused
    )
    return {200: _schema(form, model), **always, 500: problems()[500]}


def _schema(form: Form, model: Any) -> dict[str, Any]:
    if form is JSON:
        return {"model": model}
    return {"content": {form.media_type: {"schema": {"type": "string"}}}}
