"""The member ledger: one row for each change of what is counted, what it was and what it is now.

Append-only. Where it is one less and where it is one more, added up, give the number of members anywhere as of
any day (`changes`); the rows that were added up are the answer to *why*. A city's ledger has a row for every
event about a member, so its rows are narrow: numbers stand for words, and the member is named by the
event's id.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Index,
    Select,
    SmallInteger,
    Table,
    Text,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from services.reporting.projections.kinds import NUMBERS
from services.reporting.projections.messages import (
    MEMBER_MESSAGES,
    MEMBER_REASONS,
    MemberCounted,
)
from services.reporting.projections.organisations import key_of
from services.reporting.projections.tables import metadata
from shared.subscription.promise import KEYED_BY_ENTRY, Columns, Rows, Texts


class Reason(TypeDecorator[str]):
    """Why a member is counted otherwise: a number in the database, the event's name in Python."""

    impl = SmallInteger
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> str:
        del dialect
        return MEMBER_REASONS[value]


ledger = Table(
    "member_ledger",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("was_organisation_key", BigInteger, comment="null: he was not counted before"),
    Column("now_organisation_key", BigInteger, comment="null: he is not counted any more"),
    Column("effective_date", Date, nullable=False),
    Column("was_birth_date", Date),
    Column("now_birth_date", Date),
    Column("was_kind", SmallInteger),
    Column("now_kind", SmallInteger),
    Column("reason", Reason, nullable=False),
    Column("event_id", Text, nullable=False),
    info=KEYED_BY_ENTRY,
)
_WAS, _NOW = (
    tuple(f"{side}_{name}" for name in ("organisation_key", "birth_date", "kind"))
    for side in ("was", "now")
)
for _key, *_ in (_WAS, _NOW):
    Index(f"member_ledger_by_{_key}", ledger.c[_key], postgresql_where=ledger.c[_key].is_not(None))

_TOLD = ("sequence", "recorded_at", "effective_date", "reason", "event_id")
_CAME, _LEFT, _CHANGED = (Columns((*_TOLD, *sides)) for sides in (_NOW, _WAS, (*_WAS, *_NOW)))
_REASONS: Mapping[type, str] = {
    message: str(number) for number, message in enumerate(MEMBER_MESSAGES)
}


def count(messages: Iterable[Any], rows: Rows) -> tuple[list[MemberCounted], list[Any]]:
    """Write down as what each member was counted, and as what he is counted now.

    A rebuild spends its time here: each row is made at once, by no call it can do without.

    Returns:
        The messages that tell of a transfer's step too, and those that count no member.
    """
    came, left, changed = list[Texts](), list[Texts](), list[Texts]()
    moved, others = [], []
    for message in messages:
        reason = _REASONS.get(type(message))
        if reason is None:
            others.append(message)
            continue
        data = message.data
        was, now = data.before, data.after
        # fmt: off
        if was is not None and now is not None:
            changed.append((
                message.sequence, message.time, data.effective_date, reason, message.id,
                key_of(was.organisation_id), was.birth_date,
                NUMBERS[was.standing, was.member_class, was.education, was.gender],
                key_of(now.organisation_id), now.birth_date,
                NUMBERS[now.standing, now.member_class, now.education, now.gender],
            ))
        elif (facts := now if was is None else was) is not None:
            (left if now is None else came).append((
                message.sequence, message.time, data.effective_date, reason, message.id,
                key_of(facts.organisation_id), facts.birth_date,
                NUMBERS[facts.standing, facts.member_class, facts.education, facts.gender],
            ))
        # fmt: on
        if data.transfer_id is not None:
            moved.append(message)
    rows.extend(ledger, came, _CAME)
    rows.extend(ledger, left, _LEFT)
    rows.extend(ledger, changed, _CHANGED)
    return moved, others


def _side(columns: tuple[str, ...], change: int) -> Select[Any]:
    key, birth_date, kind = (ledger.c[name] for name in columns)
    return select(
        *(ledger.c[name] for name in _TOLD),
        key.label("organisation_key"),
        birth_date.label("birth_date"),
        kind.label("kind"),
        literal(change).label("change"),
    ).where(key.is_not(None))


changes = union_all(_side(_WAS, -1), _side(_NOW, 1)).subquery("changes")
"""The ledger as it is added up: ``change`` is -1 for what a member was, 1 for what he is now.

Columns: sequence, recorded_at, effective_date, reason, event_id, organisation_key, birth_date, kind, change.
"""


def member_id() -> ColumnElement[str]:
    """Whom a row counts: the contract names the event `member-<id>@<version>`."""
    return func.regexp_replace(changes.c.event_id, r"^member-(.*)@\d+$", r"\1")
