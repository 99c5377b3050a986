"""A fund: every fen is with the unit, in the fund, or spent, and no account is ever below nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.agreement.agreement import Agreement
from services.resources.domain.agreement.agreement import initial as no_agreement
from services.resources.domain.agreement.counting import check_promised
from services.resources.domain.command import check_effective_date, positive, written
from services.resources.domain.fund.commands import (
    CloseFund,
    DrawDown,
    FundCommand,
    PledgeFund,
    ReturnMoney,
)
from services.resources.domain.fund.events import (
    Account,
    Entry,
    FundClosed,
    FundDrawnDown,
    FundEvent,
    FundFacts,
    FundPledged,
    FundReturned,
)
from services.resources.domain.rejection import Rejection
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.terms import ShareKind
from services.resources.domain.unit.unit import Unit, present


class UnknownFund(Rejection):
    def __init__(self, fund_id: str) -> None:
        super().__init__(
            "fund_id", f"there is no fund {fund_id!r}; pledge it first", "没有该资金,请先认捐"
        )


class FundIsClosed(Rejection):
    def __init__(self) -> None:
        super().__init__("fund_id", "the fund is closed; pledge another", "该资金已结清,请另行认捐")


class FundPledgedOtherwise(Rejection):
    def __init__(self) -> None:
        super().__init__(
            "fund_id",
            "the fund was pledged by another unit, for another purpose, or with more money",
            "该资金已认捐且单位、用途不同或金额更高,请核对",
        )


class DrawDownAbovePledge(Rejection):
    """What was not pledged cannot be spent."""

    def __init__(self, fen: int, balance: int) -> None:
        super().__init__(
            "fen",
            f"{fen} fen are more than the fund holds ({balance} fen); give at most that",
            f"支取 {fen} 分超过余额 {balance} 分,请减少金额",
        )


class VoucherAlreadyUsed(Rejection):
    def __init__(self, name: str, number: str) -> None:
        super().__init__(
            name,
            f"{name} {number!r} stands for another sum already; give its own",
            "该凭证已用于其他金额,请使用新的凭证号",
        )


class ReturnAboveDrawn(Rejection):
    def __init__(self, fen: int, drawn: int) -> None:
        super().__init__(
            "fen",
            f"{fen} fen are more than is still out on the voucher ({drawn} fen); give at most that",
            f"退回 {fen} 分超过该凭证未退金额 {drawn} 分,请减少金额",
        )


class UnknownVoucher(Rejection):
    def __init__(self, voucher: str) -> None:
        super().__init__(
            "voucher",
            f"nothing was drawn by {voucher!r}; look at the ledger of the fund",
            "没有该凭证的支取记录,请在该资金的台账中核对",
        )


@dataclass(frozen=True, slots=True)
class Fund:
    """``drawn`` is when and what each voucher drew, ``returned`` what each receipt of one put back."""

    facts: FundFacts | None = None
    pledged: int = 0
    drawn: dict[str, tuple[date, int]] = field(default_factory=dict)
    returned: dict[tuple[str, str], int] = field(default_factory=dict)
    closed: bool = False
    balance: int = 0
    changed_on: date | None = None

    def out(self, voucher: str) -> int:
        """What is still spent on the voucher."""
        back = sum(fen for (whose, _), fen in self.returned.items() if whose == voucher)
        return self.drawn[voucher][1] - back


initial = Fund()


@dataclass(frozen=True, slots=True)
class FundCase:
    """The fund, the unit that pledges (by id), the agreement it names, and what surrounds it."""

    fund: Fund = initial
    units: Mapping[str, Unit] = field(default_factory=dict)
    agreement: Agreement = no_agreement
    around: Surroundings = field(default_factory=Surroundings)


def decide(command: FundCommand, case: FundCase) -> tuple[FundEvent, ...]:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    fund = case.fund
    check_effective_date(command, fund.changed_on)
    if isinstance(command, PledgeFund):
        return _pledge(command, case)
    if fund.facts is None:
        raise UnknownFund(command.fund_id)
    return _DECIDE[type(command)](command, fund, fund.facts)


def _pledge(command: PledgeFund, case: FundCase) -> tuple[FundEvent, ...]:
    fen = positive(command.fen, "fen")
    present(case.units, command.unit_id)
    case.around.community(command.community_code, "community_code")
    facts = FundFacts(
        command.fund_id,
        command.unit_id,
        command.community_code,
        written(command.purpose, "purpose"),
        command.agreement_id,
    )
    fund = case.fund
    if (fund.facts or facts) != facts or fen < fund.pledged:
        raise FundPledgedOtherwise
    if fen == fund.pledged:
        return ()
    if fund.closed:
        raise FundIsClosed
    if command.agreement_id:
        given = {(command.unit_id, ShareKind.FUND)}
        check_promised(case.agreement, command.agreement_id, given)
    more = fen - fund.pledged
    entry = Entry(Account.FUND, Account.UNIT, more)
    balance = fund.balance + more
    return (FundPledged(command.fund_id, facts, entry, balance, command.effective_date),)


def _draw(command: DrawDown, fund: Fund, facts: FundFacts) -> tuple[FundEvent, ...]:
    """Spend what is there; a voucher is good once."""
    fen, voucher = positive(command.fen, "fen"), written(command.voucher, "voucher")
    if voucher in fund.drawn:
        if fund.drawn[voucher][1] == fen:
            return ()
        raise VoucherAlreadyUsed("voucher", voucher)
    if fund.closed:
        raise FundIsClosed
    if fen > fund.balance:
        raise DrawDownAbovePledge(fen, fund.balance)
    entry = Entry(Account.SPENT, Account.FUND, fen)
    return (
        FundDrawnDown(
            command.fund_id,
            facts,
            voucher,
            command.listing_id,
            entry,
            fund.balance - fen,
            command.effective_date,
        ),
    )


def _return(command: ReturnMoney, fund: Fund, facts: FundFacts) -> tuple[FundEvent, ...]:
    """Put back what was drawn and not needed."""
    fen, voucher = positive(command.fen, "fen"), command.voucher.strip()
    receipt = written(command.receipt, "receipt")
    if voucher not in fund.drawn:
        raise UnknownVoucher(voucher)
    known = fund.returned.get((voucher, receipt))
    if known is not None:
        if known == fen:
            return ()
        raise VoucherAlreadyUsed("receipt", receipt)
    if fund.closed:
        raise FundIsClosed
    spent = fund.out(voucher)
    if fen > spent:
        raise ReturnAboveDrawn(fen, spent)
    entry = Entry(Account.FUND, Account.SPENT, fen)
    balance, day = fund.balance + fen, command.effective_date
    told = (voucher, receipt, spent - fen, entry, balance, day, fund.drawn[voucher][0])
    return (FundReturned(command.fund_id, facts, *told),)


def _close(command: CloseFund, fund: Fund, facts: FundFacts) -> tuple[FundEvent, ...]:
    if fund.closed:
        return ()
    entry = Entry(Account.UNIT, Account.FUND, fund.balance) if fund.balance else None
    return (FundClosed(command.fund_id, facts, entry, 0, command.effective_date),)


_DECIDE: dict[type, Callable[[Any, Fund, FundFacts], tuple[FundEvent, ...]]] = {
    DrawDown: _draw,
    ReturnMoney: _return,
    CloseFund: _close,
}


def fold(events: Iterable[FundEvent], fund: Fund = initial) -> Fund:
    """The fund after all ``events``."""
    return reduce(evolve, events, fund)


def evolve(fund: Fund, event: FundEvent) -> Fund:
    """The fund after one more event."""
    after = replace(fund, facts=event.fund, balance=event.balance, changed_on=event.effective_date)
    match event:
        case FundPledged():
            return replace(after, pledged=fund.pledged + event.entry.fen)
        case FundDrawnDown():
            told = (event.effective_date, event.entry.fen)
            return replace(after, drawn=fund.drawn | {event.voucher: told})
        case FundReturned():
            back = {(event.voucher, event.receipt): event.entry.fen}
            return replace(after, returned=fund.returned | back)
        case FundClosed():
            return replace(after, closed=True)
