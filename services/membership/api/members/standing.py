"""A member's standing, class and posts."""

from typing import Annotated

from pydantic import Field

from services.membership.api.allowing import allow_member
from services.membership.api.fields import MemberPath
from services.membership.api.office import Asked
from services.membership.domain.member.causes import SuspensionCause
from services.membership.domain.member.commands import (
    AdmitToFull,
    AssignPost,
    ChangeMemberClass,
    CompleteRectification,
    ExtendProbation,
    RelievePost,
    RestoreMembership,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.terms import MemberClass, Post
from shared.access.permissions import Permission
from shared.http.answers import Done
from shared.http.fields import Cause, Dated, Day, labels
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["党员 members"])
MEMBER = "/members/{member_id}"


class Extending(Dated):
    until: Annotated[Day, Field(description="预备期延长至")]
    cause_text: Cause


class Classifying(Dated):
    member_class: Annotated[MemberClass, Field(description=labels(MemberClass))]


class Suspending(Dated):
    cause: Annotated[SuspensionCause, Field(description=labels(SuspensionCause))]
    cause_text: Cause = ""


class Rectifying(Dated):
    deadline: Annotated[Day, Field(description="改正期限")]
    cause_text: Cause


@router.post(f"{MEMBER}/full-membership", summary="预备党员转正")
def admit_to_full(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    """The branch admitted him to full membership on the effective date."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    return asked.carry_out(AdmitToFull(**asked.stamp(body.effective_date), member_id=member_id))


@router.post(f"{MEMBER}/probation-extension", summary="延长预备期")
def extend_probation(member_id: MemberPath, body: Extending, asked: Asked) -> Done:
    """Once, by at most a year."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        ExtendProbation(
            **stamp,
            member_id=member_id,
            until=body.until,
            note=asked.office.notes.note(member_id, body.cause_text),
        )
    )


@router.put(f"{MEMBER}/class", summary="变更党员分类")
def change_class(member_id: MemberPath, body: Classifying, asked: Asked) -> Done:
    """Each class has its own duties."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        ChangeMemberClass(**stamp, member_id=member_id, member_class=body.member_class)
    )


@router.put(f"{MEMBER}/posts/{{post}}", summary="任职")
def assign_post(member_id: MemberPath, post: Post, body: Dated, asked: Asked) -> Done:
    """He holds the post in the organisation he belongs to."""
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(AssignPost(**stamp, member_id=member_id, post=post))


@router.post(f"{MEMBER}/posts/{{post}}/relief", summary="免职")
def relieve_post(member_id: MemberPath, post: Post, body: Dated, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_CORRECT, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RelievePost(**stamp, member_id=member_id, post=post))


@router.post(f"{MEMBER}/suspension", summary="停止党籍")
def suspend(member_id: MemberPath, body: Suspending, asked: Asked) -> Done:
    """For lost contact after six months (条例第二十四条), or for another stated cause."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        SuspendMembership(
            **stamp,
            member_id=member_id,
            cause=body.cause,
            note=asked.office.notes.note(member_id, body.cause_text),
        )
    )


@router.post(f"{MEMBER}/restoration", summary="恢复党籍")
def restore(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    """Give him back the standing he had."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(RestoreMembership(**stamp, member_id=member_id))


@router.post(f"{MEMBER}/rectification", summary="限期改正")
def start_rectification(member_id: MemberPath, body: Rectifying, asked: Asked) -> Done:
    """Within at most a year (条例第三十条)."""
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        StartRectification(
            **stamp,
            member_id=member_id,
            deadline=body.deadline,
            note=asked.office.notes.note(member_id, body.cause_text),
        )
    )


@router.post(f"{MEMBER}/rectification/completion", summary="改正到位")
def complete_rectification(member_id: MemberPath, body: Dated, asked: Asked) -> Done:
    allow_member(asked, Permission.MEMBER_STANDING, member_id)
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(CompleteRectification(**stamp, member_id=member_id))
