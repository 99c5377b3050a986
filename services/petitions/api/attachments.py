"""Files attached to appeals: taken in when they are what they say, given out on record."""

from datetime import datetime
from typing import Annotated

from fastapi import File, Form, Path, Response, UploadFile
from pydantic import BaseModel, Field

from services.petitions.api.allowing import allow_petition, allow_step, unit_of
from services.petitions.api.fields import PetitionId, PetitionPath, UnitId
from services.petitions.api.office import Asked, Looked, Office
from services.petitions.api.public import Code, Knocked, own
from services.petitions.api.sealed import Reading, hides_appellant, may_see_appellant, record
from services.petitions.application.files import UnknownAttachment, checked_type, digest_of
from services.petitions.application.reading import Entry, Reader, files_of, is_from_appellant
from services.petitions.domain.petition.commands import AttachFile
from services.petitions.domain.petition.facts import Attachment
from services.petitions.domain.petition.intake import MEDIA_TYPES
from shared.access.permissions import Permission
from shared.access.refusals import Forbidden
from shared.http.answers import Done
from shared.http.asking import Asking
from shared.http.documented import Responses
from shared.http.service_app import service_router

router = service_router(404, 409, 412, 413, 415, 429, tags=["附件 attachments"])
UPLOAD, PUBLIC_UPLOAD = "/attachments", "/public/attachments"
LARGEST = 64 * 1024 * 1024
"""Bytes of a request that may bring a file; how large a file may be is a rule."""
WORDS = Permission.PETITION_READ_WORDS
Uploaded = Annotated[UploadFile, File(description=f"附件:{'、'.join(MEDIA_TYPES)}")]
_CONTENT: Responses = {
    200: {"content": {kind: {} for kind in MEDIA_TYPES}, "description": "附件内容"}
}


class Attached(Done):
    attachment_id: str = Field(description="附件编号")


class AttachmentShown(BaseModel):
    attachment_id: str
    media_type: str
    size: int = Field(description="字节")
    sha256: str
    by: str = Field(description="添加的单位;空为诉求人")
    from_appellant: bool = Field(description="诉求人提供")
    at: datetime


class AttachmentsShown(BaseModel):
    items: list[AttachmentShown]


@router.post(UPLOAD, summary="添加附件")
def attach(
    asked: Asked,
    petition_id: Annotated[PetitionId, Form()],
    file: Uploaded,
    by: Annotated[UnitId | None, Form(description="以哪个单位的名义")] = None,
    from_appellant: Annotated[
        bool, Form(description="诉求人提交的材料;与诉求人信息同样保密")
    ] = False,
) -> Attached:
    """A unit's proof of what was done, or what the appellant handed in."""
    allow_step(asked, Permission.PETITION_HANDLE, petition_id)
    unit = unit_of(asked, Permission.PETITION_HANDLE, by)
    return _attached(asked, petition_id, file, unit, from_appellant=from_appellant)


@router.post(PUBLIC_UPLOAD, summary="凭查询码添加附件")
def attach_own(code: Code, file: Uploaded, knocked: Knocked) -> Attached:
    """What the appellant adds to his own appeal."""
    return _attached(knocked, own(knocked, code).petition_id, file)


@router.get("/petitions/{petition_id}/attachments", summary="查看附件清单")
def listed(petition_id: PetitionPath, looked: Looked) -> AttachmentsShown:
    """Which files there are; their names are words, and not shown here."""
    allow_petition(looked, Permission.PETITION_READ, petition_id)
    history = Reader(looked.office.petitions, looked.office.words).history(petition_id)
    return AttachmentsShown(
        items=[_shown(entry, file) for entry in history for file in files_of([entry])]
    )


@router.post(
    "/petitions/{petition_id}/attachments/{attachment_id}/content",
    response_class=Response,
    responses=_CONTENT,
    summary="查阅附件内容(记录在案)",
)
def content(
    petition_id: PetitionPath,
    attachment_id: Annotated[str, Path(max_length=64)],
    body: Reading,
    asked: Asked,
) -> Response:
    """What the appellant gave is seen by whoever may see him, where who handles it must not learn who he is."""
    petition = allow_petition(asked, WORDS, petition_id)
    office = asked.office
    history = Reader(office.petitions, office.words).history(petition_id)
    found = [(e, f) for e in history for f in files_of([e]) if f.attachment_id == attachment_id]
    if not found:
        raise UnknownAttachment(attachment_id)
    entry, file = found[0]
    hidden = is_from_appellant(entry.event) and hides_appellant(petition)
    if hidden and not may_see_appellant(asked, petition):
        raise Forbidden(WORDS)
    clear = office.files.read(petition_id, office.words.key(petition_id), file.sha256)
    if clear is None:
        raise UnknownAttachment(attachment_id)
    record(asked, petition_id, body, (f"attachment {attachment_id}",))
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(clear, media_type=file.media_type, headers=headers)


def _attached(
    asked: Asking[Office],
    petition_id: str,
    file: UploadFile,
    by: str = "",
    *,
    from_appellant: bool = False,
) -> Attached:
    """Keep the file, then say so in the log; a refused one is not kept."""
    office, clear = asked.office, file.file.read()
    attachment = _described(asked, petition_id, file, clear)
    command = AttachFile(
        petition_id=petition_id,
        now=asked.acting.now,
        actor=asked.acting.actor,
        by=by,
        attachment=attachment,
        from_appellant=from_appellant,
    )
    commands = office.commands
    [answer] = commands.consider_together([commands.ask(command, asked.acting)])
    if isinstance(answer, Exception):
        raise answer
    office.files.keep(petition_id, office.words.key(petition_id), clear)
    done = asked.carry_out(command)
    return Attached(**done.model_dump(), attachment_id=attachment.attachment_id)


def _described(
    asked: Asking[Office], petition_id: str, file: UploadFile, clear: bytes
) -> Attachment:
    """What the log is told of the file."""
    media_type = checked_type(file.content_type or "", clear)
    sealed_name = asked.office.words.sealed(petition_id, file.filename or "")
    return Attachment(asked.new_id, sealed_name, media_type, len(clear), digest_of(clear))


def _shown(entry: Entry, file: Attachment) -> AttachmentShown:
    return AttachmentShown(
        attachment_id=file.attachment_id,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        by=getattr(entry.event, "by", ""),
        from_appellant=is_from_appellant(entry.event),
        at=entry.event.at,
    )
