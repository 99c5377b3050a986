"""Problems in the OpenAPI document, so that no answer comes as a surprise."""

from typing import Any

from fastapi import FastAPI

from shared.http.problem import MEDIA_TYPE, TITLES, Problem

ALWAYS = (400, 401, 403, 413, 422, 500, 503)
"""What any operation may answer: body, token, scope, size, rules, and our own faults."""

_REFERENCE = "#/components/schemas/"
Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """``responses=`` of an operation: these statuses, besides those any operation may answer."""
    return {status: _documented(status) for status in sorted({*ALWAYS, *statuses})}


def _documented(status: int) -> dict[str, Any]:
    schema = {"$ref": f"{_REFERENCE}Problem"}
    told: dict[str, Any] = {"description": TITLES[status][1]}
    told["content"] = {MEDIA_TYPE: {"schema": schema}}
    headers = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
    if status in headers:
        told["headers"] = {headers[status]: {"schema": {"type": "string"}}}
    return told


def document_problems(app: FastAPI) -> None:
    """Put the schema the references lead to into the application's OpenAPI document."""
    plain = app.openapi

    def with_problems() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = plain().setdefault("components", {}).setdefault("schemas", {})
            schemas.update(_schemas())
        return plain()

    app.openapi = with_problems  # type: ignore[method-assign]  # the documented way to extend it


def _schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=_REFERENCE + "{model}")
    return {**schema.pop("$defs"), "Problem": schema}
