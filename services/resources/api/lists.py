"""Every read model with its path: what can be looked up, limited to what the caller may see."""

from services.resources.api.reckoning import AVERAGES, CHAIRS
from services.resources.api.shelf import Shelf
from services.resources.projections import agreements as g
from services.resources.projections import bookings as b
from services.resources.projections import conferences as c
from services.resources.projections import meetings as m
from services.resources.projections import pairings as p
from services.resources.projections import sharing as s
from services.resources.projections import sheets as y
from services.resources.projections import units as u
from services.resources.projections import unplaced as n

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
        parts={"members": c.MEMBERS, "chairs": c.CHAIRS, "part_time_members": c.PART_TIME},
        reckoned=CHAIRS,
    ),
    Shelf(
        "党建联席会 conferences",
        m.PROJECTION.name,
        m.MEETINGS,
        "会议",
        ("conference_id", "chair", "stage"),
        parts={"agenda": m.AGENDA, "resolutions": m.RESOLUTIONS},
    ),
    Shelf(
        "党建联席会 conferences",
        m.PROJECTION.name,
        m.RESOLUTIONS,
        "决议",
        ("conference_id", "owner", "done"),
        until={"due_by": "due"},
    ),
    Shelf(
        "共建协议 agreements",
        g.PROJECTION.name,
        g.AGREEMENTS,
        "共建协议",
        ("conference_id", "parties", "stage"),
        parts={"obligations": g.OBLIGATIONS, "signatures": g.SIGNATURES, "breaches": g.BREACHES},
    ),
    Shelf(
        "共建协议 agreements",
        p.PROJECTION.name,
        p.PAIRINGS,
        "部门结对",
        ("unit_id", "community_code", "year"),
        parts={"deeds": p.DEEDS, "scores": p.SCORES},
        reckoned=AVERAGES,
    ),
    Shelf(
        "共建协议 agreements",
        y.PROJECTION.name,
        y.SHEETS,
        "年度履约清单",
        ("unit_id", "year", "current"),
        parts={"lines": y.LINES},
    ),
    Shelf(
        "三张清单 listings",
        s.PROJECTION.name,
        s.LISTINGS,
        "清单项目",
        ("kind", "community_code", "owner_unit_id", "stage"),
        parts={"claims": s.CLAIMS},
    ),
    Shelf(
        "三张清单 listings",
        n.PROJECTION.name,
        n.UNPLACED,
        "待落实需求",
        ("place_code", "rule"),
    ),
    Shelf(
        "三张清单 listings",
        s.PROJECTION.name,
        s.POINTS,
        "积分记录",
        ("unit_id", "listing_id"),
    ),
    Shelf(
        "场地与预约 bookings",
        b.PROJECTION.name,
        b.RESOURCES,
        "可预约资源",
        ("kind", "community_code", "owner_unit_id", "offered"),
        parts={"blackouts": b.BLACKOUTS, "waitlist": b.WAITLIST},
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
        parts={"ledger": s.LEDGER},
    ),
    Shelf(
        "准入 tasks",
        s.PROJECTION.name,
        s.TASKS,
        "工作事项",
        ("department_id", "communities", "stage"),
    ),
)
