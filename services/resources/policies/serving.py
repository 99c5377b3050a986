"""Bookings that serve an item of the lists: attached to it, and given back when it is taken off.

What is booked for an item that is over meanwhile is given back at once. So it does not matter which of
the two was first, nor where the process died in between.
"""

from collections.abc import Sequence
from typing import Any

from services.resources.application import Cause, Consequences, cause_of
from services.resources.codec import FORM
from services.resources.domain.booking import events as b
from services.resources.domain.booking.commands import CancelBooking
from services.resources.domain.booking.facts import BookingFacts, BookingRef
from services.resources.domain.listing.commands import AttachBooking, DetachBooking
from services.resources.domain.listing.events import ListingWithdrawn
from services.resources.domain.listing.rejections import ListingIsOver, UnknownListing
from shared.event_store import StoredEvent

NAME = "resources.serving"
_ENDED = (b.BookingRefused, b.BookingCancelled, b.BookingCompleted, b.NoShowReleased)
_HEARD = {FORM.name_for(each) for each in (b.BookingMade, *_ENDED, ListingWithdrawn)}
_LISTING_OVER = "所服务的清单项目已结束或撤销"


class Serving:
    """Reacts to the log."""

    def __init__(self, consequences: Consequences) -> None:
        self._consequences = consequences

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type in _HEARD:
                event = FORM.decode(entry.type, entry.schema_version, entry.data)
                self._follow(event, cause_of(entry))

    def _follow(self, event: Any, cause: Cause) -> None:
        if isinstance(event, ListingWithdrawn):
            for booking in event.bookings:
                self._give_back(booking, cause)
        elif event.after.listing_id:
            told = {"listing_id": event.after.listing_id, "booking": _ref(event.after)}
            if isinstance(event, b.BookingMade):
                self._attach(told, cause)
            else:
                self._consequences.follow(cause, DetachBooking, **told)

    def _attach(self, told: dict[str, Any], cause: Cause) -> None:
        try:
            self._consequences.carry_out(cause, AttachBooking, **told)
        except (ListingIsOver, UnknownListing):
            self._give_back(told["booking"], cause)

    def _give_back(self, booking: BookingRef, cause: Cause) -> None:
        """What is in use or was used stays so."""
        self._consequences.follow(cause, CancelBooking, booking=booking, cause_text=_LISTING_OVER)


def _ref(booking: BookingFacts) -> BookingRef:
    return BookingRef(booking.resource_id, booking.month, booking.booking_id)
