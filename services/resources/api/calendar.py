"""When something can be had, and calendars as other programs read them."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Path, Query, Response
from msgspec.json import encode
from pydantic import BaseModel, Field

from services.resources.api.allowing import sight
from services.resources.api.bodies import Moment
from services.resources.api.icalendar import MEDIA_TYPE, calendar
from services.resources.api.office import Looked
from services.resources.domain.intervals import Span
from services.resources.domain.streams import UNITS
from services.resources.projections import bookings
from services.resources.projections import calendar as queries
from shared.access.permissions import Permission
from shared.access.refusals import Forbidden
from shared.http.problem import FieldError
from shared.http.read_after import VIEW_POSITION
from shared.http.refusals import Invalid, NotFound
from shared.http.service_app import service_router

router = service_router(404, tags=["场地与预约 bookings"])
VIEW = bookings.PROJECTION.name
_LONGEST = timedelta(days=366)
_KEPT = timedelta(days=31)
_Id = Annotated[str, Path(pattern=r"^[0-9a-z][0-9a-z-]{0,35}$")]
_ICS: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "iCalendar"}
}


class SpanShown(BaseModel):
    begins: datetime
    ends: datetime


class AvailabilityShown(BaseModel):
    resource_id: str
    free: list[SpanShown] = Field(
        description="可预约时段(已扣除开放时间外、已约、停用与准备整理时间)"
    )


@router.get(
    "/resources/{resource_id}/availability",
    summary="查询可预约时段",
    response_model=AvailabilityShown,
)
def availability(
    resource_id: _Id,
    looked: Looked,
    begins: Annotated[Moment, Query(description="起,如 2026-03-01T00:00:00+08:00")],
    ends: Annotated[Moment, Query(description="止;最长一年")],
) -> Response:
    """When it can be used within the wish; anybody who works here, or is a unit's liaison, may ask.

    A year of a busy hall has more than a thousand spans: they are written as they were found.
    """
    sight(looked)
    if not begins < ends <= begins + _LONGEST:
        message = "ends must be after begins, and at most 366 days later"
        raise Invalid([FieldError(field="ends", rule="availability-span", message=message)])
    with looked.view(VIEW) as connection:
        resource = queries.lent(connection, resource_id)
        if resource is None:
            raise NotFound("resource")
        wish = Span(begins.astimezone(UTC), ends.astimezone(UTC))
        free = [*queries.free(connection, resource, wish)]
    position = {VIEW_POSITION: looked.response.headers[VIEW_POSITION]}
    shown = [{"begins": each.begins, "ends": each.ends} for each in free]
    told = encode({"resource_id": resource_id, "free": shown})
    return Response(told, media_type="application/json", headers=position)


@router.get(
    "/resources/{resource_id}/calendar.ics",
    summary="资源日历(iCalendar)",
    response_class=Response,
    responses=_ICS,
)
def of_resource(resource_id: _Id, looked: Looked) -> Response:
    """What is booked of it, from a month ago on."""
    seen = sight(looked)
    with looked.view(VIEW) as connection:
        resource = queries.lent(connection, resource_id)
        if resource is None:
            raise NotFound("resource")
        if resource.community_code not in seen.codes and resource.owner_unit_id not in seen.units:
            raise Forbidden(Permission.RESOURCE_READ)
        found = queries.of_resource(connection, resource_id, looked.office.now() - _KEPT)
    return Response(calendar(resource.name, found, looked.office.now()), media_type=MEDIA_TYPE)


@router.get(
    "/units/{unit_id}/calendar.ics",
    summary="单位日历(iCalendar)",
    response_class=Response,
    responses=_ICS,
)
def of_unit(unit_id: _Id, looked: Looked) -> Response:
    """What the unit uses and lends, from a month ago on."""
    seen = sight(looked)
    facts = looked.office.resources.state(UNITS + unit_id).facts
    if facts is None:
        raise NotFound("unit")
    if unit_id not in seen.units and not set(facts.premises) & set(seen.codes):
        raise Forbidden(Permission.RESOURCE_READ)
    with looked.view(VIEW) as connection:
        found = queries.of_unit(connection, unit_id, looked.office.now() - _KEPT)
    return Response(calendar(facts.name, found, looked.office.now()), media_type=MEDIA_TYPE)
