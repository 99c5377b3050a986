"""Every read model with its path: what can be looked up, limited to what the caller may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Table, or_, select

from services.resources.api.allowing import Sight
from services.resources.projections import agreements as g
from services.resources.projections import bookings as b
from services.resources.projections import conferences as c
from services.resources.projections import sharing as s
from services.resources.projections import units as u


@dataclass(frozen=True)
class Shelf:
    """One list.

    Attributes:
        tag: the group it is shown in.
        view: the read model's name.
        table: its rows; the key is the path of one of them.
        summary: what people call it.
        filters: columns one may ask for; of an array column, an element.
        parts: what belongs to one row, by its name in the answer.
    """

    tag: str
    view: str
    table: Table
    summary: str
    filters: tuple[str, ...]
    parts: Mapping[str, Table] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As the path calls it."""
        return self.table.name

    def visible(self, sight: Sight) -> ColumnElement[bool]:
        """What of it the caller may see."""
        return _VISIBLE[self.table](sight)


def _conference_ids(sight: Sight) -> ColumnElement[bool]:
    mine = select(c.MEMBERS.c.conference_id).where(c.MEMBERS.c.unit_id.in_(sight.units))
    return or_(
        c.CONFERENCES.c.division_code.in_(sight.codes), c.CONFERENCES.c.conference_id.in_(mine)
    )


def _agreements(sight: Sight) -> ColumnElement[bool]:
    of = select(c.CONFERENCES.c.conference_id).where(c.CONFERENCES.c.division_code.in_(sight.codes))
    return or_(
        g.AGREEMENTS.c.conference_id.in_(of), g.AGREEMENTS.c.parties.overlap(list(sight.units))
    )


def _bookings(sight: Sight) -> ColumnElement[bool]:
    columns = b.BOOKINGS.c
    mine = or_(columns.unit_id.in_(sight.units), columns.owner_unit_id.in_(sight.units))
    return or_(columns.community_code.in_(sight.codes), mine)


_VISIBLE: Mapping[Table, Callable[[Sight], ColumnElement[bool]]] = {
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
    s.LISTINGS: lambda sight: s.LISTINGS.c.community_code.in_(sight.around),
    s.FUNDS: lambda sight: or_(
        s.FUNDS.c.community_code.in_(sight.codes), s.FUNDS.c.unit_id.in_(sight.units)
    ),
    s.TASKS: lambda sight: or_(
        s.TASKS.c.communities.overlap(list(sight.codes)), s.TASKS.c.department_id.in_(sight.units)
    ),
}

SHELVES = (
    Shelf(
        "驻区单位 units",
        u.PROJECTION.name,
        u.UNITS,
        "驻区单位",
        ("unit_class", "premises", "organisation_id", "here"),
    ),
    Shelf(
        "党建联席会 conferences",
        c.PROJECTION.name,
        c.CONFERENCES,
        "联席会",
        ("division_code", "level", "parent_id", "living"),
        {"members": c.MEMBERS, "chairs": c.CHAIRS, "part_time_members": c.PART_TIME},
    ),
    Shelf(
        "共建协议 agreements",
        g.PROJECTION.name,
        g.AGREEMENTS,
        "共建协议",
        ("conference_id", "parties", "stage"),
        {"obligations": g.OBLIGATIONS, "signatures": g.SIGNATURES, "breaches": g.BREACHES},
    ),
    Shelf(
        "三张清单 listings",
        s.PROJECTION.name,
        s.LISTINGS,
        "清单项目",
        ("kind", "community_code", "owner_unit_id", "stage"),
        {"claims": s.CLAIMS},
    ),
    Shelf(
        "场地与预约 bookings",
        b.PROJECTION.name,
        b.RESOURCES,
        "可预约资源",
        ("kind", "community_code", "owner_unit_id", "offered"),
        {"blackouts": b.BLACKOUTS, "waitlist": b.WAITLIST},
    ),
    Shelf(
        "场地与预约 bookings",
        b.PROJECTION.name,
        b.BOOKINGS,
        "预约",
        (
            "resource_id",
            "unit_id",
            "owner_unit_id",
            "community_code",
            "month",
            "status",
            "series_id",
        ),
    ),
    Shelf(
        "资金 funds",
        s.PROJECTION.name,
        s.FUNDS,
        "资金",
        ("unit_id", "community_code", "agreement_id"),
        {"ledger": s.LEDGER},
    ),
    Shelf(
        "准入 tasks",
        s.PROJECTION.name,
        s.TASKS,
        "工作事项",
        ("department_id", "communities", "stage"),
    ),
)
