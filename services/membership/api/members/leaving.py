"""How a member leaves the register other than by transfer, and how a person is forgotten."""

from typing import Annotated

from pydantic import Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.office import Asked
from services.membership.domain.member.causes import ErasureGround, RemovalCause
from services.membership.domain.member.commands import (
    EraseMember,
    ExpelMember,
    RecordDecease,
    RemoveMember,
)
from services.membership.domain.streams import member_stream
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Cause, Dated, Day, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["党员 members"])
MEMBER = "/members/{member_id}"


class Removing(Dated):
    cause: Annotated[RemovalCause, Field(description=labels(RemovalCause))]
    cause_text: Cause = ""
    since: Annotated[Day | None, Field(description="自哪一天起不参加组织生活等")] = None
    without_reason: Annotated[
        bool, Field(description="经核实无正当理由;no_participation 时须为 true")
    ] = False


class Expelling(Dated):
    cause_text: Cause


class Forgetting(Dated):
    ground: Annotated[ErasureGround, Field(description=labels(ErasureGround))]
    order: Annotated[str, Field(max_length=200, description="决定文号;by_order 时必填")] = ""


@router.post(f"{MEMBER}/removal", summary="除名")
def remove(member_id: MemberPath, body: Removing, asked: Asked) -> Done:
    """Each cause has a procedure that must have run its course (条例第二十四、三十、三十一条)."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    return asked.carry_out(
        RemoveMember(
            **asked.stamp(body.effective_date),
            member_id=member_id,
            cause=body.cause,
            note=asked.office.notes.note(member_id, body.cause_text),
            since=body.since,
            without_reason=body.without_reason,
        )
    )


@router.post(f"{MEMBER}/expulsion", summary="开除党籍")
def expel(member_id: MemberPath, body: Expelling, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        ExpelMember(
            **stamp, member_id=member_id, note=asked.office.notes.note(member_id, body.cause_text)
        )
    )


@router.post(f"{MEMBER}/decease", summary="登记去世")
def decease(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    return asked.carry_out(RecordDecease(**asked.stamp(body.effective_date), member_id=member_id))


@router.post(f"{MEMBER}/erasure", summary="删除个人信息(不可恢复)")
def erase(member_id: MemberPath, body: Forgetting, asked: Asked) -> Done:
    """Forget the person: the key to his sealed data is destroyed everywhere; counts stay."""
    allow_member(asked, Permission.MEMBER_FORGET, member_id)
    command = EraseMember(
        **asked.stamp(body.effective_date),
        member_id=member_id,
        ground=body.ground,
        order=body.order,
    )
    people = asked.office.people
    outcome = asked.counted("EraseMember", lambda: people.erase(command, asked.acting))
    return asked.tell(member_stream(member_id), outcome)
