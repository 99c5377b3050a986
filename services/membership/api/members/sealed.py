"""Reading what identifies a person in clear: recorded before it is answered."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.office import Asked
from services.membership.domain.disclosure.commands import RecordDisclosure
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from shared.access.permissions import Permission
from shared.http.fields import Body, labels
from shared.http.service_app import service_router

router = service_router(404, 409, tags=["党员 members"])
Sealed = Literal["name", "identity_number", "phone", "address", "ethnicity"]
ALL: list[Sealed] = ["name", "identity_number", "phone", "address", "ethnicity"]


class Reading(Body):
    """What is wanted, and what for; ask for no more than the purpose needs."""

    purpose: Annotated[DisclosurePurpose, Field(description=labels(DisclosurePurpose))]
    fields: Annotated[list[Sealed], Field(min_length=1, max_length=len(ALL))] = ALL


class PersonInClear(BaseModel):
    """The fields that were asked for."""

    member_id: str
    recorded_as: str = Field(description="查阅记录的事件编号")
    name: str | None = None
    identity_number: str | None = None
    phone: str | None = None
    address: str | None = None
    ethnicity: str | None = None


@router.post("/members/{member_id}/personal-data", summary="查阅个人信息(记录在案)")
def read(member_id: MemberPath, body: Reading, asked: Asked) -> PersonInClear:
    """Who reads, when, which fields and what for is an event of its own, shown to auditors."""
    allow_member(asked, Permission.MEMBER_READ_SEALED, member_id)
    person = asked.office.people.personal_data(member_id)
    recorded = asked.carry_out(
        RecordDisclosure(
            **asked.stamp(None),
            member_id=member_id,
            purpose=body.purpose,
            fields=tuple(dict.fromkeys(body.fields)),
        )
    )
    return PersonInClear(
        member_id=member_id,
        recorded_as=f"{recorded.stream}@{recorded.version}",
        **{name: getattr(person, name) for name in body.fields},
    )
