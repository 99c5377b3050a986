"""What a fact changed or said, as people read it; nothing that identifies a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.domain.letter_book.causes import VoidCause
from services.membership.domain.member.causes import (
    ErasureGround,
    Origin,
    RemovalCause,
    SuspensionCause,
    TransferOutcome,
)
from services.membership.domain.streams import DomainEvent
from services.membership.domain.terms import (
    Education,
    Gender,
    Labelled,
    MemberClass,
    MemberFacts,
    Post,
    Standing,
)
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.events import Endpoint, Letter

Pair = tuple[Any, Any]

FIELDS: dict[str, str] = {
    "organisation_id": "党组织",
    "standing": "党籍状态",
    "member_class": "党员类别",
    "education": "学历",
    "gender": "性别",
    "birth_date": "出生日期",
    "personal_data": "个人信息",
    "join_date": "入党日期",
    "full_date": "转正日期",
    "post": "职务",
    "posts": "职务",
    "origin": "入册方式",
    "kind": "转接类型",
    "reason": "转接原因",
    "reason_since": "外出起始日期",
    "releasing": "转出方",
    "receiving": "转入方",
    "approved_by": "审批组织",
    "refused_by": "审批组织",
    "accepted_by": "接收组织",
    "returned_by": "办理组织",
    "placed_by": "办理组织",
    "under": "隶属于",
    "into": "并入",
    "letter": "介绍信",
    "replaced": "原介绍信",
    "year": "年度",
    "number": "编号",
    "text": "介绍信",
    "members": "人数",
    "valid_until": "有效期至",
    "outcome": "转接结果",
    "cause": "原因",
    "cause_text": "说明",
    "note": "说明(密封)",
    "since": "起始日期",
    "without_reason": "无正当理由",
    "place": "所在地",
    "deadline": "期限",
    "until": "延长至",
    "ground": "清除依据",
    "order": "决定文号",
    "reader": "查阅账号",
    "purpose": "查阅事由",
    "fields": "查阅内容",
}
"""Everything that is shown, in this order."""

_WORDS: dict[str, tuple[type[Labelled], ...]] = {
    "standing": (Standing,),
    "member_class": (MemberClass,),
    "education": (Education,),
    "gender": (Gender,),
    "post": (Post,),
    "posts": (Post,),
    "origin": (Origin,),
    "kind": (TransferKind,),
    "reason": (TransferReason,),
    "outcome": (TransferOutcome,),
    "cause": (RefusalCause, SuspensionCause, RemovalCause, VoidCause),
    "ground": (ErasureGround,),
    "purpose": (DisclosurePurpose,),
}
_LABELS: dict[tuple[str, Any], str] = {
    (name, word.value): word.label
    for name, kinds in _WORDS.items()
    for kind in kinds
    for word in kind
}
_LABELS["without_reason", True] = "是"
_FACTS = ("organisation_id", "standing", "member_class", "education", "gender", "birth_date")


@dataclass(frozen=True, slots=True)
class Change:
    """One particular: ``before`` is None when it was not told, or not there before.

    Words come with the label people see (``before_label``, ``after_label``); other values are
    their own label. Personal data, and what was said about him, is only said to have been given: both sides are None.
    """

    field: str
    label: str
    before: str | None
    after: str | None
    before_label: str | None
    after_label: str | None


def told_by(event: DomainEvent) -> dict[str, Pair]:
    """What the fact tells, each particular before and after, as JSON can hold it."""
    told = {name: (None, plain(getattr(event, name))) for name in _names_of(type(event))}
    told = {
        name: pair
        for name, pair in told.items()
        if pair[1] not in (None, "", []) and pair[1] is not False
    }
    if "note" in told:
        told["note"] = (None, None)
    told |= _differing(getattr(event, "before", None), getattr(event, "after", None))
    if getattr(event, "sealed", ""):
        told["personal_data"] = (None, None)
    return told


def changes_of(told: Mapping[str, Pair]) -> list[Change]:
    """The same for people, in the order of `FIELDS`."""
    return [_change(name, label, *told[name]) for name, label in FIELDS.items() if name in told]


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Endpoint):
        return value.organisation_id or value.name
    if isinstance(value, Letter):
        return value.text
    return value


def _differing(before: MemberFacts | None, after: MemberFacts | None) -> Iterator[tuple[str, Pair]]:
    for name in _FACTS if (before or after) else ():
        pair = (plain(getattr(before, name, None)), plain(getattr(after, name, None)))
        if pair[0] != pair[1]:
            yield name, pair


_NAMES: dict[type, tuple[str, ...]] = {}


def _names_of(cls: type) -> tuple[str, ...]:
    names = _NAMES.get(cls)
    if names is None:
        names = _NAMES[cls] = tuple(f.name for f in fields(cls) if f.name in FIELDS)
    return names


def _change(field: str, label: str, before: Any, after: Any) -> Change:
    return Change(
        field, label, _text(before), _text(after), _label(field, before), _label(field, after)
    )


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _label(field: str, value: Any) -> str | None:
    if isinstance(value, list):
        return "、".join(_LABELS.get((field, part), str(part)) for part in value)
    return None if value is None else _LABELS.get((field, value), str(value))
