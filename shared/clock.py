"""The only place that reads the clock and draws ids; everything else is given both as data."""

import time
import uuid
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
"""The time zone in which "today" is meant (every Chinese city keeps it)."""

_TIME_BEGINS = 80
_BEHIND_TIME = (1 << _TIME_BEGINS) - 1
_LENGTH, _VERSION = 36, 14
"""Of an identifier as text: how long it is, and where its version stands."""


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the one place


def city_day(instant: datetime) -> date:
    """The calendar day of ``instant`` in the city's time zone."""
    return instant.astimezone(CITY_TIME).date()


def new_id() -> str:
    """A fresh identifier that begins with the present (UUID version 7, RFC 9562, lower case text).

    What is made one after the other then stands side by side in every index (ADR 0038).
    """
    milliseconds = time.time_ns() // 1_000_000
    fresh = uuid.uuid4().int & _BEHIND_TIME  # noqa: TID251 -- this is the one place
    return _version_7(milliseconds << _TIME_BEGINS | fresh)


def derived_id(name: str, of: str = "") -> str:
    """The identifier that always belongs to ``name``: the same input file twice yields the same ids.

    Args:
        name: what it belongs to.
        of: an identifier that ``name`` tells of. Where that begins with its time, this one does too.
    """
    derived = uuid.uuid5(uuid.NAMESPACE_URL, name)
    if len(of) != _LENGTH or of[_VERSION] != "7":
        return str(derived)
    time_of = uuid.UUID(of).int >> _TIME_BEGINS << _TIME_BEGINS
    return _version_7(time_of | derived.int & _BEHIND_TIME)


def _version_7(number: int) -> str:
    """RFC 9562, 5.7: 48 bits of milliseconds since 1970, the version, and bits that tell nothing."""
    return str(uuid.UUID(int=number & ~(0xF << 76) | 7 << 76))


def monotonic_seconds() -> float:
    """Seconds on a clock that never jumps: only good for measuring how long something took."""
    return time.monotonic()
