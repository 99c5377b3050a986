"""What is asked of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing
from services.membership.projections.members.row import COLUMNS, MemberRow, member_of
from services.membership.projections.members.table import MEMBERS, post_column
from shared.access.scope import within
from shared.paging import LIMIT, Page, key_of, page_of

C = MEMBERS.c
_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """Which members; what is None does not matter.

    ``within`` is an organisation's path: its members and those of all below. The tokens are those
    of `shared.privacy.blind.BlindIndex`: exact search without clear text. ``born_from`` and
    ``born_to`` are days, both included.
    """

    within: str | None = None
    organisation_id: str | None = None
    on_register: bool | None = True
    standing: Standing | None = None
    member_class: MemberClass | None = None
    education: Education | None = None
    gender: Gender | None = None
    post: Post | None = None
    name_token: str | None = None
    identity_token: str | None = None
    phone_token: str | None = None
    born_from: date | None = None
    born_to: date | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        found = [C[name] == value for name in _EQUAL if (value := getattr(self, name)) is not None]
        if self.within is not None:
            found.append(within(C.path, (self.within,)))
        if self.post is not None:
            found.append(C[post_column(self.post)].is_not(None))
        if self.born_from is not None:
            found.append(C.birth_date >= self.born_from)
        if self.born_to is not None:
            found.append(C.birth_date <= self.born_to)
        return found


_OWN_WAY = {"within", "post", "born_from", "born_to"}
_EQUAL = tuple(n for n in MemberFilter.__dataclass_fields__ if n not in _OWN_WAY)
_EVERYBODY = MemberFilter()


def get(connection: Connection, member_id: str, roots: tuple[str, ...]) -> MemberRow | None:
    """One person in scope, on the register or not any more."""
    row = connection.execute(_shown(roots).where(C.member_id == member_id)).first()
    return member_of(row) if row else None


def several(
    connection: Connection, member_ids: Sequence[str], roots: tuple[str, ...]
) -> list[MemberRow]:
    """Those of the people named who are in scope."""
    asked = _shown(roots).where(C.member_id.in_(member_ids)).order_by(C.member_id)
    return [member_of(row) for row in connection.execute(asked)]


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    which: MemberFilter = _EVERYBODY,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[MemberRow]:
    """Members in scope, organisation by organisation.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    query = _shown(roots).where(*which.clauses())
    if after is not None:
        query = query.where(_behind(key_of(after, tuple[str, str])))
    found = connection.execute(query.order_by(C.path, C.member_id).limit(limit + 1)).all()
    return page_of(found, limit, member_of, lambda row: (row.path, row.member_id))


def each(
    connection: Connection, roots: tuple[str, ...], which: MemberFilter = _EVERYBODY
) -> Iterator[MemberRow]:
    """All of them in the same order, read bit by bit: for exports of any size."""
    query = _shown(roots).where(*which.clauses()).order_by(C.path, C.member_id)
    streaming = connection.execution_options(yield_per=_AT_A_TIME)
    yield from map(member_of, streaming.execute(query))


def ids_in(
    connection: Connection, organisation_id: str, *, except_at: str | None = None
) -> tuple[str, ...]:
    """Who is on the register of this organisation itself: those a whole-organisation transfer moves.

    With ``except_at``, only those whose path is another one.
    """
    asked = select(C.member_id).where(C.organisation_id == organisation_id, C.on_register)
    if except_at is not None:
        asked = asked.where(C.path != except_at)
    return tuple(connection.execute(asked.order_by(C.member_id)).scalars())


def in_scope(member_id: Any, roots: tuple[str, ...]) -> ColumnElement[bool]:
    """For other views' queries: whether this person is in scope."""
    return select(C.member_id).where(C.member_id == member_id, within(C.path, roots)).exists()


def _shown(roots: tuple[str, ...]) -> Select[Any]:
    return select(*(C[name] for name in COLUMNS)).where(within(C.path, roots))


def _behind(key: tuple[str, str]) -> ColumnElement[bool]:
    return tuple_(C.path, C.member_id) > tuple_(*key)
