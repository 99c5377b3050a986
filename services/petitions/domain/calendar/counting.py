"""Time as promises count it.

Minutes and hours pass by the clock, whatever people call the hour. Days and working days are counted on
the city's wall clock: a day later is the same time of the next (working) day, also across a change to
daylight saving time. What starts on a day off is counted from the next working day's midnight on.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from services.petitions.domain.calendar.decider import WorkingCalendar
from services.petitions.domain.calendar.decider import initial as no_notices
from services.petitions.domain.terms import Unit

_SECONDS = {
    Unit.MINUTE: 60,
    Unit.HOUR: 3_600,
    Unit.DAY: 86_400,
    Unit.WORKING_DAY: 86_400,
}
_BY_THE_CLOCK = (Unit.MINUTE, Unit.HOUR)
_A_DAY = timedelta(days=1)
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit of time, or a share of it in ``percent``."""

    value: int
    unit: Unit
    percent: int = 100

    @property
    def length(self) -> timedelta:
        """How long it is where nothing is left out."""
        return timedelta(seconds=self.value * _SECONDS[self.unit]) * self.percent / 100


@dataclass(frozen=True, slots=True)
class CityTime:
    """The city's time zone and its working calendar.

    The shell gives the zone with its whole history; without one, time is eight hours ahead of UTC.
    """

    calendar: WorkingCalendar = field(default=no_notices)
    zone: tzinfo = _CHINA

    def day(self, instant: datetime) -> date:
        """The city's calendar day at ``instant``."""
        return instant.astimezone(self.zone).date()

    def after(self, start: datetime, span: Span) -> datetime:
        """The moment when ``span`` is over, counted from ``start``; never before ``start``."""
        return self._add(start.astimezone(UTC), span.length, span.unit)

    def left(self, now: datetime, until: datetime, unit: Unit) -> timedelta:
        """How much time that counts in ``unit`` lies between; nothing when ``until`` is past."""
        if unit in _BY_THE_CLOCK:
            return max(until.astimezone(UTC) - now.astimezone(UTC), timedelta())
        begin, end = self._wall(now), self._wall(until)
        if unit is Unit.DAY:
            return max(end - begin, timedelta())
        counted = timedelta()
        while begin < end:
            midnight = _next_midnight(begin)
            if self.calendar.is_working(begin.date()):
                counted += min(midnight, end) - begin
            begin = midnight
        return counted

    def resumed(self, moment: datetime, paused: datetime, now: datetime, unit: Unit) -> datetime:
        """Where a moment that lay ahead when the clock was paused lies now that it goes on.

        A pause only lengthens: an hour that comes twice in autumn does not bring it forward.
        """
        left = self.left(paused, moment, unit)
        return max(moment.astimezone(UTC), self._add(now.astimezone(UTC), left, unit))

    def _add(self, start: datetime, length: timedelta, unit: Unit) -> datetime:
        if unit in _BY_THE_CLOCK:
            return start + length
        wall = self._wall(start)
        wall = wall + length if unit is Unit.DAY else self._working(wall, length)
        return max(start, wall.replace(tzinfo=self.zone).astimezone(UTC))

    def _working(self, wall: datetime, length: timedelta) -> datetime:
        while length > timedelta():
            midnight = _next_midnight(wall)
            if self.calendar.is_working(wall.date()):
                if length <= midnight - wall:
                    return wall + length
                length -= midnight - wall
            wall = midnight
        return wall

    def _wall(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone).replace(tzinfo=None)


def _next_midnight(wall: datetime) -> datetime:
    return datetime.combine(wall.date() + _A_DAY, time())
