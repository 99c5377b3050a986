"""The clock's part: what has come due is done once, also after a standstill.

Who did not come in time gives the slot back; who came and never said when he left used it to the end;
a round of the chair is always published ahead; an agreement ends with its last day; what an appeal needs
somewhere nobody knew is listed there once membership told of the place.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from services.resources.application import Cause, Consequences
from services.resources.domain.agreement.commands import EndAgreement
from services.resources.domain.booking.commands import CompleteBooking, ReleaseNoShow
from services.resources.domain.calendar import city_day
from services.resources.domain.conference.commands import ContinueRotation
from services.resources.domain.listing.commands import PlaceNeed
from services.resources.projections import due, unplaced
from services.resources.projections.due import Due
from shared.city.tree import City
from shared.composition.ground import Now
from shared.policies.clerk import Act

NAME = "resources.clock"
_Look = Callable[[Engine, datetime], Iterator[Due]]
_WATCHED: tuple[tuple[_Look, type], ...] = (
    (due.no_shows, ReleaseNoShow),
    (due.left_in_use, CompleteBooking),
    (due.rotations, ContinueRotation),
    (due.terms_over, EndAgreement),
)


class ByTheClock:
    """Asks the views, which may be a moment behind, and the rule decides."""

    def __init__(self, engine: Engine, city: City, consequences: Consequences, now: Now) -> None:
        self._engine, self._city, self._consequences, self._now = engine, city, consequences, now

    def acts(self) -> Iterator[Act]:
        """What is due now, one after the other."""
        for look, command in _WATCHED:
            for found in look(self._engine, self._now()):
                cause = Cause(found.cause, found.day)
                yield partial(self._consequences.follow, cause, command, **found.told)
        yield from self._needs_whose_place_is_known()

    def _needs_whose_place_is_known(self) -> Iterator[Act]:
        today = city_day(self._now())
        with self._engine.connect() as connection:
            waiting = unplaced.still_wanted(connection, today)
        known = self._city.divisions({need.place_code for need in waiting})
        for need in waiting:
            if need.place_code in known:
                cause = Cause(f"{need.listing_id}@{need.version}", today)
                told = {"listing_id": need.listing_id, "community_code": need.place_code}
                yield partial(self._consequences.follow, cause, PlaceNeed, **told)
