"""What of each list a caller may see: what stands in his divisions, and what concerns his unit.

What is shown as a part of something else is limited by its own line here, if it has one.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Select, Table, false, or_, select, true

from services.resources.api.allowing import Sight
from services.resources.projections import agreements as g
from services.resources.projections import bookings as b
from services.resources.projections import conferences as c
from services.resources.projections import meetings as m
from services.resources.projections import pairings as p
from services.resources.projections import sharing as s
from services.resources.projections import sheets as y
from services.resources.projections import units as u
from services.resources.projections import unplaced as n


def _conference_ids(sight: Sight) -> ColumnElement[bool]:
    mine = select(c.MEMBERS.c.conference_id).where(c.MEMBERS.c.unit_id.in_(sight.units))
    return or_(
        c.CONFERENCES.c.division_code.in_(sight.codes), c.CONFERENCES.c.conference_id.in_(mine)
    )


def _conferences(sight: Sight) -> Select[tuple[str]]:
    return select(c.CONFERENCES.c.conference_id).where(_conference_ids(sight))


def _units(sight: Sight) -> Select[tuple[str]]:
    return select(u.UNITS.c.unit_id).where(VISIBLE[u.UNITS](sight))


def _points(sight: Sight) -> ColumnElement[bool]:
    around = select(s.LISTINGS.c.listing_id).where(s.LISTINGS.c.community_code.in_(sight.codes))
    return or_(s.POINTS.c.unit_id.in_(sight.units), s.POINTS.c.listing_id.in_(around))


def _agreements(sight: Sight) -> ColumnElement[bool]:
    of = select(c.CONFERENCES.c.conference_id).where(c.CONFERENCES.c.division_code.in_(sight.codes))
    return or_(
        g.AGREEMENTS.c.conference_id.in_(of), g.AGREEMENTS.c.parties.overlap(list(sight.units))
    )


def _bookings(sight: Sight) -> ColumnElement[bool]:
    columns = b.BOOKINGS.c
    mine = or_(columns.unit_id.in_(sight.units), columns.owner_unit_id.in_(sight.units))
    return or_(columns.community_code.in_(sight.codes), mine)


def _waiting(sight: Sight) -> ColumnElement[bool]:
    """Who waits, and what for, is told to those who lend it and to himself."""
    lent = b.RESOURCES.c
    lends = or_(lent.community_code.in_(sight.codes), lent.owner_unit_id.in_(sight.units))
    by_them = select(lent.resource_id).where(lends)
    return or_(b.WAITLIST.c.unit_id.in_(sight.units), b.WAITLIST.c.resource_id.in_(by_them))


# A need without a place concerns every office that could be it; it tells of nobody.
VISIBLE: Mapping[Table, Callable[[Sight], ColumnElement[bool]]] = {
    u.UNITS: lambda sight: or_(
        u.UNITS.c.premises.overlap(list(sight.codes)), u.UNITS.c.unit_id.in_(sight.units)
    ),
    c.CONFERENCES: _conference_ids,
    g.AGREEMENTS: _agreements,
    b.RESOURCES: lambda sight: or_(
        b.RESOURCES.c.community_code.in_(sight.around),
        b.RESOURCES.c.owner_unit_id.in_(sight.units),
    ),
    b.BOOKINGS: _bookings,
    b.WAITLIST: _waiting,
    m.MEETINGS: lambda sight: m.MEETINGS.c.conference_id.in_(_conferences(sight)),
    m.RESOLUTIONS: lambda sight: m.RESOLUTIONS.c.conference_id.in_(_conferences(sight)),
    p.PAIRINGS: lambda sight: or_(
        p.PAIRINGS.c.community_code.in_(sight.codes), p.PAIRINGS.c.unit_id.in_(sight.units)
    ),
    y.SHEETS: lambda sight: y.SHEETS.c.unit_id.in_(_units(sight)),
    s.POINTS: _points,
    s.LISTINGS: lambda sight: s.LISTINGS.c.community_code.in_(sight.around),
    n.UNPLACED: lambda sight: true() if sight.roots else false(),
    s.FUNDS: lambda sight: or_(
        s.FUNDS.c.community_code.in_(sight.codes), s.FUNDS.c.unit_id.in_(sight.units)
    ),
    s.TASKS: lambda sight: or_(
        s.TASKS.c.communities.overlap(list(sight.codes)), s.TASKS.c.department_id.in_(sight.units)
    ),
}
