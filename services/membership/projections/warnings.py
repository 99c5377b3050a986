"""Whom to look after: the domain's warnings, drawn from the views' rows when they are asked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, tuple_

from services.membership.domain.member.member import Member
from services.membership.domain.member.warnings import MemberWarning, WarningReason, warnings
from services.membership.domain.rules.decider import Rules
from services.membership.projections.members.row import COLUMNS, MemberRow, member_of
from services.membership.projections.members.table import MEMBERS, WATCHED
from services.membership.projections.transfers.expired import Bearer, bearers
from shared.access.scope import within
from shared.paging import LIMIT, Page, key_of, page_of

C = MEMBERS.c
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Warned:
    """A person, still sealed, and everything to be looked after; never without a warning.

    ``organisation_id`` and ``path`` are of his organisation, or of the one he was to come to.
    """

    member_id: str
    organisation_id: str
    path: str
    sealed: str
    warnings: tuple[MemberWarning, ...]

    @property
    def place(self) -> tuple[str, str]:
        """Where he stands in the list."""
        return self.path, self.member_id


@dataclass(frozen=True, slots=True)
class Look:
    """By which day and which rules is judged; ``reason`` None means every reason."""

    today: date
    rules: Rules
    reason: WarningReason | None = None

    def at(self, one: MemberRow | Bearer) -> Warned | None:
        member = (
            Member(pocket_since=one.valid_until) if isinstance(one, Bearer) else one.as_member()
        )
        found = warnings(member, self.today, self.rules)
        kept = tuple(w for w in found if self.reason in {None, w.reason})
        if not kept:
            return None
        return Warned(one.member_id, one.organisation_id, one.path, one.sealed, kept)


def listed(
    connection: Connection,
    roots: tuple[str, ...],
    look: Look,
    *,
    after: str | None = None,
    limit: int = LIMIT,
) -> Page[Warned]:
    """Who in scope has a warning, organisation by organisation: members, and who was to come.

    Raises:
        BadCursor: ``after`` was not given out by this list.
    """
    key = key_of(after, tuple[str, str]) if after is not None else ("", "")
    coming = map(look.at, bearers(connection, roots, key, limit + 1))
    found = [*_members(connection, roots, look, key, limit), *filter(None, coming)]
    found.sort(key=lambda each: each.place)  # as the database orders either
    return page_of(found[: limit + 1], limit, lambda each: each, lambda each: each.place)


def _members(
    connection: Connection, roots: tuple[str, ...], look: Look, key: tuple[str, str], limit: int
) -> list[Warned]:
    found: list[Warned] = []
    while len(found) <= limit:
        candidates = _watched(connection, roots, key)
        found += filter(None, map(look.at, candidates))
        if len(candidates) < _AT_A_TIME:
            break
        key = (candidates[-1].path, candidates[-1].member_id)
    return found


def _watched(
    connection: Connection, roots: tuple[str, ...], behind: tuple[str, str]
) -> list[MemberRow]:
    asked = (
        select(*(C[name] for name in COLUMNS))
        .where(
            C.on_register,
            WATCHED,
            within(C.path, roots),
            tuple_(C.path, C.member_id) > tuple_(*behind),
        )
        .order_by(C.path, C.member_id)
        .limit(_AT_A_TIME)
    )
    return [member_of(row) for row in connection.execute(asked)]
