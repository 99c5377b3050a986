"""What of resources is public: units, chairs, agreements, money, outside tasks, and what was lent.

Posts, titles and papers stay inside: a post has a holder, and a title may name whom it is about. So do
skills (人才): what is lent there is a person.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.contracts import resources
from shared.contracts.public.disclosure import About, Disclosure
from shared.contracts.resources import agreements, bookings, funds
from shared.contracts.resources.agreements import AgreementFactsV1, ObligationV1
from shared.contracts.resources.bookings import BookingFactsV1
from shared.contracts.resources.conferences import ChairTermV1
from shared.contracts.resources.funds import FundEntryV1, FundFactsV1

_AS_THEY_STAND = (
    "resources.unit-registered.v1",
    "resources.unit-corrected.v1",
    "resources.premises-opened.v1",
    "resources.premises-closed.v1",
    "resources.unit-organisation-linked.v1",
    "resources.unit-organisation-unlinked.v1",
    "resources.unit-departed.v1",
    "resources.task-admitted.v1",
    "resources.task-ended.v1",
    "resources.rule-set.v1",
)
_SKILL = "skill"


@dataclass(frozen=True, slots=True)
class ChairsPublishedV1:
    """Which units chair a joint conference, and when; `chairs` takes the place of `chairs_before`."""

    conference_id: str
    chairs_before: tuple[ChairTermV1, ...]
    chairs: tuple[ChairTermV1, ...]
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementInForceV1:
    """Who promises what, from `begins` up to and including `ends`; told again when it is renewed."""

    agreement_id: str
    conference_id: str
    parties: tuple[str, ...]
    obligations: tuple[ObligationV1, ...]
    begins: date
    ends: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementOverV1:
    """The agreement is over; `terminated`: before its last day."""

    agreement_id: str
    terminated: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundMovedV1:
    """Money of a fund moved; `balance` is what the fund holds then, in fen.

    Attributes:
        fund: whose money, for which community.
        entry: from which account to which; null: the fund was closed with nothing left.
    """

    fund_id: str
    fund: FundFactsV1
    entry: FundEntryV1 | None
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class LentV1:
    """A venue or equipment was used for `minutes`.

    Attributes:
        kind: what was lent: `venue` or `equipment`.
        owner_unit_id: who lent; empty for the community.
        unit_id: who used; empty for the community.
        amount: seats or pieces.
        month: the city's calendar month, as `2026-03`.
    """

    resource_id: str
    kind: str
    community_code: str
    owner_unit_id: str
    unit_id: str
    amount: int
    minutes: int
    month: str
    effective_date: date


_SUBJECT: dict[type[Any], str] = {
    ChairsPublishedV1: "conference",
    AgreementInForceV1: "agreement",
    AgreementOverV1: "agreement",
    FundMovedV1: "fund",
    LentV1: "resource",
}
"""What each of them tells of: the messages of one stay in order."""


def _count(told: Any) -> About | None:
    data = _counted(told)
    if data is None:
        return None
    subject = _SUBJECT[type(data)]
    return About(f"{subject}-{getattr(data, f'{subject}_id')}", data)


def _counted(told: Any) -> object | None:
    match told:
        case bookings.BookingCompletedV1() | bookings.UseRecordedV1():
            return _lent(told.after, told.minutes, told.effective_date)
        case (
            funds.FundPledgedV1()
            | funds.FundDrawnDownV1()
            | funds.FundReturnedV1()
            | funds.FundClosedV1()
        ):
            day = told.effective_date
            return FundMovedV1(told.fund_id, told.fund, told.entry, told.balance, day)
        case _ if hasattr(told, "chairs"):
            return _chairs(told)
    return _agreed(told)


def _chairs(told: Any) -> ChairsPublishedV1 | None:
    before, now = told.chairs_before, told.chairs
    if before == now:
        return None
    return ChairsPublishedV1(told.conference_id, before, now, told.effective_date)


def _agreed(told: Any) -> object | None:
    match told:
        case agreements.AgreementSignedV1(stage="in_force") | agreements.AgreementRenewedV1():
            return _in_force(told.agreement, told.effective_date)
        case agreements.AgreementEndedV1(stage_before="in_force"):
            return AgreementOverV1(told.agreement_id, told.terminated, told.effective_date)
    return None


def _in_force(agreement: AgreementFactsV1, day: date) -> AgreementInForceV1:
    return AgreementInForceV1(
        agreement.agreement_id,
        agreement.conference_id,
        agreement.parties,
        agreement.obligations,
        agreement.begins,
        agreement.ends,
        day,
    )


def _lent(used: BookingFactsV1, minutes: int, day: date) -> LentV1 | None:
    if used.kind == _SKILL:
        return None
    return LentV1(
        used.resource_id,
        used.kind,
        used.community_code,
        used.owner_unit_id,
        used.unit_id,
        used.amount,
        minutes,
        used.month,
        day,
    )


DISCLOSURE = Disclosure(
    "resources",
    {name: resources.MESSAGES[name] for name in _AS_THEY_STAND},
    {
        "public.resources.chairs-published.v1": ChairsPublishedV1,
        "public.resources.agreement-in-force.v1": AgreementInForceV1,
        "public.resources.agreement-over.v1": AgreementOverV1,
        "public.resources.fund-moved.v1": FundMovedV1,
        "public.resources.lent.v1": LentV1,
    },
    _count,
)
