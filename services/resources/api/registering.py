"""Units and their liaisons: the commands that bring a person's data, which is sealed on the way in."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from services.resources.api.allowing import allow
from services.resources.api.bodies import Id, UnitPath, body_of, values_of
from services.resources.api.office import Asked
from services.resources.domain.disclosure.decider import RecordReading
from services.resources.domain.disclosure.events import ReadingPurpose
from services.resources.domain.unit.commands import ForgetLiaison, NameLiaison, RegisterUnit
from shared.access.permissions import Permission
from shared.http.answers import UNCHANGED, Done
from shared.http.fields import Body, labels
from shared.http.refusals import NotFound
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["驻区单位 units"])
_NAME = (
    Annotated[str, Field(min_length=1, max_length=50)],
    Field(description="联络员姓名(加密保存)"),
)
_PHONE = (Annotated[str, Field(max_length=30)], Field("", description="联络员电话(加密保存)"))
_PERSON: Any = {"liaison_name": _NAME, "liaison_phone": _PHONE}
Registering = body_of(RegisterUnit, without=("sealed",), drawn="unit_id", **_PERSON)
Naming = body_of(NameLiaison, without=("sealed", "unit_id"), **_PERSON)


class Reading(Body):
    """What the liaison's name and phone are wanted for."""

    purpose: Annotated[ReadingPurpose, Field(description=labels(ReadingPurpose))] = (
        ReadingPurpose.CONTACT
    )


class LiaisonInClear(BaseModel):
    """Who the unit's liaison is."""

    unit_id: Id
    recorded_as: str = Field(description="查阅记录的事件编号")
    name: str
    phone: str


@router.post("/units", status_code=201, responses=UNCHANGED, summary="登记驻区单位")
def register(body: Registering, asked: Asked) -> Done:  # type: ignore[valid-type]  # made above
    """Enter a unit with its premises by community; its liaison is sealed."""
    values = values_of(body, ("liaison_name", "liaison_phone"))
    values["unit_id"] = values["unit_id"] or asked.new_id
    return _sealed(RegisterUnit, values, body, asked)


@router.post("/units/{unit_id}/liaison", summary="指定联络员")
def name_liaison(unit_id: UnitPath, body: Naming, asked: Asked) -> Done:  # type: ignore[valid-type]  # made above
    """Name who speaks for the unit; his post is told, who he is stays sealed."""
    values = values_of(body, ("liaison_name", "liaison_phone")) | {"unit_id": unit_id}
    return _sealed(NameLiaison, values, body, asked)


@router.post("/units/{unit_id}/liaison/contact", summary="查阅联络员(记录在案)")
def contact(unit_id: UnitPath, asked: Asked, body: Reading | None = None) -> LiaisonInClear:
    """Who reads, when and what for is an event of its own, recorded before it is shown."""
    command = ForgetLiaison(**asked.stamp(None), unit_id=unit_id)  # whom it concerns, no more
    allow(asked, Permission.RESOURCE_READ_LIAISON, command)
    person = asked.office.liaisons.opened(unit_id)
    if person is None:
        raise NotFound("liaison")
    purpose = (body or Reading()).purpose
    noted = asked.carry_out(RecordReading(**asked.stamp(None), unit_id=unit_id, purpose=purpose))
    return LiaisonInClear(unit_id=unit_id, recorded_as=f"{noted.stream}@{noted.version}", **person)


def _sealed(kind: Any, values: dict[str, Any], body: Any, asked: Asked) -> Done:
    asked_for = {**asked.stamp(body.effective_date), **values}
    allow(asked, Permission.RESOURCE_MANAGE, kind(**asked_for, sealed="-"))
    seal = asked.office.liaisons.seal
    sealed = seal(values["unit_id"], body.liaison_name, body.liaison_phone, asked.acting)
    return asked.carry_out(kind(**asked_for, sealed=sealed))
