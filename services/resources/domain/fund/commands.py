"""What can be asked of a fund; money is whole fen."""

from dataclasses import dataclass

from services.resources.domain.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class FundCommand(Command):
    """A command about one fund."""

    fund_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeFund(FundCommand):
    """Pledge ``fen`` in all for a community; a later, larger sum raises the pledge to it."""

    unit_id: str
    community_code: str
    purpose: str
    fen: int
    agreement_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDown(FundCommand):
    """Spend ``fen`` against a voucher, which is good once."""

    voucher: str
    fen: int
    listing_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMoney(FundCommand):
    """Put back ``fen`` of what ``voucher`` drew; each ``receipt`` counts once."""

    voucher: str
    receipt: str
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFund(FundCommand):
    """Give what is left back to the unit."""
