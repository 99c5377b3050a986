"""Entering an appeal afterwards, with all that was done about it (补录)."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from services.petitions.api.intake import AppealByOfficer, Registered, allow_place, registration
from services.petitions.api.office import Asked
from services.petitions.api.steps.endpoints import command_of
from services.petitions.api.steps.ways import WAYS
from services.petitions.application.records import RecordAppeal
from shared.clock import derived_id
from shared.http.answers import UNCHANGED
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["登记 intake"])
_STEPS_MOST = 200
_BY_NAME = {way.name: way for way in WAYS}


def _recorded(name: str, body: Any) -> Any:
    """The step's body, and which step it is."""
    title = "Recorded" + name.title().replace("-", "")
    which: dict[str, Any] = {"step": (Literal[name], ...)}
    return create_model(title, __base__=body, **which)


_ANY_STEP: Any = Annotated[
    reduce(or_, (_recorded(way.name, way.body) for way in WAYS)), Field(discriminator="step")
]


class Record(AppealByOfficer):
    """The appeal, and its steps in their order, each with the time it happened."""

    steps: Annotated[list[_ANY_STEP], Field(max_length=_STEPS_MOST, description="各环节,按先后")]


@router.post(
    "/petitions/records",
    status_code=201,
    response_model=Registered,
    responses=UNCHANGED,
    summary="补录诉求及其办理经过",
)
def record(body: Record, asked: Asked) -> Registered:
    """All of it or nothing; promises are judged by when things happened, as the record says."""
    allow_place(asked, body.place)
    petition_id, intake = asked.new_id, asked.office.intake
    first = intake.command(petition_id, registration(body, body.channel, body.at), asked.acting)
    steps = [
        command_of(_BY_NAME[each.step], each, petition_id, asked, derived_id(f"{petition_id}:{n}"))
        for n, each in enumerate(body.steps)
    ]
    allow_place(
        asked, body.place
    )  # it is taken down by this grant, whoever the steps were taken by
    done = asked.carry_out(RecordAppeal(petition_id, (first, *steps)))
    return Registered(
        **done.model_dump(), petition_id=petition_id, tracking_code=intake.code(petition_id)
    )
