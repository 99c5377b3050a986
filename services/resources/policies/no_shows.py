"""The clock's part in bookings: who did not come in time gives the slot back, once."""

from collections.abc import Iterator
from datetime import datetime

import structlog
from sqlalchemy import Engine

from services.resources.application import Resources
from services.resources.domain.booking.commands import ReleaseNoShow
from services.resources.domain.booking.facts import BookingRef
from services.resources.domain.rejection import Rejection
from services.resources.projections import due
from shared.acting import Acting
from shared.clock import derived_id
from shared.composition.ground import Now

logger = structlog.get_logger(__name__)

NAME = "resources.no-shows"


class NoShows:
    """Asks the view, which may be a moment behind, and the rule decides."""

    def __init__(self, engine: Engine, resources: Resources, now: Now) -> None:
        self._engine, self._resources, self._now = engine, resources, now

    def acts(self) -> Iterator[bool]:
        """Release what is due now; tells of each booking whether it gave its slot back."""
        now = self._now()
        with self._engine.connect() as connection:
            found = due.no_shows(connection, now)
        return (self._release(booking, now) for booking in found)

    def _release(self, booking: BookingRef, now: datetime) -> bool:
        named = f"{NAME}:{booking.resource_id}:{booking.month}:{booking.booking_id}"
        acting = Acting(now, NAME, derived_id(named))
        command = ReleaseNoShow(
            now=now, today=acting.today, actor=NAME, effective_date=acting.today, booking=booking
        )
        try:
            outcome = self._resources.commands.execute(command, acting)
        except Rejection as refused:
            logger.info("no-show.not-released", booking=booking.booking_id, rule=refused.slug)
            return False
        return outcome.changed and not outcome.repeated
