"""Operating read models over HTTP: how far each is, and rebuilding one while it serves.

A rebuild is told line by line (NDJSON): `{"read": …, "of": …}` while it runs, and at last what it did.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from queue import SimpleQueue
from typing import Annotated, Any

import msgspec
import structlog
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from shared.access.principal import Principal
from shared.http.problem import problem
from shared.http.refusals import NotFound, Refusal
from shared.http.security import principal
from shared.http.service_app import service_router
from shared.subscription.loop import Subscription
from shared.subscription.rebuild import Rebuild, RebuildReport, RebuildRunning

logger = structlog.get_logger(__name__)

NDJSON = "application/x-ndjson"
Allow = Callable[[Request, Principal], None]
"""Lets who may operate the views pass; raises `Forbidden` for everybody else."""


class ViewShown(BaseModel):
    """One read model."""

    name: str
    position: int | None = Field(description="已读到的日志位置;空表示由别的进程负责")
    lag: int | None = Field(description="还差多少条")
    state: str = Field(description="状态:running、waiting、retrying、stopped、elsewhere")
    reason: str = Field(description="重试或停止的原因")


class ViewsShown(BaseModel):
    views: list[ViewShown]


class RebuildUnderWay(Refusal):
    """409: one at a time."""

    def __init__(self) -> None:
        super().__init__(problem(409, "this view is being rebuilt", slug="rebuild-running"))


def views_router(
    rebuilds: Mapping[str, Callable[[], Rebuild]],
    subscriptions: Mapping[str, Subscription[Any]],
    allow: Allow,
) -> APIRouter:
    """``/views`` for the views that ``rebuilds`` names."""
    router = service_router(404, 409, tags=["运维 operations"])

    def operator(request: Request, caller: Annotated[Principal, Depends(principal)]) -> None:
        allow(request, caller)

    @router.get("/views", dependencies=[Depends(operator)], summary="读模型的状态")
    def views() -> ViewsShown:
        """How far each read model is."""
        return ViewsShown(views=[_shown(name, subscriptions.get(name)) for name in rebuilds])

    @router.post(
        "/views/{name}/rebuild",
        dependencies=[Depends(operator)],
        response_class=StreamingResponse,
        responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}}},
        summary="重建读模型",
    )
    def rebuild(
        name: Annotated[str, Path(max_length=100)],
        *,
        accept_differences: Annotated[bool, Query(description="与现有内容不同时也切换")] = False,
    ) -> StreamingResponse:
        """Read the log again into a copy, compare it row by row with the live view, and switch."""
        if name not in rebuilds:
            raise NotFound("view")
        lines = rebuilt(rebuilds[name](), accept_differences=accept_differences)
        return StreamingResponse(lines, media_type=NDJSON)

    return router


def rebuilt(rebuild: Rebuild, *, accept_differences: bool) -> Iterator[bytes]:
    """Run the rebuild; answer its lines as they come.

    Raises:
        RebuildUnderWay: at once, when somebody else is rebuilding this view.
    """
    told: SimpleQueue[dict[str, Any] | RebuildReport | Exception] = SimpleQueue()

    def run() -> None:
        try:
            progress = lambda read, of: told.put({"read": read, "of": of})  # noqa: E731 -- a line
            told.put(rebuild.run(accept_differences=accept_differences, progress=progress))
        except Exception as error:  # noqa: BLE001 -- told to the one who asked
            told.put(error)

    threading.Thread(target=run, name="rebuild", daemon=True).start()
    first = told.get()
    if isinstance(first, RebuildRunning):
        raise RebuildUnderWay
    return _lines(first, told)


def _lines(
    first: dict[str, Any] | RebuildReport | Exception,
    told: "SimpleQueue[dict[str, Any] | RebuildReport | Exception]",
) -> Iterator[bytes]:
    item = first
    while isinstance(item, dict):
        yield _line(item)
        item = told.get()
    if isinstance(item, RebuildReport):
        yield _line({"done": True, **asdict(item)})
    else:
        logger.error("rebuild.failed", error=type(item).__name__)
        yield _line({"failed": type(item).__name__})


def _line(told: object) -> bytes:
    return msgspec.json.encode(told) + b"\n"


def _shown(name: str, subscription: Subscription[Any] | None) -> ViewShown:
    if subscription is None:
        return ViewShown(name=name, position=None, lag=None, state="elsewhere", reason="")
    progress = subscription.progress
    return ViewShown(
        name=name,
        position=progress.position,
        lag=subscription.lag(),
        state=progress.state,
        reason=progress.reason,
    )
