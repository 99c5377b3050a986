"""What can have happened to a fund.

Each event is one entry of the ledger: ``fen`` move from the account ``credit`` to the account
``debit``. So all accounts together are always nothing, and what a fund holds is what came in less what
went out. ``balance`` is what it holds afterwards.
"""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import Labelled


class Account(Labelled):
    """Where money is: with the unit that gives it, in the fund, or spent."""

    UNIT = "unit", "认捐单位"
    FUND = "fund", "资金账户"
    SPENT = "spent", "已使用"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the double-entry ledger; ``fen`` is above nothing."""

    debit: Account
    credit: Account
    fen: int


@dataclass(frozen=True, slots=True)
class FundFacts:
    """Whose money for which community; ``agreement_id`` is empty when no agreement promised it."""

    fund_id: str
    unit_id: str
    community_code: str
    purpose: str
    agreement_id: str = ""


@dataclass(frozen=True, slots=True)
class FundPledged:
    """The unit pledged; asked again with more, the pledge grows."""

    fund_id: str
    fund: FundFacts
    entry: Entry
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundDrawnDown:
    """Money was spent against ``voucher``; ``listing_id`` says on which project, if on one."""

    fund_id: str
    fund: FundFacts
    voucher: str
    listing_id: str
    entry: Entry
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundReturned:
    """Money drawn by ``voucher`` on ``drawn_on`` is in the fund again; ``still_spent`` of it is not."""

    fund_id: str
    fund: FundFacts
    voucher: str
    receipt: str
    still_spent: int
    entry: Entry
    balance: int
    effective_date: date
    drawn_on: date


@dataclass(frozen=True, slots=True)
class FundClosed:
    """The fund is closed; what was left went back to the unit (``entry`` None: nothing was)."""

    fund_id: str
    fund: FundFacts
    entry: Entry | None
    balance: int
    effective_date: date


FundEvent = FundPledged | FundDrawnDown | FundReturned | FundClosed
