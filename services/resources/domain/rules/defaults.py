"""The rule table as the platform is delivered; a city changes it by `SetRule`, without a release."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.rules.names import RuleName as R


@dataclass(frozen=True, slots=True)
class Rule:
    """One number in force from ``effective_from`` until the next entry of the same name."""

    name: str
    value: int
    unit: str
    effective_from: date
    source: str


_CITY = "关于加强和改进城市基层党的建设工作的意见 (2019)"
_SEED = "种子区社区党建联席会议制度"
_BOOKING = "种子区党群服务中心场地预约办法"
_ADMISSION = "社区工作事项准入制度 (费随事转)"

_FROM = date(2019, 5, 8)

DEFAULTS: tuple[Rule, ...] = (
    Rule(R.CHAIR_TERM_MONTHS, 6, "month", _FROM, _SEED),
    Rule(R.AGENDA_NOTICE_DAYS, 3, "day", _FROM, _SEED),
    Rule(R.MEETING_QUORUM_PERCENT, 50, "percent", _FROM, _SEED),
    Rule(R.AGREEMENT_MONTHS_MAX, 36, "month", _FROM, _CITY),
    Rule(R.BOOKING_MINUTES_MAX, 10080, "minute", _FROM, _BOOKING),
    Rule(R.BOOKING_DAYS_AHEAD_MAX, 366, "day", _FROM, _BOOKING),
    Rule(R.SERIES_OCCURRENCES_MAX, 366, "occurrence", _FROM, _BOOKING),
    Rule(R.BLACKOUT_DAYS_MAX, 366, "day", _FROM, _BOOKING),
    Rule(R.NO_SHOW_MINUTES, 30, "minute", _FROM, _BOOKING),
    Rule(R.LISTING_POINTS_MAX, 100, "point", _FROM, _SEED),
    Rule(R.RATING_MAX, 5, "star", _FROM, _SEED),
    Rule(R.DEED_SCORE_MAX, 100, "point", _FROM, _SEED),
    Rule(R.ADMISSION_REVIEW_DAYS, 15, "day", _FROM, _ADMISSION),
)
