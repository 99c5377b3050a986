"""Operating read models over HTTP: how far each is, and rebuilding one while it serves.

A rebuild is told line by line (NDJSON): `{"read": …, "of": …}` while it runs, and at last what it did.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from shared.access.principal import Principal
from shared.http.rebuilding import NDJSON, streamed
from shared.http.refusals import NotFound
from shared.http.security import principal
from shared.http.service_app import service_router
from shared.subscription.loop import Subscription
from shared.subscription.rebuild import Rebuild

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
        lines = streamed(rebuilds[name](), accept_differences)
        return StreamingResponse(lines, media_type=NDJSON)

    return router


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
