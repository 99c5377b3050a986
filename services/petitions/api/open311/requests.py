"""How requests stand: anybody may look up those that came by the channel open to everybody."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from pydantic import BaseModel, Field

from services.petitions.api.fields import PetitionPath
from services.petitions.api.open311.forms import Form
from services.petitions.api.open311.knocking import (
    Given,
    Jurisdiction,
    JurisdictionAsked,
    Knocking,
    LookedUp,
    W3Instant,
    in_city,
)
from services.petitions.api.open311.places import address_of
from services.petitions.api.open311.routing import Endpoint, both_forms
from services.petitions.api.open311.services import usable
from services.petitions.domain.petition.case import Surroundings
from services.petitions.domain.streams import petition_stream
from services.petitions.projections import published
from services.petitions.projections.published import Wanted
from shared.clock import city_day
from shared.database import looking_at
from shared.freshness import NotInTime
from shared.http.problem import FieldError
from shared.http.read_after import NotYetVisible
from shared.http.refusals import Invalid, NotFound

VIEW = published.PROJECTION.name
SPAN = timedelta(days=90)
MOST = 1_000
_STATUS = {"open": True, "closed": False}
_LONGEST_LIST = 40_000
_Ids = Annotated[str, Field(max_length=_LONGEST_LIST, description="可有多个,逗号分隔")]
Several = Given[_Ids]
Instant = Given[Annotated[W3Instant, Field(description="W3C 格式,带时区")]]


class Within(BaseModel):
    """Of which jurisdiction, and when."""

    jurisdiction_id: Jurisdiction = None
    start_date: Instant = None
    end_date: Instant = None


class Listing(Within):
    """Which requests."""

    service_request_id: Several = None
    service_code: Several = None
    status: Several = None


class Request(BaseModel):
    """One request; what only its appellant may know is empty."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: Annotated[None, Field(description="诉求内容不公开")] = None
    agency_responsible: str
    service_notice: None = None
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    address_id: str
    zipcode: None = None
    lat: Annotated[None, Field(description="不保存坐标,见 address")] = None
    long: None = None
    media_url: Annotated[None, Field(description="附件不公开")] = None


class Found(BaseModel):
    service_request_id: str
    token: str


def span(within: Within, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: at most 90 days, by default the last.

    Raises:
        Invalid: the span is longer, or turned round.
    """
    since, until = within.start_date, within.end_date
    last = until or (now if since is None else since + SPAN)
    first = since or last - SPAN
    if first > last:
        raise Invalid([_error("end_date", "it must not be before start_date")])
    if last - first > SPAN:
        raise Invalid([_error("start_date", "it must lie at most 90 days before end_date")])
    return first, last


def _error(field: str, message: str) -> FieldError:
    return FieldError(field=field, rule="open311", message=message)


def _listed(form: Form) -> Endpoint:
    def requests(looked: LookedUp, listing: Annotated[Listing, Query()]) -> Response:
        """The newest first: of 90 days, and at most 1,000; for more, ask for an earlier `end_date`."""
        places = looked.places(listing.jurisdiction_id)
        if listing.service_request_id is not None:
            rows = _named(looked, listing.service_request_id, places)
        else:
            wanted = _wanted(looked, listing, places)
            with looking_at(looked.office.engine) as connection:
                rows = published.requests(connection, wanted, MOST)
        return form.answer("service_requests", [*map(_shown_in(looked), rows)])

    return requests


def _named(looked: Knocking, ids: str, places: Sequence[str]) -> Sequence[Any]:
    wanted = [each.strip() for each in ids.split(",")][:MOST]
    with looking_at(looked.office.engine) as connection:
        return published.requests_named(connection, wanted, places)


def _wanted(looked: Knocking, listing: Listing, places: Sequence[str]) -> Wanted:
    now, around = looked.office.now(), looked.office.petitions.around()
    asked = [each.strip() for each in (listing.service_code or "").split(",")]
    paths = [usable(around.categories, each, city_day(now)) for each in asked if each]
    return Wanted(*span(listing, now), places, paths, _only(listing.status))


def _only(statuses: str | None) -> bool | None:
    """True for the open ones alone, False for the closed ones alone."""
    asked = {each.strip().lower() for each in (statuses or "").split(",")} - {""}
    if unknown := asked - _STATUS.keys():
        raise Invalid([_error("status", f"it must be open or closed, not {min(unknown)[:20]!r}")])
    return _STATUS[asked.pop()] if len(asked) == 1 else None


def _shown_in(looked: Knocking) -> Callable[[Any], Request]:
    around, day = looked.office.petitions.around(), city_day(looked.office.now())

    def shown(row: Any) -> Request:
        code = row.category_path.rpartition("/")[2]
        return Request(
            service_request_id=row.petition_id,
            status="open" if row.is_open else "closed",
            status_notes=row.status.label + (f":{row.outcome.label}" if row.outcome else ""),
            service_name=around.categories.category(code, day).name,
            service_code=code,
            agency_responsible=unit_name(around, row.unit_id),
            requested_datetime=in_city(row.registered_at),
            updated_datetime=in_city(row.updated_at),
            expected_datetime=in_city(row.due_at) if row.due_at else None,
            address=address_of(around.directory, row.place_path),
            address_id=row.place_path.rpartition("/")[2],
        )

    return shown


def unit_name(around: Surroundings, unit_id: str) -> str:
    """What the unit is called now."""
    unit = around.directory.units.get(unit_id)
    return unit.name if unit else unit_id


def _one(form: Form) -> Endpoint:
    def request(
        service_request_id: PetitionPath,
        looked: LookedUp,
        jurisdiction_id: JurisdictionAsked = None,
    ) -> Response:
        """It shows all that was answered before it was asked."""
        row = _found(looked, service_request_id, looked.places(jurisdiction_id))
        return form.answer("service_requests", [_shown_in(looked)(row)])

    return request


def _found(looked: Knocking, petition_id: str, places: Sequence[str]) -> Any:
    """Raises `NotFound` for whatever nobody may look up."""
    _wait(looked, petition_id)
    with looking_at(looked.office.engine) as connection:
        rows = published.requests_named(connection, [petition_id], places)
    if not rows:
        raise NotFound(f"service_request_id {petition_id!r} that anybody may look up")
    return rows[0]


def _wait(looked: Knocking, petition_id: str) -> None:
    """Until the view has heard of all that happened to it: an app asks right after filing."""
    stream = petition_stream(petition_id)
    version = looked.office.commands.version(stream)
    if version:
        try:
            looked.office.freshness.wait_for_event((VIEW,), stream, version)
        except NotInTime:
            raise NotYetVisible from None


def _token(form: Form) -> Endpoint:
    def token(
        token: Annotated[str, Path(max_length=64)],
        looked: LookedUp,
        jurisdiction_id: JurisdictionAsked = None,
    ) -> Response:
        """Every request has its id at once, so no token is given out: the id is its own token."""
        row = _found(looked, token, looked.places(jurisdiction_id))
        found = Found(service_request_id=row.petition_id, token=row.petition_id)
        return form.answer("service_requests", [found])

    return token


both_forms("/requests", _listed, list[Request], "查询公开的诉求")
both_forms("/requests/{service_request_id}", _one, list[Request], "查看一件公开的诉求")
both_forms("/tokens/{token}", _token, list[Found], "由 token 得到诉求编号")
