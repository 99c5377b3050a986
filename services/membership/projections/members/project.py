"""How what happens to members becomes rows."""

from collections.abc import Callable
from typing import Any

from services.membership.codec import FORM
from services.membership.domain.member.affiliation_events import (
    AffiliationFollowedOrganisation,
    AffiliationTransferred,
    PocketMemberCleared,
    PocketMemberWarned,
    TransferClosed,
    TransferOpened,
)
from services.membership.domain.member.events import (
    AdmittedToFull,
    ContactLost,
    ContactRegained,
    FloatingContactMade,
    FloatingEnded,
    FloatingRecorded,
    MemberClassChanged,
    MemberCorrected,
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
from services.membership.domain.terms import MemberFacts, Post, Standing
from services.membership.projections.members.table import MEMBERS, TABLES, post_column
from shared.subscription.log_projection import LogProjection
from shared.subscription.opened_log import OpenedEvent
from shared.subscription.promise import Rows

Values = dict[str, Any]


def _registered(event: MemberRegistered, record: OpenedEvent, rows: Rows) -> None:
    values = {
        **_NOTHING,
        **_counted(event.after),
        **_sealed(event.sealed, record),
        **{post_column(post): event.effective_date for post in event.posts},
        "member_id": event.member_id,
        "on_register": True,
        "join_date": event.join_date,
        "full_date": event.full_date,
        "origin": event.origin,
        "registered_on": event.effective_date,
        "changed_on": event.effective_date,
        "version": record.version,
        "forgotten": False,
        "open_transfer": event.transfer_id,
    }
    if record.version == 1:
        rows.insert(MEMBERS, values)
    else:  # he was on the register before
        rows.upsert(MEMBERS, values)


def _sealed(sealed: str, record: OpenedEvent) -> Values:
    name, identity, phone = record.shown()
    return {
        "sealed": sealed,
        "name_token": name,
        "identity_token": identity,
        "phone_token": phone,
    }


def _counted(facts: MemberFacts) -> Values:
    return {
        "organisation_id": facts.organisation_id,
        "path": facts.organisation_path,
        "standing": facts.standing,
        "member_class": facts.member_class,
        "education": facts.education,
        "birth_date": facts.birth_date,
        "gender": facts.gender,
    }


_NOTHING: Values = {column.name: None for column in MEMBERS.columns}
_FORGOTTEN: Values = {
    "forgotten": True,
    "sealed": "",
    "name_token": None,
    "identity_token": None,
    "phone_token": None,
}
_NO_POSTS: Values = {post_column(post): None for post in Post}
_NO_SUSPENSION: Values = {
    "suspension_cause": None,
    "suspended_since": None,
    "standing_before": None,
}
_NOT_AWAY: Values = {"floating_since": None, "floating_place": None, "contacted_on": None}
_REACHED: Values = {"contact_lost_since": None}
_NO_TRANSFER: Values = {"open_transfer": None, "pocket_since": None}
_GONE: Values = {
    "on_register": False,
    "probation_until": None,
    "rectification_deadline": None,
    **_NO_POSTS,
    **_NO_SUSPENSION,
    **_NOT_AWAY,
    **_REACHED,
    **_NO_TRANSFER,
}
"""Who leaves keeps his last organisation and what is known of him; nothing more is asked of him."""


def _corrected(event: MemberCorrected, record: OpenedEvent) -> Values:
    return {
        **_counted(event.after),
        **(_sealed(event.sealed, record) if event.sealed else {}),
        "join_date": event.join_date,
        "full_date": event.full_date,
    }


def _suspended(event: MembershipSuspended, _: OpenedEvent) -> Values:
    return {
        **_counted(event.after),
        "suspension_cause": event.cause,
        "suspended_since": event.effective_date,
        "standing_before": event.before.standing,
    }


def _transferred(event: AffiliationTransferred, _: OpenedEvent) -> Values:
    if event.after is None:
        return {**_GONE, "standing": Standing.TRANSFERRED_OUT}
    return {**_counted(event.after), "pocket_since": None}


def _left(standing: Standing) -> Callable[[Any, OpenedEvent], Values]:
    return lambda _event, _record: {**_GONE, "standing": standing}


_CHANGES: dict[Any, Callable[[Any, OpenedEvent], Values]] = {
    MemberCorrected: _corrected,
    AdmittedToFull: lambda e, _: {**_counted(e.after), "full_date": e.effective_date},
    ProbationExtended: lambda e, _: {"probation_until": e.until},
    MemberClassChanged: lambda e, _: _counted(e.after),
    PostAssigned: lambda e, _: {post_column(e.post): e.effective_date},
    PostRelieved: lambda e, _: {post_column(e.post): None},
    ContactLost: lambda e, _: {"contact_lost_since": e.since},
    ContactRegained: lambda _e, _: _REACHED,
    MembershipSuspended: _suspended,
    MembershipRestored: lambda e, _: {**_counted(e.after), **_NO_SUSPENSION},
    RectificationStarted: lambda e, _: {"rectification_deadline": e.deadline},
    RectificationCompleted: lambda _e, _: {"rectification_deadline": None},
    MemberRemoved: _left(Standing.REMOVED),
    MemberExpelled: _left(Standing.EXPELLED),
    MemberDeceased: _left(Standing.DECEASED),
    FloatingRecorded: lambda e, _: {"floating_since": e.since, "floating_place": e.place},
    FloatingContactMade: lambda e, _: {"contacted_on": e.effective_date, **_REACHED},
    FloatingEnded: lambda _e, _: _NOT_AWAY,
    AffiliationFollowedOrganisation: lambda e, _: _counted(e.after),
    TransferOpened: lambda e, _: {"open_transfer": e.transfer_id},
    AffiliationTransferred: _transferred,
    TransferClosed: lambda _e, _: _NO_TRANSFER,
    PocketMemberWarned: lambda e, _: {"pocket_since": e.valid_until},
    PocketMemberCleared: lambda _e, _: {"pocket_since": None},
    MemberForgotten: lambda _e, _: _FORGOTTEN,
}


def _write(
    values_of: Callable[[Any, OpenedEvent], Values],
) -> Callable[[Any, OpenedEvent, Rows], None]:
    def write(event: Any, record: OpenedEvent, rows: Rows) -> None:
        values = {
            **values_of(event, record),
            "changed_on": event.effective_date,
            "version": record.version,
        }
        rows.update(MEMBERS, {"member_id": event.member_id}, values)

    return write


PROJECTION: LogProjection[OpenedEvent] = LogProjection(
    FORM,
    "membership.members",
    TABLES,
    "2",
    {
        MemberRegistered: _registered,
        **{cls: _write(values_of) for cls, values_of in _CHANGES.items()},
    },
)
