"""What happens to requests, and what an app adds to its own: the extension that FixMyStreet reads and writes.

`GET` and `POST /servicerequestupdates`, as its wiki describes them ("Open311 FMS - Proposed differences
to Open311"). An update of an app is a comment of the appellant's; it closes nothing.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from fastapi import Form as FormBody
from fastapi import Query, Response
from pydantic import BaseModel, Field

from services.petitions.api.fields import PetitionId
from services.petitions.api.history import STEP_LABELS
from services.petitions.api.open311.filing import Key
from services.petitions.api.open311.forms import Form
from services.petitions.api.open311.knocking import (
    Filed,
    Given,
    Jurisdiction,
    Knocking,
    LookedUp,
    in_city,
)
from services.petitions.api.open311.requests import MOST, Within, span, unit_name
from services.petitions.api.open311.routing import Endpoint, both_forms
from services.petitions.domain.petition.commands import AddComment
from services.petitions.domain.rejection import Rejection
from services.petitions.projections import published
from shared.access.reach import Reach
from shared.database import looking_at
from shared.event_store import Metadata
from shared.http.refusals import NotFound

_metadata = msgspec.json.Decoder(Metadata).decode
_CLOSED = "CLOSED"


class AppClosesNothing(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "status",
            "an app does not close an appeal; its appellant rates the answer with the tracking code",
            "第三方应用不能归档诉求;请诉求人凭查询码评价",
        )


class Update(BaseModel):
    """One step of a request."""

    update_id: str
    service_request_id: str
    status: Literal["OPEN", "CLOSED"]
    updated_datetime: datetime
    description: str
    media_url: None = None


class UpdateTaken(BaseModel):
    update_id: str


class UpdateSent(BaseModel):
    """What an app adds; when it was received counts, and who sent it is known."""

    api_key: Key = None
    jurisdiction_id: Jurisdiction = None
    service_request_id: PetitionId
    update_id: Annotated[str, Field(min_length=1, max_length=64, description="应用自己的编号")]
    status: Given[Annotated[str, Field(max_length=32)]] = None
    description: Annotated[str, Field(min_length=1, max_length=4_000)]


def _listed(form: Form) -> Endpoint:
    def updates(looked: LookedUp, within: Annotated[Within, Query()]) -> Response:
        """The earliest first, at most 1,000: go on from the last one's `updated_datetime`."""
        places, when = looked.places(within.jurisdiction_id), span(within, looked.office.now())
        around = looked.office.petitions.around()
        with looking_at(looked.office.engine) as connection:
            rows = published.steps(connection, *when, places, MOST)
        found = [
            Update(
                update_id=row.event_id,
                service_request_id=row.petition_id,
                status="OPEN" if row.is_open else "CLOSED",
                updated_datetime=in_city(row.at),
                description=f"{STEP_LABELS[row.type]}:{unit_name(around, row.unit_id)}",
            )
            for row in rows
            if row.type in STEP_LABELS
        ]
        return form.answer("service_request_updates", found)

    return updates


def _sent(form: Form) -> Endpoint:
    def post_update(filed: Filed, told: Annotated[UpdateSent, FormBody()]) -> Response:
        """The same `update_id` again changes nothing."""
        app = filed.app(told.api_key)
        filed.places(told.jurisdiction_id)
        petition_id = told.service_request_id
        _check_own(filed, app, petition_id)
        if told.status is not None and told.status.upper() == _CLOSED:
            raise AppClosesNothing
        asking = filed.asking(app, f"{petition_id} {told.update_id}")
        note = filed.office.words.note(petition_id, told.description)
        asking.carry_out(
            AddComment(
                petition_id=petition_id,
                now=asking.acting.now,
                actor=asking.acting.actor,
                by="",
                comment_id=asking.new_id,
                note=note,
            )
        )
        return form.answer("service_request_updates", [UpdateTaken(update_id=asking.new_id)])

    return post_update


def _check_own(filed: Knocking, app: Reach, petition_id: str) -> None:
    """Let the app pass that filed it, and nobody else."""
    records = filed.office.petitions.records(petition_id)
    if not records or _metadata(records[0].metadata).actor != app.caller.id:
        raise NotFound(f"service_request_id {petition_id!r} of this app")


both_forms("/servicerequestupdates", _listed, list[Update], "公开诉求的办理进展")
both_forms("/servicerequestupdates", _sent, list[UpdateTaken], "补充说明", "POST")
