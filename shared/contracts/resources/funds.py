"""Funds (资金) in whole fen: every message is an entry of a ledger that balances."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FundFactsV1:
    """Whose money for which community; `agreement_id` is empty when no agreement promised it."""

    fund_id: str
    unit_id: str
    community_code: str
    agreement_id: str


@dataclass(frozen=True, slots=True)
class FundEntryV1:
    """`fen` move from the account `credit` to the account `debit`: `unit`, `fund` or `spent`."""

    debit: str
    credit: str
    fen: int


@dataclass(frozen=True, slots=True)
class FundPledgedV1:
    """The unit pledged; asked again with more, the pledge grows."""

    fund_id: str
    fund: FundFactsV1
    entry: FundEntryV1
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundDrawnDownV1:
    """Money was spent against `voucher`; `listing_id` says on which project, if on one."""

    fund_id: str
    fund: FundFactsV1
    voucher: str
    listing_id: str
    entry: FundEntryV1
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundReturnedV1:
    """Money drawn by `voucher` is in the fund again; `still_spent` of what it drew is not."""

    fund_id: str
    fund: FundFactsV1
    voucher: str
    receipt: str
    still_spent: int
    entry: FundEntryV1
    balance: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class FundClosedV1:
    """The fund is closed; what was left went back to the unit (`entry` null: nothing was)."""

    fund_id: str
    fund: FundFactsV1
    entry: FundEntryV1 | None
    balance: int
    effective_date: date


FundMessage = FundPledgedV1 | FundDrawnDownV1 | FundReturnedV1 | FundClosedV1
MESSAGES: dict[str, type[FundMessage]] = {
    "resources.fund-pledged.v1": FundPledgedV1,
    "resources.fund-drawn-down.v1": FundDrawnDownV1,
    "resources.fund-returned.v1": FundReturnedV1,
    "resources.fund-closed.v1": FundClosedV1,
}
