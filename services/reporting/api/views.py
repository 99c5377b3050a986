"""`/views`: how far the read model is, and its rebuild."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.reporting.api.access import admit_operator
from services.reporting.api.desk import Desk
from services.reporting.api.read_after import position_text
from services.reporting.statistics.reading import STATISTICS
from shared.http.documented import Responses
from shared.http.rebuilding import NDJSON, ReportAnswer, report_of, streamed
from shared.http.refusals import NotFound
from shared.http.security import Caller
from shared.http.service_app import service_router
from shared.subscription import checkpoints, views
from shared.subscription.reaching import reached


class ViewAnswer(BaseModel):
    """How a read model fares."""

    name: str
    position: str = Field(description="Up to where it is, in the publisher's log.")
    recorded_at: datetime | None = Field(description="When the last event in it was recorded.")
    lag: int = Field(description="How many messages it has not taken up yet.")
    shape: str = Field(description="Of its tables; changes with a release that asks for a rebuild.")
    state: str = Field(description="Of the loop; `elsewhere` when another process runs it.")
    reason: str = Field(description="Why the loop is retrying or stopped, else empty.")


class ViewsAnswer(BaseModel):
    views: list[ViewAnswer]


_REPORT: Responses = {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}}
Accept = Annotated[
    str, Header(description=f"`{NDJSON}`: a line for each step, the report as the last one.")
]
AcceptDifferences = Annotated[
    bool, Query(description="Switch even when the new copy differs from the live one.")
]


def views_router(desk: Desk) -> APIRouter:
    """The endpoints under `/views`."""
    router = service_router(404, 409, tags=["operations"])

    @router.get("/views")
    def list_views(caller: Caller) -> ViewsAnswer:
        """Every read model of this service."""
        admit_operator(caller)
        with desk.engine.connect() as connection:
            return ViewsAnswer(views=[_statistics_view(connection, desk)])

    @router.post("/views/{name}/rebuild", response_model=ReportAnswer, responses=_REPORT)
    def rebuild(
        caller: Caller,
        name: str,
        accept: Accept = "",
        accept_differences: AcceptDifferences = False,
    ) -> Response | ReportAnswer:
        """Rebuild it from the log beside the live one, compare, and switch."""
        admit_operator(caller)
        make = desk.rebuilds.get(name)
        if make is None:
            raise NotFound("view")
        if NDJSON in accept:
            return StreamingResponse(streamed(make(), accept_differences), media_type=NDJSON)
        return report_of(make(), accept_differences)

    return router


def _statistics_view(connection: Connection, desk: Desk) -> ViewAnswer:
    name, progress = STATISTICS.name, [each.progress for each in desk.subscriptions.values()]
    far = reached(connection, name)
    behind = [
        source.head() - checkpoints.read(connection, name, source.name).position
        for source in desk.sources
    ]
    worst = next((one for one in progress if not one.healthy), progress[0] if progress else None)
    return ViewAnswer(
        name=name,
        position=position_text(far.sequence),
        recorded_at=far.recorded_at,
        lag=max(sum(behind), 0),
        shape=views.known_shape(connection, STATISTICS.name) or "",
        state=worst.state if worst else "elsewhere",
        reason=worst.reason if worst and not worst.healthy else "",
    )
