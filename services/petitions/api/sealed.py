"""Reading words, and who appealed, in clear: recorded before it is answered.

Words are read by whoever sees the appeal and needs them to handle it; the appellant's particulars are
blotted out where they stand in them as they were given. Who appealed is read only where the appeal comes from; when confidentiality was asked
for, only in the office that took it down, or that of the place when it came in by the public door. Of
these, and of complaints and reports, units that have or had the order are not shown who appealed, unless
they took it down themselves. An office where an appeal only waits has no order.
"""

from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, Field

from services.petitions.api.allowing import allow_petition
from services.petitions.api.fields import PetitionPath
from services.petitions.api.office import Asked
from services.petitions.application.reading import Reader, Spoken
from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.domain.petition.petition import Petition
from shared.access.permissions import Permission
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH
from shared.access.scope import is_within
from shared.event_store import Metadata
from shared.http.answers import Done
from shared.http.fields import Body, labels
from shared.http.service_app import service_router
from shared.privacy.masking import mask_numbers_in

router = service_router(404, 409, tags=["诉求 petitions"])
WORDS, APPELLANT = Permission.PETITION_READ_WORDS, Permission.PETITION_READ_APPELLANT
_BLOTTED = "某**"
_SHORTEST = 2
_PURPOSES = [each for each in DisclosurePurpose if each is not DisclosurePurpose.TRACKED]
_metadata = msgspec.json.Decoder(Metadata).decode
Part = Literal["name", "phone", "address", "email"]
ALL: tuple[Part, ...] = ("name", "phone", "address", "email")
Purpose = Literal[
    DisclosurePurpose.VIEWED,
    DisclosurePurpose.HANDLING,
    DisclosurePurpose.CALL_BACK,
    DisclosurePurpose.EXPORTED,
]


class Reading(Body):
    """What for."""

    purpose: Annotated[Purpose, Field(description=labels(_PURPOSES))]


class AppellantReading(Reading):
    """What is wanted, and what for; ask for no more than the purpose needs."""

    fields: Annotated[tuple[Part, ...], Field(min_length=1, max_length=len(ALL))] = ALL


class WordsInClear(BaseModel):
    petition_id: str
    recorded_as: str = Field(description="查阅记录的事件编号")
    text: str = Field(description="诉求内容;空表示已清除")
    notes: dict[int, str] = Field(description="各环节的说明,按事件序号(history 的 version)")
    blotted: bool = Field(description="已遮去与登记内容逐字相同的诉求人姓名、电话、住址")


class AppellantInClear(BaseModel):
    """The fields that were asked for; empty for who stayed anonymous, or was forgotten."""

    petition_id: str
    recorded_as: str = Field(description="查阅记录的事件编号")
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    email: str | None = None


@router.post("/petitions/{petition_id}/words", summary="查阅诉求内容与办理说明(记录在案)")
def words(petition_id: PetitionPath, body: Reading, asked: Asked) -> WordsInClear:
    """Who reads, when and what for is an event of its own, shown to auditors."""
    petition = allow_petition(asked, WORDS, petition_id)
    said = _reader(asked).words(petition_id)
    whole = may_see_appellant(asked, petition)
    recorded = record(asked, petition_id, body, ("text", "notes"))
    return WordsInClear(
        petition_id=petition_id,
        recorded_as=f"{recorded.stream}@{recorded.version}",
        text=said.text if whole else blotted(said.text, said),
        notes={n: text if whole else blotted(text, said) for n, text in said.notes.items()},
        blotted=not whole,
    )


@router.post("/petitions/{petition_id}/appellant", summary="查阅诉求人信息(记录在案)")
def appellant(petition_id: PetitionPath, body: AppellantReading, asked: Asked) -> AppellantInClear:
    """Who reads, when, which fields and what for is an event of its own, shown to auditors."""
    petition = allow_petition(asked, APPELLANT, petition_id)
    if not may_see_appellant(asked, petition):
        raise Forbidden(APPELLANT)
    contact = _reader(asked).words(petition_id).contact
    recorded = record(asked, petition_id, body, tuple(dict.fromkeys(body.fields)))
    return AppellantInClear(
        petition_id=petition_id,
        recorded_as=f"{recorded.stream}@{recorded.version}",
        **{name: contact.get(name, "") for name in body.fields},
    )


def blotted(text: str, said: Spoken) -> str:
    """The text without the appellant's particulars as he gave them, and without any personal number.

    A part of a name or an address (a surname, a house number) stays: it cannot be told from other words.
    """
    for told in sorted(filter(None, said.contact.values()), key=len, reverse=True):
        if len(told) >= _SHORTEST:
            text = text.replace(told, _BLOTTED)
    return mask_numbers_in(text)


def may_see_appellant(asked: Asked, petition: Petition) -> bool:
    """Whether the caller is shown who appealed."""
    grants = asked.reach.caller.grants
    held = [g.organisation_id for g in grants if g.role in ROLES_WITH[APPELLANT]]
    offices = {unit: path for unit in held if (path := asked.reach.path_of(unit)) is not None}
    if petition.about is None:
        return False
    taken_down, place = _taken_down_in(asked, petition), petition.about.place_path
    if taken_down in offices.values():
        return True
    entrusted = offices.keys() & petition.entrusted
    if entrusted and hides_appellant(petition):
        return False
    if petition.confidential:
        return not taken_down and place in offices.values()
    return any(is_within(place, path) for path in offices.values())


def hides_appellant(petition: Petition) -> bool:
    """Whether who handles it must not learn who appealed."""
    accuses = petition.about is not None and petition.about.kind.accuses
    return petition.confidential or accuses


def _taken_down_in(asked: Asked, petition: Petition) -> str:
    """Where it was registered; "" for what came in by the public door."""
    first = asked.office.petitions.records(petition.petition_id)[0]
    return _metadata(first.metadata).organisation_path


def record(asked: Asked, petition_id: str, body: Reading, fields: tuple[str, ...]) -> Done:
    """Note what is about to be shown, and to whom."""
    return asked.carry_out(
        RecordDisclosure(
            **asked.stamp(None), petition_id=petition_id, purpose=body.purpose, fields=fields
        )
    )


def _reader(asked: Asked) -> Reader:
    return Reader(asked.office.petitions, asked.office.words)
