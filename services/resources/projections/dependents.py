"""What hangs on a unit: asked when it left the city."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.booking.facts import BookingRef, BookingStatus
from services.resources.domain.listing.events import ClaimStage
from services.resources.domain.listing.listing import ListingStage
from services.resources.projections.agreements import AGREEMENTS
from services.resources.projections.bookings import BOOKINGS, RESOURCES, WAITLIST
from services.resources.projections.conferences import MEMBERS
from services.resources.projections.pairings import PAIRINGS
from services.resources.projections.sharing import CLAIMS, FUNDS, LISTINGS
from services.resources.projections.units import UNITS

_TO_COME = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)
_STANDING = (ClaimStage.OPEN, ClaimStage.CONFIRMED)


def departed(connection: Connection, units: Collection[str]) -> Collection[str]:
    """Those of the units that are here no more."""
    c = UNITS.c
    return _ids(connection, select(c.unit_id).where(c.unit_id.in_(units), ~c.here))


def conferences(connection: Connection, unit_id: str) -> Sequence[str]:
    c = MEMBERS.c
    return _ids(connection, select(c.conference_id).where(c.unit_id == unit_id))


def agreements(connection: Connection, unit_id: str) -> Sequence[str]:
    """That are not over."""
    c = AGREEMENTS.c
    party = c.parties.contains([unit_id])
    return _ids(connection, select(c.agreement_id).where(party, c.stage != AgreementStage.ENDED))


def pairings(connection: Connection, unit_id: str) -> Sequence[str]:
    """That have not ended."""
    c = PAIRINGS.c
    return _ids(connection, select(c.pairing_id).where(c.unit_id == unit_id, c.ended_on.is_(None)))


def listings(connection: Connection, unit_id: str) -> Sequence[str]:
    """Its own items that are open."""
    c = LISTINGS.c
    own = (c.owner_unit_id == unit_id, c.stage == ListingStage.OPEN)
    return _ids(connection, select(c.listing_id).where(*own))


def claims(connection: Connection, unit_id: str) -> Sequence[tuple[str, str]]:
    """What it took up of open items, by item and claim."""
    c, listing = CLAIMS.c, LISTINGS.c
    wanted = (
        select(c.listing_id, c.claim_id)
        .join(LISTINGS, listing.listing_id == c.listing_id)
        .where(c.unit_id == unit_id, c.stage.in_(_STANDING), listing.stage == ListingStage.OPEN)
        .order_by(c.listing_id, c.claim_id)
    )
    return [(row[0], row[1]) for row in connection.execute(wanted)]


def resources(connection: Connection, unit_id: str) -> Sequence[str]:
    """What it lends."""
    c = RESOURCES.c
    return _ids(connection, select(c.resource_id).where(c.owner_unit_id == unit_id, c.offered))


def bookings(connection: Connection, unit_id: str) -> Sequence[BookingRef]:
    """What is to come of what it uses or lends."""
    c = BOOKINGS.c
    which: ColumnElement[bool] = or_(c.unit_id == unit_id, c.owner_unit_id == unit_id)
    wanted = (
        select(c.resource_id, c.month, c.booking_id)
        .where(which, c.status.in_(_TO_COME))
        .order_by(c.begins, c.resource_id, c.booking_id)
    )
    return [BookingRef(*row) for row in connection.execute(wanted)]


def waiting(connection: Connection, unit_id: str) -> Sequence[BookingRef]:
    """Its entries on waitlists; each would become the booking of its name."""
    c = WAITLIST.c
    wanted = select(c.resource_id, c.month, c.entry_id).where(c.unit_id == unit_id)
    return [BookingRef(*row) for row in connection.execute(wanted.order_by(*WAITLIST.primary_key))]


def funds(connection: Connection, unit_id: str) -> Sequence[str]:
    """That are not closed."""
    c = FUNDS.c
    return _ids(connection, select(c.fund_id).where(c.unit_id == unit_id, c.closed_on.is_(None)))


def _ids(connection: Connection, wanted: Select[Any]) -> Sequence[str]:
    return sorted(connection.execute(wanted).scalars().all())
