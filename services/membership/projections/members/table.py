"""One row for each person ever registered; who left keeps his last organisation and path."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text, or_

from services.membership.domain.member.causes import Origin, SuspensionCause
from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing
from shared.columns import PATH, Word

TABLES = MetaData(schema="membership_members")


def post_column(post: Post) -> str:
    """The column that says since when the member holds the post."""
    return f"{post.value}_since"


MEMBERS = Table(
    "members",
    TABLES,
    Column("member_id", Text, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("path", PATH, nullable=False),
    Column("on_register", Boolean, nullable=False),
    Column("standing", Word(Standing), nullable=False),
    Column("member_class", Word(MemberClass), nullable=False),
    Column("education", Word(Education), nullable=False),
    Column("gender", Word(Gender), nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("join_date", Date, nullable=False),
    Column("full_date", Date),
    Column("origin", Word(Origin), nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("forgotten", Boolean, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("name_token", Text),
    Column("identity_token", Text),
    Column("phone_token", Text),
    Column("open_transfer", Text),
    Column("pocket_since", Date),
    Column("probation_until", Date),
    Column("contact_lost_since", Date),
    Column("suspension_cause", Word(SuspensionCause)),
    Column("suspended_since", Date),
    Column("standing_before", Word(Standing)),
    Column("rectification_deadline", Date),
    Column("floating_since", Date),
    Column("floating_place", Text),
    Column("contacted_on", Date),
    *(Column(post_column(post), Date) for post in Post),
)

_C = MEMBERS.c
WATCHED = or_(
    _C.pocket_since.is_not(None),
    _C.contact_lost_since.is_not(None),
    _C.suspended_since.is_not(None),
    _C.rectification_deadline.is_not(None),
    _C.floating_since.is_not(None),
)
"""Only such members can have a warning: they are few, and have an index of their own."""

Index("members_by_path", _C.path, _C.member_id)
Index("members_counted", _C.path, _C.standing, postgresql_where=_C.on_register)
Index("members_by_organisation", _C.organisation_id)
Index("members_by_name", _C.name_token, postgresql_where=_C.name_token.is_not(None))
Index("members_by_identity", _C.identity_token, postgresql_where=_C.identity_token.is_not(None))
Index("members_by_phone", _C.phone_token, postgresql_where=_C.phone_token.is_not(None))
Index("members_watched", _C.path, _C.member_id, postgresql_where=WATCHED)
