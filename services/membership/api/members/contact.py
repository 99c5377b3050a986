"""Where a member is and whether anybody reaches him."""

from typing import Annotated

from pydantic import Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.office import Asked
from services.membership.domain.member.commands import (
    EndFloating,
    RecordFloating,
    RecordFloatingContact,
    RegainContact,
    ReportLostContact,
)
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Dated, Day
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["党员 members"])
MEMBER = "/members/{member_id}"


class Losing(Dated):
    since: Annotated[Day, Field(description="自哪一天起联系不上")]


class Leaving(Dated):
    since: Annotated[Day, Field(description="自哪一天起外出")]
    place: Annotated[str, Field(max_length=100, description="外出地(县市一级)")]


@router.post(f"{MEMBER}/lost-contact", summary="登记失联")
def report_lost_contact(member_id: MemberPath, body: Losing, asked: Asked) -> Done:
    """Nobody has reached him since that day, which is not before the last contact on record."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(ReportLostContact(**stamp, member_id=member_id, since=body.since))


@router.post(f"{MEMBER}/regained-contact", summary="恢复联系")
def regain_contact(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    return asked.carry_out(RegainContact(**asked.stamp(body.effective_date), member_id=member_id))


@router.post(f"{MEMBER}/floating", summary="登记流动党员")
def record_floating(member_id: MemberPath, body: Leaving, asked: Asked) -> Done:
    """He is away since that day, for six months or more; at a fixed place he should transfer."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        RecordFloating(**stamp, member_id=member_id, since=body.since, place=body.place)
    )


@router.post(f"{MEMBER}/floating/contact", summary="登记与流动党员的联系")
def record_floating_contact(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    """At least every half year (条例第二十七条). Who was out of contact is so no more."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RecordFloatingContact(**stamp, member_id=member_id))


@router.post(f"{MEMBER}/floating/end", summary="流动党员返回")
def end_floating(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    return asked.carry_out(EndFloating(**asked.stamp(body.effective_date), member_id=member_id))
