"""The only place that reads the clock and draws ids; everything else is given both as data."""

import time
import uuid
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
"""The time zone in which "today" is meant (every Chinese city keeps it)."""


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the one place


def city_day(instant: datetime) -> date:
    """The calendar day of ``instant`` in the city's time zone."""
    return instant.astimezone(CITY_TIME).date()


def new_id() -> str:
    """A random identifier (UUID version 4, lower case text)."""
    return str(uuid.uuid4())  # noqa: TID251 -- this is the one place


def derived_id(name: str) -> str:
    """The identifier that always belongs to ``name``: the same input file twice yields the same ids."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def monotonic_seconds() -> float:
    """Seconds on a clock that never jumps: only good for measuring how long something took."""
    return time.monotonic()
