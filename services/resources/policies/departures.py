"""Who left the city leaves its conferences, and what hangs on it ends.

The policy sees the log as far as the views it asks show it (`BehindView`). What was decided while the
unit departed, by a decision that still saw it, comes later in the log: it is looked at again then. Who
was registered anew meanwhile keeps what it had.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from services.resources.application import Cause, Consequences, cause_of
from services.resources.codec import FORM
from services.resources.domain.agreement.commands import EndAgreement
from services.resources.domain.agreement.events import AgreementDrafted
from services.resources.domain.booking.commands import CancelBooking, LeaveWaitlist
from services.resources.domain.booking.events import BookingMade, WaitlistJoined
from services.resources.domain.conference.commands import LeaveConference
from services.resources.domain.conference.events import ConferenceFounded, ConferenceMemberJoined
from services.resources.domain.fund.commands import CloseFund
from services.resources.domain.fund.events import FundPledged
from services.resources.domain.listing.commands import WithdrawClaim, WithdrawListing
from services.resources.domain.listing.events import ClaimMade, ListingPublished
from services.resources.domain.pairing.commands import EndPairing
from services.resources.domain.pairing.events import DepartmentPaired
from services.resources.domain.resource.commands import WithdrawResource
from services.resources.domain.resource.events import ResourceOffered
from services.resources.domain.unit.events import UnitDeparted
from services.resources.projections import (
    agreements,
    bookings,
    conferences,
    dependents,
    pairings,
    sharing,
    units,
)
from shared.event_store import StoredEvent

NAME = "resources.departures"
VIEWS = tuple(
    each.PROJECTION.name for each in (units, conferences, agreements, pairings, bookings, sharing)
)
_CAUSE = "驻区单位已迁出"

_UNITS: dict[type, Callable[[Any], Iterable[str]]] = {
    UnitDeparted: lambda event: (event.unit_id,),
    ConferenceFounded: lambda event: (member.unit_id for member in event.members),
    ConferenceMemberJoined: lambda event: (event.after.unit_id,),
    AgreementDrafted: lambda event: event.agreement.parties,
    DepartmentPaired: lambda event: (event.pairing.unit_id,),
    ListingPublished: lambda event: (event.listing.owner_unit_id,),
    ClaimMade: lambda event: (event.claim.unit_id,),
    ResourceOffered: lambda event: (event.after.owner_unit_id,),
    BookingMade: lambda event: (event.after.unit_id, event.after.owner_unit_id),
    WaitlistJoined: lambda event: (event.entry.unit_id,),
    FundPledged: lambda event: (event.fund.unit_id,),
}
"""The units on which something may hang since the event."""
_HEARD = {FORM.name_for(each) for each in _UNITS}


class Departures:
    """Reacts to the log as far as all `VIEWS` show it."""

    def __init__(self, engine: Engine, consequences: Consequences) -> None:
        self._engine, self._consequences = engine, consequences

    def react(self, batch: Sequence[StoredEvent]) -> None:
        causes: dict[str, Cause] = {}
        for entry in batch:
            if entry.type in _HEARD:
                event = FORM.decode(entry.type, entry.schema_version, entry.data)
                for unit_id in filter(None, _UNITS[type(event)](event)):
                    causes.setdefault(unit_id, cause_of(entry))
        if not causes:
            return
        with self._engine.connect() as connection:
            gone = dependents.departed(connection, causes.keys())
            following = [(causes[unit], list(_ending(connection, unit))) for unit in gone]
        for cause, ends in following:
            for command, told in ends:
                self._consequences.follow(cause, command, **told)


def _ending(connection: Connection, unit_id: str) -> Iterator[tuple[type, dict[str, Any]]]:
    """What to ask for, in an order in which nothing given back comes to the unit again."""
    for ref in dependents.waiting(connection, unit_id):
        told = {"resource_id": ref.resource_id, "month": ref.month, "entry_id": ref.booking_id}
        yield LeaveWaitlist, told
    for kind, found, field in _BY_ID:
        for one in found(connection, unit_id):
            yield kind, {field: one, "cause_text": _CAUSE}
    for listing_id, claim_id in dependents.claims(connection, unit_id):
        told = {"listing_id": listing_id, "claim_id": claim_id, "cause_text": _CAUSE}
        yield WithdrawClaim, told
    for fund_id in dependents.funds(connection, unit_id):
        yield CloseFund, {"fund_id": fund_id}
    for conference_id in dependents.conferences(connection, unit_id):
        told = {"conference_id": conference_id, "unit_id": unit_id, "cause_text": _CAUSE}
        yield LeaveConference, {**told, "departed": True}


_Found = Callable[[Connection, str], Sequence[Any]]
_BY_ID: tuple[tuple[type, _Found, str], ...] = (
    (WithdrawResource, dependents.resources, "resource_id"),
    (CancelBooking, dependents.bookings, "booking"),
    (WithdrawListing, dependents.listings, "listing_id"),
    (EndAgreement, dependents.agreements, "agreement_id"),
    (EndPairing, dependents.pairings, "pairing_id"),
)
