"""Members to look after: the domain's warnings, drawn from the register's rows when they are asked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, tuple_

from services.membership.domain.member.warnings import MemberWarning, WarningReason, warnings
from services.membership.domain.rules.decider import Rules
from services.membership.projections.members.row import COLUMNS, MemberRow, member_of
from services.membership.projections.members.table import MEMBERS, WATCHED
from shared.access.scope import within
from shared.paging import LIMIT, Page, cursor, key_of

C = MEMBERS.c
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Warned:
    """A member and everything to be looked after; never without a warning."""

    member: MemberRow
    warnings: tuple[MemberWarning, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """By which day and which rules is judged; ``reason`` None means every reason."""

    today: date
    rules: Rules
    reason: WarningReason | None = None

    def at(self, member: MemberRow) -> Warned | None:
        found = warnings(member.as_member(), self.today, self.rules)
        kept = tuple(w for w in found if self.reason in {None, w.reason})
        return Warned(member, kept) if kept else None


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    look: Look,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[Warned]:
    """Members in scope who have a warning, organisation by organisation.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    key = key_of(after, tuple[str, str]) if after is not None else ("", "")
    found: list[Warned] = []
    while len(found) <= limit:
        candidates = _watched(connection, roots, key)
        found += (warned for member in candidates if (warned := look.at(member)) is not None)
        if len(candidates) < _AT_A_TIME:
            break
        key = (candidates[-1].path, candidates[-1].member_id)
    return _page(found, limit)


def _watched(
    connection: Connection, roots: tuple[str, ...], behind: tuple[str, str]
) -> list[MemberRow]:
    asked = (
        select(*(C[name] for name in COLUMNS))
        .where(WATCHED, within(C.path, roots), tuple_(C.path, C.member_id) > tuple_(*behind))
        .order_by(C.path, C.member_id)
        .limit(_AT_A_TIME)
    )
    return [member_of(row) for row in connection.execute(asked)]


def _page(found: list[Warned], limit: int) -> Page[Warned]:
    shown = found[:limit]
    if len(found) <= limit:
        return Page(shown)
    last = shown[-1].member
    return Page(shown, cursor((last.path, last.member_id)))
