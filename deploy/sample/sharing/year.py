"""One unit's year as its report counts it: a hall of 500 seats lent six times, and 5,000 yuan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from deploy.sample.appeals import SEED_COMMUNITY
from deploy.sample.sharing.conferences import unit_id
from deploy.sample.sharing.kinds import FORESTRY
from shared.clock import CITY_TIME

YEAR_DAYS = 365
_UNIT = unit_id(SEED_COMMUNITY, FORESTRY.word)
_SCHOOL = unit_id(SEED_COMMUNITY, "school")
_HALL, _AGREEMENT, _FUND = f"{_UNIT}-hall", f"{_UNIT}-agreement", f"{_UNIT}-fund"
_SIGNED_DAYS = 364
_USES = {
    330: "社区居民大会",
    275: "庆祝建党文艺汇演",
    215: "暑期青少年安全讲座",
    150: "重阳敬老活动",
    90: "党建联席会全体会议",
    31: "冬季消防安全培训",
}
"""So many days before the day of the sample: what the hall was used for."""
_DRAWN = {240: 300_000, 60: 200_000}
"""Likewise: fen that were spent."""
_OPEN = [{"weekday": day, "opens": 480, "closes": 1320} for day in range(1, 8)]


@dataclass(frozen=True, slots=True)
class Act:
    """One request: its path below the service, and its body."""

    path: str
    body: Mapping[str, Any]


def acts(today: date) -> Iterator[Act]:
    """Everything of the year, in the order it can be told in."""
    yield from _agreed(today - timedelta(_SIGNED_DAYS))
    yield from (_use(today - timedelta(days), what) for days, what in _USES.items())
    for days, fen in _DRAWN.items():
        day = (today - timedelta(days)).isoformat()
        body = {"voucher": f"支出凭证-{days}", "fen": fen, "effective_date": day}
        yield Act(f"/funds/{_FUND}/draw-downs", body)


def _agreed(day: date) -> Iterator[Act]:
    """Hall, agreement with its two signatures, pledge: from the first day of the year."""
    from_then = {"effective_date": day.isoformat()}
    hall = {
        "resource_id": _HALL,
        "kind": "venue",
        "name": "林业局礼堂(500座)",
        "community_code": SEED_COMMUNITY,
        "owner_unit_id": _UNIT,
        "terms": {"opening": _OPEN, "capacity": 500, "buffer_before": 30, "buffer_after": 30},
    }
    yield Act("/resources", {**hall, **from_then})
    draft = {
        "agreement_id": _AGREEMENT,
        "conference_id": SEED_COMMUNITY,
        "title": "场地共享与助学帮困共建协议",
        "parties": [_UNIT, _SCHOOL],
        "obligations": [
            {"number": 1, "unit_id": _UNIT, "kind": "venue", "text": "提供礼堂", "target": 720},
            {"number": 2, "unit_id": _UNIT, "kind": "fund", "text": "助学帮困", "target": 500_000},
        ],
        "begins": day.isoformat(),
        "ends": (day + timedelta(2 * YEAR_DAYS)).isoformat(),
    }
    yield Act("/agreements", {**draft, **from_then})
    for unit in (_UNIT, _SCHOOL):
        yield Act(f"/agreements/{_AGREEMENT}/sign", {"unit_id": unit, **from_then})
    pledge = {
        "fund_id": _FUND,
        "unit_id": _UNIT,
        "community_code": SEED_COMMUNITY,
        "purpose": "助学帮困",
        "fen": sum(_DRAWN.values()),
        "agreement_id": _AGREEMENT,
    }
    yield Act("/funds", {**pledge, **from_then})


def _use(day: date, what: str) -> Act:
    begins = datetime.combine(day, time(14), CITY_TIME)
    wanted = {
        "resource_id": _HALL,
        "begins": begins.isoformat(),
        "ends": (begins + timedelta(hours=2)).isoformat(),
        "amount": 400,
    }
    body = {
        "booking_id": f"{_HALL}-{day:%Y%m%d}",
        "unit_id": "",
        "purpose": what,
        "wanted": wanted,
        "agreement_id": _AGREEMENT,
        "effective_date": day.isoformat(),
    }
    return Act("/bookings/uses", body)
