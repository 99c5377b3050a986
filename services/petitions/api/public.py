"""The door without login: filing an appeal, following one's own by its code, rating, reopening.

The code travels in a header, never in an address, which ends up in logs. Whoever knocks too often
is asked to wait.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from services.petitions.api.history import STEP_LABELS
from services.petitions.api.intake import Appeal, Registered, registered, registration
from services.petitions.api.needs import PublicNeed, needs_of
from services.petitions.api.office import Office
from services.petitions.api.sealed import blotted
from services.petitions.api.steps.bodies import Note
from services.petitions.application.reading import WORDS, Reader
from services.petitions.application.tracking import tracking_digest
from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from services.petitions.domain.petition.commands import RatePetition, ReopenPetition
from services.petitions.domain.petition.rejections import NotTheAppellant
from services.petitions.domain.petition.words import Satisfaction, Status
from services.petitions.domain.terms import Channel
from services.petitions.projections.appeals import queries
from services.petitions.projections.appeals.queries import AppealRow
from shared.access.principal import Principal
from shared.database import looking_at
from shared.http.answers import UNCHANGED, Done
from shared.http.asking import Asking, asking_as
from shared.http.fields import Body, labels
from shared.http.office import office_of
from shared.http.preconditions import IdempotencyKey, command_id
from shared.http.service_app import service_router

PUBLIC = Principal("public")
"""Whoever comes in without login: granted nothing."""


async def _knocking(
    request: Request, response: Response, key: IdempotencyKey = None
) -> Asking[Office]:
    office: Office = office_of(request)
    office.public.check(request)
    return asking_as(request, response, PUBLIC, command_id(key))


Knocked = Annotated[Asking[Office], Depends(_knocking)]
Code = Annotated[
    str, Header(alias="Tracking-Code", max_length=64, description="登记时给出的查询码")
]
router = service_router(404, 409, 429, tags=["公众 public"])


class PublicStep(BaseModel):
    at: datetime
    label: str = Field(description="办理环节")


class OwnAppeal(BaseModel):
    """What the appellant sees of his own appeal; once it is linked, how its main appeal stands."""

    petition_id: str
    registered_at: datetime
    linked: bool = Field(description="已并案:状态、单位、期限和答复均为主诉求的")
    status: Status = Field(description=labels(Status))
    status_label: str
    unit: str = Field(description="当前负责单位")
    due_at: datetime | None = Field(description="当前环节应完成的时间")
    reopen_until: datetime | None = Field(description="在此之前可要求重新办理")
    steps: list[PublicStep]
    needs: list[PublicNeed] = Field(
        description="为办理此诉求向驻区单位征集的场地、资金、人才、物资"
    )


class OwnWords(BaseModel):
    """What the appellant said, and what he was answered."""

    text: str = Field(description="诉求内容")
    answer: str = Field(
        description="办理结果;已并案的为主诉求的办理结果,其中与登记内容逐字相同的主诉求人姓名、"
        "电话、住址已遮去;主诉求人的信息已清除的,只有状态,没有办理结果"
    )


class Rating(Body):
    resolved: Annotated[bool, Field(description="是否解决")]
    satisfaction: Annotated[Satisfaction, Field(description=labels(Satisfaction))]
    note: Note = None


class Reopening(Body):
    note: Note = None


@router.post(
    "/public/petitions",
    status_code=201,
    response_model=Registered,
    responses=UNCHANGED,
    summary="网上提交诉求",
)
def file(body: Appeal, knocked: Knocked) -> Registered:
    """No name is needed. Keep the code: it is the only way to follow the appeal and to rate it."""
    return registered(knocked, registration(body, Channel.WEB))


@router.get("/public/petition", summary="凭查询码查看进度")
def follow(code: Code, knocked: Knocked) -> OwnAppeal:
    """How one's own appeal stands."""
    row, office = own(knocked, code), knocked.office
    main = _main(office, row)
    unit = office.petitions.directory().units.get(main.unit_id)
    steps = Reader(office.petitions, office.words).history(row.petition_id)
    return OwnAppeal(
        petition_id=row.petition_id,
        registered_at=row.registered_at,
        linked=row.status is Status.LINKED,
        status=main.status,
        status_label=main.status.label,
        unit=unit.name if unit else main.unit_id,
        due_at=main.due_at,
        reopen_until=None if row.status is Status.LINKED else row.reopen_until,
        steps=[
            PublicStep(at=entry.event.at, label=STEP_LABELS[entry.record.type])
            for entry in steps
            if entry.record.type in STEP_LABELS
        ],
        needs=[
            PublicNeed(**need.model_dump(include=set(PublicNeed.model_fields)))
            for need in needs_of(entry.event for entry in steps)
            if not need.withdrawn
        ],
    )


@router.post("/public/petition/words", summary="凭查询码查看诉求内容与答复(记录在案)")
def words(code: Code, knocked: Knocked) -> OwnWords:
    """What one said oneself, and the answer; that it was read is recorded like any other reading.

    In the answer to a main appeal its appellant's name and address are blotted out where they stand as
    they were given, and personal numbers always; whoever writes it names nobody. It is gone with his key.
    """
    row, reader = own(knocked, code), Reader(knocked.office.petitions, knocked.office.words)
    found, main = reader.words(row.petition_id), _main(knocked.office, row)
    answer = found.answer
    _record(knocked, row, WORDS)
    if main.petition_id != row.petition_id:
        said = reader.words(main.petition_id)
        answer = blotted(said.answer, said)
        _record(knocked, main, ("answer",))
    return OwnWords(text=found.text, answer=answer)


def _record(knocked: Asking[Office], row: AppealRow, fields: tuple[str, ...]) -> None:
    knocked.carry_out(
        RecordDisclosure(
            **knocked.stamp(None),
            petition_id=row.petition_id,
            purpose=DisclosurePurpose.TRACKED,
            fields=fields,
        )
    )


@router.post("/public/petition/rating", summary="凭查询码评价")
def rate(body: Rating, code: Code, knocked: Knocked) -> Done:
    """Once for each answer; it takes the place of a rating that an office entered."""
    petition_id = own(knocked, code).petition_id
    note = knocked.office.words.note(petition_id, body.note) if body.note is not None else None
    return knocked.carry_out(
        RatePetition(
            petition_id=petition_id,
            now=knocked.acting.now,
            actor=PUBLIC.id,
            resolved=body.resolved,
            satisfaction=body.satisfaction,
            tracking_digest=tracking_digest(code),
            note=note,
        )
    )


@router.post("/public/petition/reopening", summary="凭查询码要求重新办理")
def reopen(body: Reopening, code: Code, knocked: Knocked) -> Done:
    """Within the window."""
    petition_id = own(knocked, code).petition_id
    note = knocked.office.words.note(petition_id, body.note) if body.note is not None else None
    return knocked.carry_out(
        ReopenPetition(
            petition_id=petition_id,
            now=knocked.acting.now,
            actor=PUBLIC.id,
            tracking_digest=tracking_digest(code),
            note=note,
        )
    )


def own(knocked: Asking[Office], code: str) -> AppealRow:
    """The appeal of whoever holds this code."""
    with looking_at(knocked.office.engine) as connection:
        row = queries.by_digest(connection, tracking_digest(code))
    if row is None:
        raise NotTheAppellant
    return row


def _main(office: Office, row: AppealRow) -> AppealRow:
    """The appeal whose answer this one waits for: itself, when it is not linked."""
    with looking_at(office.engine) as connection:
        return queries.main_of(connection, row)
