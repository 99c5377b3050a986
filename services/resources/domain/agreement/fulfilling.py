"""What real bookings and draw-downs count for: the fact, as an agreement's obligation sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.resources.domain.booking.events import BookingCompleted, UseRecorded
from services.resources.domain.calendar import city_day
from services.resources.domain.fund.events import FundDrawnDown, FundReturned
from services.resources.domain.terms import ShareKind

COUNTS = (BookingCompleted, UseRecorded, FundDrawnDown, FundReturned)
"""What can fulfil something."""


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """So much of ``kind`` by ``unit_id``, to be asked for as `RecordFulfilment`.

    ``source`` names it; ``used_on`` is the day on which it was used or spent.
    """

    agreement_id: str
    unit_id: str
    kind: ShareKind
    amount: int
    source: str
    used_on: date


def fulfilment_of(event: Any) -> Fulfilment | None:
    """What ``event`` fulfils; None when it fulfils nothing.

    A venue counts in minutes of use, people and pieces by number, funds in fen still spent.
    """
    match event:
        case BookingCompleted() | UseRecorded():
            return _of_use(event)
        case FundDrawnDown():
            return _of_voucher(event, event.entry.fen, event.effective_date)
        case FundReturned():
            return _of_voucher(event, event.still_spent, event.drawn_on)
        case _:
            return None


def _of_use(event: BookingCompleted | UseRecorded) -> Fulfilment | None:
    lent = event.after
    if not lent.agreement_id:
        return None
    amount = event.minutes if lent.kind is ShareKind.VENUE else lent.amount
    source = f"booking:{lent.resource_id}:{lent.booking_id}"
    day = city_day(lent.begins)
    return Fulfilment(lent.agreement_id, lent.owner_unit_id, lent.kind, amount, source, day)


def _of_voucher(event: FundDrawnDown | FundReturned, fen: int, day: date) -> Fulfilment | None:
    fund = event.fund
    if not fund.agreement_id:
        return None
    source = f"voucher:{fund.fund_id}:{event.voucher}"
    return Fulfilment(fund.agreement_id, fund.unit_id, ShareKind.FUND, fen, source, day)
