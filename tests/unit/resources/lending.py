"""A hall and a projector to lend, and what is asked about them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.resources.domain.booking import commands
from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.resource.events import OpeningHours
from services.resources.domain.terms import ShareKind
from tests.unit.resources.scene import HALL, NOW, Scene, asked, offer, street

ALWAYS = tuple(OpeningHours(weekday, 0, 1440) for weekday in range(1, 8))
TERMS = replace(HALL, notice_minutes=60, days_ahead=120, quota_per_month=3)
USER: dict[str, Any] = {"unit_id": "school", "purpose": "主题党日", **asked()}


def lending() -> Scene:
    return street().given(
        offer(terms=TERMS), offer("projector", kind=ShareKind.EQUIPMENT, name="投影仪")
    )


def book(booking_id: str, wanted: commands.Wanted, **given: Any) -> commands.Book:
    return commands.Book(booking_id=booking_id, wanted=wanted, **{**USER, **given})


def together(*wanted: commands.Wanted, **given: Any) -> commands.BookTogether:
    """Parts ``c-1``, ``c-2`` and so on."""
    return commands.BookTogether(combination_id="c", wanted=wanted, **{**USER, **given})


def ref(booking_id: str, resource_id: str = "hall", month: str = "2026-03") -> BookingRef:
    return BookingRef(resource_id, month, booking_id)


def after(hours: float) -> dict[str, Any]:
    return asked(NOW + timedelta(hours=hours))
