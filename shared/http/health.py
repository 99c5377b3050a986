"""Live: the process answers. Ready: its work is progressing. Metrics: in numbers.

A process whose loop is stuck still answers a ping; so readiness asks each loop how it fares.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from shared.metrics import CONTENT_TYPE, Metrics, rendered


class Check(BaseModel):
    """How one part of the work fares; of a loop also its state, such as `standing by`."""

    name: str
    ok: bool
    state: str = ""
    detail: str = ""


class Health(BaseModel):
    """How the service fares."""

    status: Literal["ok", "failing"]
    checks: Annotated[list[Check], Field(default_factory=list)]


Readiness = Callable[[], Sequence[Check]]
"""Asks every loop for its progress, at each call."""


def health_router(readiness: Readiness, metrics: Metrics) -> APIRouter:
    """``/health/live``, ``/health/ready`` and ``/metrics``: open, they tell nothing about people."""
    router = APIRouter(tags=["operations"])

    @router.get("/health/live")
    def live() -> Health:
        return Health(status="ok", checks=[])

    @router.get("/health/ready", responses={503: {"model": Health}})
    def ready(response: Response) -> Health:
        checks = list(readiness())
        fine = all(check.ok for check in checks)
        response.status_code = 200 if fine else 503
        return Health(status="ok" if fine else "failing", checks=checks)

    @router.get("/metrics", response_class=Response, responses={200: _METRICS})
    def metrics_page() -> Response:
        return Response(rendered(metrics), media_type=CONTENT_TYPE)

    return router


_METRICS = {"content": {"text/plain": {"schema": {"type": "string"}}}}
