"""What can be asked of a fund; money is whole fen."""

from dataclasses import dataclass

from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class FundCommand(Command):
    """A command about one fund."""

    fund_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeFund(FundCommand):
    """Pledge ``fen`` in all for a community; a later, larger sum raises the pledge to it."""

    unit_id: str
    community_code: str
    purpose: FreeText
    fen: int
    agreement_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDown(FundCommand):
    """Spend ``fen`` against a voucher, which is good once."""

    voucher: FreeText
    fen: int
    listing_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMoney(FundCommand):
    """Put back ``fen`` of what ``voucher`` drew; each ``receipt`` counts once."""

    voucher: FreeText
    receipt: FreeText
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFund(FundCommand):
    """Give what is left back to the unit."""
