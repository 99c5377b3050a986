"""Registering an appeal, and deciding whether and as what it is taken up."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from services.petitions.domain.categories.decider import route
from services.petitions.domain.petition.case import Case
from services.petitions.domain.petition.commands import (
    AcceptPetition,
    AttachFile,
    RecategorisePetition,
    RefusePetition,
    RegisterPetition,
)
from services.petitions.domain.petition.events import (
    FileAttached,
    PetitionAccepted,
    PetitionEvent,
    PetitionRecategorised,
    PetitionRefused,
    PetitionRegistered,
)
from services.petitions.domain.petition.facts import About, Attachment, Standing
from services.petitions.domain.petition.promises import at_registration
from services.petitions.domain.petition.steps import (
    check_directs,
    counted,
    explained,
    happened,
    is_to_do,
    known,
    needed,
    standing_after,
    started,
    stopped,
)
from services.petitions.domain.petition.words import AT_UNIT, BEFORE_ORDER, Status
from services.petitions.domain.rejection import Rejection
from services.petitions.domain.rules.names import RuleName
from services.petitions.domain.terms import Channel

_DIGEST = re.compile(r"[0-9a-f]{64}")


class PetitionAlreadyRegistered(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "petition_id",
            "another appeal is registered under this petition_id; draw a new one",
            "该编号已登记其他诉求,请重新编号",
        )


class DigestInvalid(Rejection):
    """Codes and files are known by their SHA-256 only."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"{field} must be 64 hex digits (SHA-256)", "校验值格式不正确")


class NotForEverybody(Rejection):
    """What everybody may look up neither hides its appellant nor accuses anybody."""

    def __init__(self) -> None:
        super().__init__(
            "channel",
            "an appeal that is confidential, a complaint or a report cannot be open to everybody; "
            "register it as from the web",
            "要求保密的诉求、投诉和举报不能公开,请按“网络”渠道登记",
        )


class TooManyAttachments(Rejection):
    def __init__(self, most: int) -> None:
        super().__init__(
            "attachments", f"an appeal takes at most {most} files", f"附件不能超过 {most} 个"
        )


class AttachmentTooLarge(Rejection):
    def __init__(self, size: int, largest: int) -> None:
        super().__init__(
            "attachments.size",
            f"a file of {size} bytes is too large; at most {largest} bytes are allowed",
            f"附件大小 {size} 字节,超过上限 {largest} 字节",
        )


class AttachmentIsEmpty(Rejection):
    def __init__(self) -> None:
        super().__init__("attachments.size", "the file is empty", "附件为空文件,请重新上传")


class AttachmentTypeRefused(Rejection):
    """Pictures, sound, film and documents; nothing that runs."""

    def __init__(self, media_type: str) -> None:
        super().__init__(
            "attachments.media_type",
            f"files of type {media_type!r} are not taken; give one of {', '.join(MEDIA_TYPES)}",
            f"不支持的附件类型 {media_type}",
        )


MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/pdf",
    "audio/mpeg",
    "audio/mp4",
    "audio/wav",
    "video/mp4",
)
"""What may be attached; the shell checks that a file is what it says."""


def register(command: RegisterPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Take an appeal down; it goes to the unit that category and place lead to."""
    if case.petition.about is not None:
        if case.petition.tracking_digest != command.tracking_digest:
            raise PetitionAlreadyRegistered
        return
    if command.channel is Channel.OPEN311 and (command.confidential or command.kind.accuses):
        raise NotForEverybody
    about, unit_id = _routed(command, case, at, registered_at=at)
    needed(case, at, command.text, field="text")
    if _DIGEST.fullmatch(command.tracking_digest) is None:
        raise DigestInvalid("tracking_digest")
    _check_files(case, at, command.attachments, already=0)
    superiors = case.around.directory.superiors(unit_id)
    starts = started(case, at, at_registration(about, case.around, at), len(superiors))
    yield PetitionRegistered(
        petition_id=command.petition_id,
        at=at,
        effective_date=case.around.time.day(at),
        about=about,
        after=standing_after(Standing(Status.REGISTERED, unit_id), (), starts),
        appellant_id=command.appellant_id,
        contact=command.contact,
        confidential=command.confidential,
        tracking_digest=command.tracking_digest,
        text=command.text,
        attachments=command.attachments,
        superiors=superiors,
        started=starts,
    )


def _routed(
    command: RegisterPetition | RecategorisePetition,
    case: Case,
    at: datetime,
    *,
    registered_at: datetime,
) -> tuple[About, str]:
    around, day = case.around, case.around.time.day(at)
    around.categories.usable(command.category_id, day)
    place_path = around.directory.place_path(command.place)
    unit_id = route(around.categories, around.directory, command.category_id, command.place, day)
    if isinstance(command, RegisterPetition):
        channel, kind = command.channel, command.kind
    else:
        before, _ = known(case, command.petition_id)
        channel, kind = before.channel, before.kind
    path = around.categories.path(command.category_id, day)
    mode = around.categories.mode(command.category_id, day)
    return About(channel, kind, path, place_path, mode, registered_at), unit_id


def _check_files(case: Case, at: datetime, files: tuple[Attachment, ...], *, already: int) -> None:
    rules, day = case.around.rules, case.around.time.day(at)
    most = rules.value(RuleName.ATTACHMENTS_MOST, day)
    if already + len(files) > most:
        raise TooManyAttachments(most)
    largest = rules.value(RuleName.ATTACHMENT_LARGEST, day)
    for file in files:
        if file.size < 1:
            raise AttachmentIsEmpty
        if file.size > largest:
            raise AttachmentTooLarge(file.size, largest)
        if file.media_type not in MEDIA_TYPES:
            raise AttachmentTypeRefused(file.media_type)
        if _DIGEST.fullmatch(file.sha256) is None:
            raise DigestInvalid("attachments.sha256")


def attach(command: AttachFile, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Add a file, while the matter is open; the appellant's or a unit's proof of what was done."""
    _, standing = known(case, command.petition_id)
    if command.attachment.attachment_id in case.petition.known:
        return
    is_to_do(command, case, _NOT_OVER)
    if command.by:
        _check_takes_part(case, command.by, standing)
    _check_files(case, at, (command.attachment,), already=case.petition.files)
    fields = happened(case, at) | {"from_appellant": command.from_appellant or not command.by}
    yield FileAttached(**fields, by=command.by, attachment=command.attachment)


_NOT_OVER = tuple(status for status in Status if status not in (Status.CLOSED, Status.REFUSED))


def _check_takes_part(case: Case, by: str, standing: Standing) -> None:
    if by != standing.unit_id and by not in case.petition.assisting:
        check_directs(case, by)


def accept(command: AcceptPetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Take it up."""
    if is_to_do(command, case, (Status.REGISTERED,), (Status.ACCEPTED, *AT_UNIT)):
        check_directs(case, command.by)
        _, standing = known(case, command.petition_id)
        after = replace(standing, status=Status.ACCEPTED)
        yield PetitionAccepted(**counted(case, at, after), by=command.by)


def refuse(command: RefusePetition, case: Case, at: datetime) -> Iterator[PetitionEvent]:
    """Do not take it up; nothing is promised any more."""
    if is_to_do(command, case, BEFORE_ORDER, (Status.REFUSED,)):
        check_directs(case, command.by)
        note = explained(case, at, command.cause, command.note)
        ends = stopped(case, at, void=True)
        _, standing = known(case, command.petition_id)
        after = replace(standing_after(standing, ends), status=Status.REFUSED)
        yield PetitionRefused(
            **counted(case, at, after), by=command.by, cause=command.cause, note=note, stopped=ends
        )


def recategorise(
    command: RecategorisePetition, case: Case, at: datetime
) -> Iterator[PetitionEvent]:
    """Put right what it is about; what runs already runs on by the promise that was given."""
    is_to_do(command, case, BEFORE_ORDER)
    before, standing = known(case, command.petition_id)
    about, unit_id = _routed(command, case, at, registered_at=before.registered_at)
    if about == before:  # also asked by whose place it was, which no longer directs
        return
    check_directs(case, command.by)
    fields = counted(case, at, replace(standing, unit_id=unit_id)) | {"about": about}
    yield PetitionRecategorised(
        **fields,
        by=command.by,
        about_before=before,
        superiors=case.around.directory.superiors(unit_id),
    )
