"""`/views`: how far each read model of a service is, and its rebuild while it serves."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH
from shared.http.documented import Responses
from shared.http.rebuilding import NDJSON, ReportAnswer, report_of, streamed
from shared.http.refusals import NotFound
from shared.http.security import Caller
from shared.http.service_app import service_router
from shared.messaging.feed import Topic
from shared.subscription import checkpoints
from shared.subscription.follower import Follower
from shared.subscription.keeping import View, Views
from shared.subscription.promise import Source
from shared.subscription.reaching import reached
from shared.subscription.views import known_shape

Allow = Callable[[Request, Principal], None]
"""Lets who may operate the views pass; raises `Forbidden` for everybody else."""
_REPORT: Responses = {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}}


def operator(_: Request, caller: Principal) -> None:
    """Let the caller look after the views.

    A view belongs to no organisation, and may be broken just then; so the role alone decides,
    wherever in the tree it is held.

    Raises:
        Forbidden: no role of the caller permits it.
    """
    roles = ROLES_WITH[Permission.OPERATIONS_RUN]
    if not any(grant.role in roles for grant in caller.grants):
        raise Forbidden(Permission.OPERATIONS_RUN)


class TopicShown(BaseModel):
    """How far a read model is in one of its topics."""

    topic: str
    position: int = Field(description="已读到该主题发布方日志的哪个位置")
    lag: int = Field(description="还差多少条")


class ViewShown(BaseModel):
    """How a read model fares."""

    name: str
    position: int = Field(
        description="已读到发布方日志的哪个位置;有多个来源时取最落后的;读多个主题的见 topics"
    )
    topics: list[TopicShown] = Field(description="读自其他服务的各个主题")
    recorded_at: datetime | None = Field(description="其中最近一条的记录时间")
    lag: int = Field(description="还差多少条")
    shape: str = Field(description="表结构的指纹;新版本若要重建则会改变")
    state: str = Field(
        description="running、waiting、standing by、retrying、stopped;elsewhere 由别的进程负责"
    )
    reason: str = Field(description="重试、待命或停止的原因")


class ViewsShown(BaseModel):
    views: list[ViewShown]


def views_router(
    views: Views, subscriptions: Mapping[str, Follower[Any]], allow: Allow = operator
) -> APIRouter:
    """``/views``, for those whom ``allow`` lets pass."""

    def allowed(request: Request, caller: Caller) -> None:
        allow(request, caller)

    router = service_router(404, 409, tags=["运维 operations"])
    only = [Depends(allowed)]

    @router.get("/views", dependencies=only, summary="读模型的状态")
    def listed() -> ViewsShown:
        """How far each read model is, whichever process keeps it."""
        return ViewsShown(views=[_shown(view, subscriptions) for view in views.values()])

    @router.post(
        "/views/{name}/rebuild",
        dependencies=only,
        response_model=ReportAnswer,
        responses=_REPORT,
        summary="重建读模型",
    )
    def rebuild(
        name: Annotated[str, Path(max_length=100)],
        accept: Annotated[str, Header(description=f"{NDJSON}:逐步报告进度")] = "",
        *,
        accept_differences: Annotated[bool, Query(description="与现有内容不同时也切换")] = False,
    ) -> Response | ReportAnswer:
        """Read it again into a copy, compare that row by row with the live view, and switch.

        With `Accept: application/x-ndjson` each line tells how far it is, the last one what it did.
        """
        if name not in views:
            raise NotFound("view")
        work = views[name].rebuild()
        if NDJSON in accept:
            return StreamingResponse(streamed(work, accept_differences), media_type=NDJSON)
        return report_of(work, accept_differences)

    @router.delete(
        "/views/{name}/old", dependencies=only, status_code=204, summary="丢弃重建前的副本"
    )
    def drop_old(name: Annotated[str, Path(max_length=100)]) -> None:
        """Throw away the copy that was live before the last rebuild, if it is still there."""
        if name not in views:
            raise NotFound("view")
        views[name].rebuild().drop_old()

    return router


def _shown(view: View, subscriptions: Mapping[str, Follower[Any]]) -> ViewShown:
    with view.engine.connect() as connection:
        far = reached(connection, view.name)
        shape = known_shape(connection, view.name)
        topics = [_topic_shown(connection, view.name, topic) for topic in view.feed.topics]
        lag = _lag(connection, view.name, view.feed.sources())
    loops = [one.progress for one in subscriptions.values() if one.subscription == view.name]
    worst = next((one for one in loops if not one.healthy), loops[0] if loops else None)
    return ViewShown(
        name=view.name,
        position=far.sequence,
        recorded_at=far.recorded_at,
        lag=lag,
        topics=topics,
        shape=shape or "",
        state=worst.state if worst else "elsewhere",
        reason=worst.reason if worst else "",
    )


def _topic_shown(connection: Connection, view: str, topic: Topic) -> TopicShown:
    position = reached(connection, view, topic.name).sequence
    lag = _lag(connection, view, topic.sources())
    return TopicShown(topic=topic.name, position=position, lag=lag)


def _lag(connection: Connection, view: str, sources: Sequence[Source[Any]]) -> int:
    """How many entries are not handled yet; the end is asked for after the checkpoint."""
    counted = tuple(sources)  # Kafka is asked for them whenever somebody looks
    at = [checkpoints.read(connection, view, source.name).position for source in counted]
    return sum(max(s.head() - position, 0) for s, position in zip(counted, at, strict=True))
