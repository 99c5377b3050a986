"""What is asked for in these tests; when and by whom is for the town hall to say."""

from datetime import date
from typing import Any

from services.resources.domain.agreement import commands as g
from services.resources.domain.agreement.events import Obligation
from services.resources.domain.booking import commands as b
from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.fund import commands as f
from services.resources.domain.listing import commands as li
from services.resources.domain.listing.events import ListingKind, Side
from services.resources.domain.terms import ShareKind
from tests.unit.resources.scene import ONE, TODAY, asked, at, slot

DAY = 3
"""Of March, the day after `scene.NOW`."""


def agreement(*parties: str, agreement_id: str = "a") -> tuple[Any, ...]:
    """Drafted and signed by all: each lends its hall and gives money."""
    obligations = [
        (unit, kind, target)
        for unit in parties
        for kind, target in ((ShareKind.VENUE, 720), (ShareKind.FUND, 500_000))
    ]
    draft = g.DraftAgreement(
        agreement_id=agreement_id,
        conference_id=ONE,
        title="共建协议",
        parties=parties,
        obligations=tuple(
            Obligation(number, unit, kind, "共享", target)
            for number, (unit, kind, target) in enumerate(obligations, 1)
        ),
        begins=TODAY,
        ends=date(2026, 12, 31),
        **asked(),
    )
    signed = (
        g.SignAgreement(agreement_id=agreement_id, unit_id=each, **asked()) for each in parties
    )
    return draft, *signed


def book(booking_id: str = "b", hour: int = 9, unit: str = "school", **given: Any) -> b.Book:
    told = {"purpose": "讲座", "wanted": slot(at(DAY, hour), 2), **asked(), **given}
    return b.Book(booking_id=booking_id, unit_id=unit, **told)


def ref(booking_id: str = "b") -> BookingRef:
    return BookingRef("hall", "2026-03", booking_id)


def check_in(booking_id: str = "b") -> b.CheckIn:
    return b.CheckIn(booking=ref(booking_id), **asked())


def complete(booking_id: str = "b") -> b.CompleteBooking:
    return b.CompleteBooking(booking=ref(booking_id), **asked())


def pledge(fen: int = 500_000, unit: str = "forestry", **given: Any) -> f.PledgeFund:
    told = {"fund_id": "f", "community_code": ONE, "purpose": "助学", **asked(), **given}
    return f.PledgeFund(unit_id=unit, fen=fen, **told)


def publish(listing_id: str = "l", owner: str = "", **given: Any) -> li.PublishListing:
    told: dict[str, Any] = {
        "kind": ListingKind.PROJECT,
        "title": "礼堂讲座",
        "community_code": ONE,
        "category": "文化",
        "target": 3,
        "measure": "场",
        "closes_on": date(2026, 12, 31),
        "points": 10,
        **asked(),
        **given,
    }
    return li.PublishListing(listing_id=listing_id, owner_unit_id=owner, **told)


def claimed(unit: str, claim_id: str = "c", listing_id: str = "l") -> tuple[Any, ...]:
    """Asked for by the unit, confirmed by the community."""
    told: dict[str, Any] = {"listing_id": listing_id, "claim_id": claim_id, **asked()}
    return (
        li.MakeClaim(unit_id=unit, amount=2, by=Side.CLAIMANT, **told),
        li.ConfirmClaim(by=Side.OWNER, **told),
    )


def withdraw(listing_id: str = "l") -> li.WithdrawListing:
    return li.WithdrawListing(listing_id=listing_id, cause_text="项目取消", **asked())
