"""How a member changes by what happened."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from services.membership.domain.member.affiliation_events import (
    AffiliationFollowedOrganisation,
    AffiliationTransferred,
    PocketMemberCleared,
    PocketMemberWarned,
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.changing import changed
from services.membership.domain.member.events import (
    AdmittedToFull,
    ContactLost,
    ContactRegained,
    FloatingContactMade,
    FloatingEnded,
    FloatingRecorded,
    MemberClassChanged,
    MemberCorrected,
    MemberEvent,
    MemberRegistered,
    MembershipRestored,
    MembershipSuspended,
    PostAssigned,
    PostRelieved,
    ProbationExtended,
    RectificationCompleted,
    RectificationStarted,
)
from services.membership.domain.member.leaving_events import (
    MemberDeceased,
    MemberExpelled,
    MemberForgotten,
    MemberRemoved,
)
from services.membership.domain.member.member import Floating, Member, Suspension, initial
from services.membership.domain.terms import Standing


def fold(events: Iterable[MemberEvent], member: Member = initial) -> Member:
    """The member after all ``events``."""
    return reduce(evolve, events, member)


def evolve(member: Member, event: MemberEvent) -> Member:
    """The member after one more event."""
    return _APPLY[type(event)](member, event)


def _registered(_: Member, event: MemberRegistered) -> Member:
    return Member(
        member_id=event.member_id,
        facts=event.after,
        standing=event.after.standing,
        changed_on=event.effective_date,
        join_date=event.join_date,
        full_date=event.full_date,
        sealed=event.sealed,
        posts=event.posts,
        open_transfer=event.transfer_id,
    )


def _corrected(member: Member, event: MemberCorrected) -> Member:
    return changed(
        member,
        facts=event.after,
        standing=event.after.standing,
        join_date=event.join_date,
        full_date=event.full_date,
        sealed=event.sealed or member.sealed,
        changed_on=event.effective_date,
    )


def _counted(member: Member, event: MemberClassChanged | AffiliationFollowedOrganisation) -> Member:
    return changed(member, facts=event.after, changed_on=event.effective_date)


def _admitted(member: Member, event: AdmittedToFull) -> Member:
    day = event.effective_date
    return changed(member, facts=event.after, standing=Standing.FULL, full_date=day, changed_on=day)


def _extended(member: Member, event: ProbationExtended) -> Member:
    return changed(member, probation_until=event.until, changed_on=event.effective_date)


def _assigned(member: Member, event: PostAssigned) -> Member:
    return changed(member, posts=(*member.posts, event.post), changed_on=event.effective_date)


def _relieved(member: Member, event: PostRelieved) -> Member:
    kept = tuple(post for post in member.posts if post is not event.post)
    return changed(member, posts=kept, changed_on=event.effective_date)


def _contact_lost(member: Member, event: ContactLost) -> Member:
    return changed(member, contact_lost_since=event.since, changed_on=event.effective_date)


def _contact_regained(member: Member, event: ContactRegained | FloatingContactMade) -> Member:
    day = event.effective_date
    return changed(member, contact_lost_since=None, last_contact=day, changed_on=day)


def _suspended(member: Member, event: MembershipSuspended) -> Member:
    return changed(
        member,
        facts=event.after,
        standing=Standing.SUSPENDED,
        suspension=Suspension(event.cause, event.effective_date, event.before.standing),
        changed_on=event.effective_date,
    )


def _restored(member: Member, event: MembershipRestored) -> Member:
    return changed(
        member,
        facts=event.after,
        standing=event.after.standing,
        suspension=None,
        changed_on=event.effective_date,
    )


def _rectification_started(member: Member, event: RectificationStarted) -> Member:
    return changed(member, rectification_deadline=event.deadline, changed_on=event.effective_date)


def _rectification_completed(member: Member, event: RectificationCompleted) -> Member:
    return changed(member, rectification_deadline=None, changed_on=event.effective_date)


def _left(standing: Standing) -> Callable[[Member, Any], Member]:
    """Who leaves keeps only what identifies him: nothing more is asked of him."""

    def apply(member: Member, event: Any) -> Member:
        return Member(
            member_id=member.member_id,
            standing=standing,
            changed_on=event.effective_date,
            join_date=member.join_date,
            full_date=member.full_date,
            sealed=member.sealed,
            forgotten=member.forgotten,
            left_on=event.effective_date,
        )

    return apply


_transferred_out = _left(Standing.TRANSFERRED_OUT)


def _away(member: Member, event: FloatingRecorded) -> Member:
    contacted = member.floating.contacted_on if member.floating else None
    floating = Floating(event.since, event.place, contacted)
    return changed(member, floating=floating, changed_on=event.effective_date)


def _contact_made(member: Member, event: FloatingContactMade) -> Member:
    floating = member.floating and replace(member.floating, contacted_on=event.effective_date)
    return changed(_contact_regained(member, event), floating=floating)


def _back(member: Member, event: FloatingEnded) -> Member:
    return changed(member, floating=None, changed_on=event.effective_date)


def _opened(member: Member, event: TransferOpened) -> Member:
    """Of who comes from outside it may be the first fact."""
    return changed(
        member,
        member_id=event.member_id,
        open_transfer=event.transfer_id,
        changed_on=event.effective_date,
    )


def _transferred(member: Member, event: AffiliationTransferred) -> Member:
    if event.after is None:
        return _transferred_out(member, event)
    return changed(member, facts=event.after, pocket_since=None, changed_on=event.effective_date)


def _closed(member: Member, event: TransferClosed) -> Member:
    return changed(member, open_transfer=None, pocket_since=None, changed_on=event.effective_date)


def _pocket_warned(member: Member, event: PocketMemberWarned) -> Member:
    return changed(member, pocket_since=event.valid_until, changed_on=event.effective_date)


def _pocket_cleared(member: Member, event: PocketMemberCleared) -> Member:
    return changed(member, pocket_since=None, changed_on=event.effective_date)


def _forgotten(member: Member, event: MemberForgotten) -> Member:
    return changed(member, sealed="", forgotten=True, changed_on=event.effective_date)


_APPLY: dict[type, Callable[[Member, Any], Member]] = {
    MemberRegistered: _registered,
    MemberCorrected: _corrected,
    AdmittedToFull: _admitted,
    ProbationExtended: _extended,
    MemberClassChanged: _counted,
    PostAssigned: _assigned,
    PostRelieved: _relieved,
    ContactLost: _contact_lost,
    ContactRegained: _contact_regained,
    MembershipSuspended: _suspended,
    MembershipRestored: _restored,
    RectificationStarted: _rectification_started,
    RectificationCompleted: _rectification_completed,
    MemberRemoved: _left(Standing.REMOVED),
    MemberExpelled: _left(Standing.EXPELLED),
    MemberDeceased: _left(Standing.DECEASED),
    FloatingRecorded: _away,
    FloatingContactMade: _contact_made,
    FloatingEnded: _back,
    AffiliationFollowedOrganisation: _counted,
    TransferOpened: _opened,
    AffiliationTransferred: _transferred,
    TransferClosed: _closed,
    PocketMemberWarned: _pocket_warned,
    PocketMemberCleared: _pocket_cleared,
    MemberForgotten: _forgotten,
}
