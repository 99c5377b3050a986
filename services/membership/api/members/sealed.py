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


class NotesReading(Body):
    """What for."""

    purpose: Annotated[DisclosurePurpose, Field(description=labels(DisclosurePurpose))]


class NoteInClear(BaseModel):
    event_id: str = Field(description="事项编号(history 的 event_id)")
    text: str


class NotesInClear(BaseModel):
    """What was said with each of his facts."""

    member_id: str
    recorded_as: str = Field(description="查阅记录的事件编号")
    notes: list[NoteInClear]


@router.post("/members/{member_id}/notes", summary="查阅处理说明(记录在案)")
def read_notes(member_id: MemberPath, body: NotesReading, asked: Asked) -> NotesInClear:
    """Why he was suspended, removed or expelled: sealed with his key, and forgotten with him."""
    allow_member(asked, Permission.MEMBER_READ_SEALED, member_id)
    said = asked.office.notes.said(member_id)
    recorded = _record(asked, member_id, body.purpose, ("notes",))
    return NotesInClear(
        member_id=member_id,
        recorded_as=recorded,
        notes=[NoteInClear(event_id=each.event_id, text=each.text) for each in said],
    )


@router.post("/members/{member_id}/personal-data", summary="查阅个人信息(记录在案)")
def read(member_id: MemberPath, body: Reading, asked: Asked) -> PersonInClear:
    """Who reads, when, which fields and what for is an event of its own, shown to auditors."""
    allow_member(asked, Permission.MEMBER_READ_SEALED, member_id)
    person = asked.office.people.personal_data(member_id)
    recorded = _record(asked, member_id, body.purpose, tuple(dict.fromkeys(body.fields)))
    return PersonInClear(
        member_id=member_id,
        recorded_as=recorded,
        **{name: getattr(person, name) for name in body.fields},
    )


def _record(
    asked: Asked, member_id: str, purpose: DisclosurePurpose, fields: tuple[str, ...]
) -> str:
    """Note what is about to be shown, and to whom; answers the id of that fact."""
    stamp = asked.stamp(None)
    done = asked.carry_out(
        RecordDisclosure(**stamp, member_id=member_id, purpose=purpose, fields=fields)
    )
    return f"{done.stream}@{done.version}"
