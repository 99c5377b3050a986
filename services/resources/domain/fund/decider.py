"""A fund: every fen is with the unit, in the fund, or spent, and no account is ever below nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.resources.domain.agreement.agreement import Agreement
from services.resources.domain.agreement.agreement import initial as no_agreement
from services.resources.domain.agreement.counting import (
    check_day,
    check_in_force,
    check_promised,
)
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
from services.resources.domain.fund.rejections import (
    DrawDownAbovePledge,
    FundIsClosed,
    FundPledgedOtherwise,
    MoreWouldNotCount,
    ReturnAboveDrawn,
    UnknownFund,
    UnknownVoucher,
    VoucherAlreadyUsed,
)
from services.resources.domain.rejection import Rejection
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.terms import ShareKind
from services.resources.domain.unit.unit import Unit, present


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
        _check_agreement(command, case)
    more = fen - fund.pledged
    entry = Entry(Account.FUND, Account.UNIT, more)
    balance = fund.balance + more
    return (FundPledged(command.fund_id, facts, entry, balance, command.effective_date),)


def _check_agreement(command: PledgeFund, case: FundCase) -> None:
    """Refuse an agreement by which nothing more can count; what is pledged by it keeps it."""
    given = {(command.unit_id, ShareKind.FUND)}
    try:
        facts = check_promised(case.agreement, command.agreement_id, given)
        check_in_force(case.agreement)
        check_day(case.agreement, facts, max(command.today, facts.begins))
    except Rejection as refused:
        if case.fund.facts is None:
            raise
        raise MoreWouldNotCount(command.agreement_id) from refused


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
