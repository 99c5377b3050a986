"""A member as the register shows him, still sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row

from services.membership.domain.member.causes import Origin, SuspensionCause
from services.membership.domain.member.member import Floating, Member, Suspension
from services.membership.domain.terms import (
    Education,
    Gender,
    MemberClass,
    MemberFacts,
    Post,
    Standing,
)
from services.membership.projections.members.table import post_column

_POSTS = [(post, post_column(post)) for post in Post]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person. ``sealed`` is empty when he was forgotten; ``version`` is his stream's.

    ``organisation_id`` and ``path`` of who left the register are his last.
    """

    member_id: str
    organisation_id: str
    path: str
    on_register: bool
    standing: Standing
    member_class: MemberClass
    education: Education
    gender: Gender
    birth_date: date
    join_date: date
    full_date: date | None
    origin: Origin
    registered_on: date
    changed_on: date
    version: int
    forgotten: bool
    sealed: str
    open_transfer: str | None
    pocket_since: date | None
    probation_until: date | None
    contact_lost_since: date | None
    suspension_cause: SuspensionCause | None
    suspended_since: date | None
    standing_before: Standing | None
    rectification_deadline: date | None
    floating_since: date | None
    floating_place: str | None
    contacted_on: date | None
    posts: Mapping[Post, date]

    def as_member(self) -> Member:
        """As the domain's warnings look at him."""
        return Member(
            member_id=self.member_id,
            facts=self._facts() if self.on_register else None,
            standing=self.standing,
            changed_on=self.changed_on,
            join_date=self.join_date,
            full_date=self.full_date,
            sealed=self.sealed,
            posts=tuple(self.posts),
            open_transfer=self.open_transfer,
            pocket_since=self.pocket_since,
            probation_until=self.probation_until,
            contact_lost_since=self.contact_lost_since,
            suspension=self._suspension(),
            rectification_deadline=self.rectification_deadline,
            floating=self._floating(),
            forgotten=self.forgotten,
        )

    def _facts(self) -> MemberFacts:
        return MemberFacts(
            self.organisation_id,
            self.path,
            self.standing,
            self.member_class,
            self.education,
            self.birth_date,
            self.gender,
        )

    def _suspension(self) -> Suspension | None:
        cause, since, before = self.suspension_cause, self.suspended_since, self.standing_before
        if cause is None or since is None or before is None:
            return None
        return Suspension(cause, since, before)

    def _floating(self) -> Floating | None:
        if self.floating_since is None:
            return None
        return Floating(self.floating_since, self.floating_place or "", self.contacted_on)


SHOWN = tuple(name for name in MemberRow.__dataclass_fields__ if name != "posts")
COLUMNS = (*SHOWN, *(column for _, column in _POSTS))
"""The columns behind a `MemberRow`; the search tokens never leave the database."""


def member_of(row: Row[tuple[object, ...]]) -> MemberRow:
    """The member behind a row of `COLUMNS`."""
    found = row._mapping  # noqa: SLF001 -- the documented way to a row's columns by name
    posts = {post: since for post, column in _POSTS if (since := found[column]) is not None}
    return MemberRow(**{name: found[name] for name in SHOWN}, posts=posts)
