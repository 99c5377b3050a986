"""Every promise of a year fires exactly once and in time: holidays, pauses, restarts, clocks set back.

Simulated time, the real clerk, real PostgreSQL, two instances. What ought to have fired is told by the
moments that stand in the events; those in working days are counted again, day by day, from the notices.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import psycopg
import pytest

from services.petitions import codec
from services.petitions.application import petitions as desk
from services.petitions.domain.petition import events as e
from services.petitions.domain.petition.clock import ladder
from services.petitions.domain.petition.clock_facts import ClockStarted, Moments
from services.petitions.domain.terms import Unit
from tests.support.petitions_by_hand import Instance, SimulatedClock
from tests.support.year_of_promises import Year

LATEST = timedelta(seconds=1)
"""Of simulated processing, from the moment to the event."""
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
BEGIN = datetime(2024, 12, 20, tzinfo=UTC)
END = datetime(2026, 3, 31, tzinfo=UTC)
_KINDS = (e.PromiseWarned, e.YellowCardGiven, e.RedCardGiven, e.PetitionEscalated)


def edges(zone: ZoneInfo) -> list[datetime]:
    """Moments at which a day, a holiday or a time of the year begins or ends, in the city's time."""
    local = [
        datetime(2024, 12, 31, 23, 59, 59, tzinfo=zone),
        datetime(2025, 1, 26, 12, tzinfo=zone),  # a Sunday on which is worked
        datetime(2025, 1, 27, 23, 59, 59, 999_999, tzinfo=zone),  # the Spring Festival begins
        datetime(2025, 2, 5, 15, tzinfo=zone),  # something is done about it while nobody looks
        datetime(2025, 3, 30, 2, 30, tzinfo=zone),  # in Berlin there is no such hour
        datetime(2025, 9, 30, 18, tzinfo=zone),  # eight days off
        datetime(2025, 10, 26, 2, 30, tzinfo=zone),  # in Berlin it comes twice
        datetime(2025, 10, 26, 2, 30, fold=1, tzinfo=zone),
        datetime(2025, 12, 31, 0, 0, tzinfo=zone),
    ]
    return sorted({moment.astimezone(UTC) for moment in local})


def lived(url: str, zone: ZoneInfo, moments: int, together: int) -> Year:
    """A year with so many appeals at each of so many moments, edges among them."""
    clock = SimulatedClock(BEGIN)
    year = Year(url, clock, together, [Instance(url, clock), Instance(url, clock)])
    year.instances[0].settle()
    spread = [
        BEGIN + timedelta(days=11, hours=3, minutes=7) * 33 / moments * n for n in range(moments)
    ]
    for at in [*edges(zone), *spread[len(edges(zone)) :]]:
        year.registered_at(at)
    year.still(datetime(2025, 2, 6, 3, tzinfo=UTC), datetime(2025, 2, 8, 15, tzinfo=UTC))
    for day in (2, 40, 120, 250, 310):
        at = BEGIN + timedelta(days=day, hours=5)
        year.plan(at, lambda: year.step_back(timedelta(hours=1)))
    year.run(END)
    for instance in year.instances:
        instance.end()
    return year


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "moments", "together"),
    [
        pytest.param(SHANGHAI, 12, 170, id="short"),
        pytest.param(BERLIN, 9, 14, id="where the time of the year changes"),
        pytest.param(SHANGHAI, 590, 170, id="100,000 appeals", marks=pytest.mark.soak),
    ],
)
def test_every_promise_fires_exactly_once_and_in_time(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    zone: ZoneInfo,
    moments: int,
    together: int,
) -> None:
    monkeypatch.setattr(desk, "CITY_TIME", zone)
    year = lived(database_url, zone, moments, together)

    proof = Proof(year, zone)
    for history in histories(database_url):
        proof.read(history)

    said = f"{proof.appeals:,} appeals: {proof.told()}; {year.looks:,} looks, latest {proof.latest}"
    print(said)  # noqa: T201 -- the finding of the soak
    assert proof.appeals == moments * together
    assert set(proof.fired) == {*_KINDS}
    assert timedelta(0) <= proof.latest <= LATEST
    assert proof.counted_again


def histories(url: str) -> Iterator[list[e.PetitionEvent]]:
    """Each appeal's own story."""
    with psycopg.connect(url) as connection, connection.cursor("every_appeal") as cursor:
        cursor.execute(
            "select stream, type, schema_version, data::text from event_log.events"
            " where stream like 'petition-%' order by stream, version"
        )
        story, of = list[e.PetitionEvent](), ""
        for stream, kind, version, data in cursor:
            if stream != of and story:
                yield story
                story = []
            of = stream
            story.append(codec.decode(kind, version, data))  # type: ignore[arg-type]  # of appeals only
        yield story


class Proof:
    """Reads stories, and checks of each clock that its steps came once, in order, in time, and none was left out."""

    def __init__(self, year: Year, zone: ZoneInfo) -> None:
        self._standstills, self._zone = year.standstills, zone
        self.appeals, self.latest = 0, timedelta(0)
        self.fired: Counter[type] = Counter()
        self.counted_again = 0

    def told(self) -> str:
        return ", ".join(
            f"{n:,} {kind.__name__}" for kind, n in sorted(self.fired.items(), key=str)
        )

    def read(self, story: list[e.PetitionEvent]) -> None:
        self.appeals += 1
        moments: dict[str, Moments] = {}
        done: Counter[str] = Counter()
        paused: set[str] = set()
        acts = {event.at for event in story if not isinstance(event, e.Supervised)}
        for event in story:
            if isinstance(event, e.Supervised):
                assert event.clock not in paused
                self._fires(event, moments[event.clock], done[event.clock], acts)
                done[event.clock] += 1
            for start in getattr(event, "started", ()):
                moments[start.clock] = start.moments
                self._count_again(start)
            for move in getattr(event, "moved", ()):
                moments[move.clock] = move.moments
                paused.discard(move.clock)
            for clock in getattr(event, "clocks", ()):
                paused.add(clock)
            for stop in getattr(event, "stopped", ()):
                left = moments.pop(stop.clock)
                assert stop.clock in paused or _nothing_left(left, done[stop.clock], event.at)
                paused.discard(stop.clock)
        running = {clock: left for clock, left in moments.items() if clock not in paused}
        assert all(_nothing_left(left, done[clock], END) for clock, left in running.items())

    def _fires(
        self, event: e.Supervised, moments: Moments, done: int, acts: Collection[datetime]
    ) -> None:
        step, level, moment = ladder(moments)[done]
        assert (event.moment, _KINDS.index(type(event))) == (moment, min(done, 3)), step
        assert level == getattr(event, "level", 0)
        self.fired[type(event)] += 1
        since = self._possible_from(moment, acts)
        assert event.at >= since
        self.latest = max(self.latest, event.at - since)

    def _possible_from(self, moment: datetime, acts: Collection[datetime]) -> datetime:
        """In a standstill nobody looks; but who does something about an appeal takes what is due first."""
        for begin, end in self._standstills:
            if begin <= moment < end:
                return min((at for at in acts if moment <= at < end), default=end)
        return moment

    def _count_again(self, start: ClockStarted) -> None:
        """Days of work by the notices themselves: as many days later, at the same time of day."""
        if start.unit is not Unit.WORKING_DAY:
            return
        began, due = (at.astimezone(self._zone) for at in (start.started_at, start.moments.due_at))
        if began.hour == 2 or due.hour == 2 or not chinese_calendar.is_workday(began.date()):
            return  # an hour that may be missing; a day that does not begin
        days = (due.date() - began.date()).days
        between = (began.date() + timedelta(days=n) for n in range(1, days + 1))
        assert sum(map(chinese_calendar.is_workday, between)) == start.value
        assert due.time() == began.time()
        self.counted_again += 1


def _nothing_left(moments: Moments, done: int, at: datetime) -> bool:
    """Whether every step whose moment had come by then was taken."""
    return all(moment > at for _, _, moment in ladder(moments)[done:])


def test_the_proof_sees_a_step_that_is_missing() -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    moments = Moments(at, at + timedelta(days=1), at + timedelta(days=2), ())
    assert _nothing_left(moments, 1, at)
    assert not _nothing_left(moments, 0, at)
