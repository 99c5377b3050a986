"""How a process of a service shows itself: its metrics, and whether it is ready.

Ready means that the work gets on. A loop that runs and yet moves nothing while something waits is
stuck, whatever it says of itself, and a ping would not notice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.clock import utc_now
from shared.event_store.postgres import LogState
from shared.http.health import Check
from shared.messaging.promise import POSITION_LOST_PAGE, Following
from shared.metrics import Metrics, at_scrape
from shared.metrics.at_scrape import AtScrape, Lending
from shared.policies.clerk import Clerk
from shared.subscription.follower import Follower
from shared.subscription.renewing import Renewal
from shared.subscription.standing import Observer, Standing

STUCK_SECONDS = 60.0
_LOST = (
    "position lost (位置失效): the source ends before it, or begins behind it;"
    f" see {POSITION_LOST_PAGE}"
)


@dataclass(frozen=True)
class Watching:
    """What is watched of one process.

    Attributes:
        observer: sees where the service's subscriptions stand, in this process or elsewhere.
        loops: those that run in this process, by name; they may come and go.
        clerks: those who look at the clock in this process, by name.
        renewals: the views that this process has yet to make anew for this release, by name.
        followings: who shares a topic's parts with other processes, by topic.
        pools: its database pools, by purpose.
        log: how far the event log is, for a service that has one.
        stuck_seconds: for how long a loop may leave alone what waits for it.
        now: the clock that dates entries.
    """

    observer: Observer
    loops: Mapping[str, Follower[Any]]
    clerks: Mapping[str, Clerk] = field(default_factory=dict)
    renewals: Mapping[str, Renewal] = field(default_factory=dict)
    followings: Mapping[str, Following] = field(default_factory=dict)
    pools: Mapping[str, Lending] = field(default_factory=dict)
    log: Callable[[], LogState] | None = None
    stuck_seconds: float = STUCK_SECONDS
    now: Callable[[], datetime] = utc_now

    def show(self, metrics: Metrics) -> None:
        """Let ``metrics`` tell all of it at each scrape."""
        asked = [at_scrape.standings(self.observer.look)]
        if self.log:
            asked.append(at_scrape.log(self.log, self.now))
        for look in (
            at_scrape.loops(self.loops, self.clerks, self.renewals),
            at_scrape.followings(self.followings),
            at_scrape.pools(self.pools),
            at_scrape.or_nothing(*asked),
        ):
            metrics.watch(AtScrape(metrics.service, look))

    def readiness(self) -> list[Check]:
        """Whether the database answers, and how each loop of this process fares."""
        standings: dict[tuple[str, str], Standing] = {}
        aside: Mapping[str, int] = {}
        answers = Check(name="database", ok=True)
        try:
            look = self.observer.look()
            standings = {(one.subscription, one.source): one for one in look.standings}
            aside = look.dead_letters
        except Exception as error:  # noqa: BLE001 -- whatever it is, the process is not ready
            detail = f"the database or the backbone does not answer: {type(error).__name__}"
            answers = Check(name="database", ok=False, detail=detail)
        shares = [
            Check(name=topic, ok=not one.fault, detail=one.fault)
            for topic, one in self.followings.items()
        ]
        loops = tuple(self.loops.values())
        checks = (self._check(loop, standings, aside.get(loop.subscription, 0)) for loop in loops)
        renewals = map(_check_renewal, tuple(self.renewals.values()))
        return [answers, *shares, *renewals, *checks, *map(self._check_clerk, self.clerks.values())]

    def _check_clerk(self, clerk: Clerk) -> Check:
        progress, stuck = clerk.progress, clerk.stuck_seconds()
        if stuck > self.stuck_seconds:
            told = f"stuck (卡住): at one act for {stuck:.0f} s"
            return Check(name=clerk.name, ok=False, state=progress.state, detail=told)
        told = progress.reason
        return Check(name=clerk.name, ok=progress.healthy, state=progress.state, detail=told)

    def _check(
        self, loop: Follower[Any], standings: Mapping[tuple[str, str], Standing], aside: int
    ) -> Check:
        """Who has set something aside works on; it is told, for somebody has to decide."""
        progress = loop.progress
        standing = standings.get((loop.subscription, loop.source))
        works = progress.healthy and not progress.standing_by
        if works and standing and standing.lost:
            return Check(name=loop.name, ok=False, state=progress.state, detail=_LOST)
        if works and standing and standing.stuck_seconds() > self.stuck_seconds:
            return Check(name=loop.name, ok=False, state=progress.state, detail=_told(standing))
        told = f"{aside} set aside (搁置), see dead-letters" if aside else ""
        detail = progress.reason or told
        return Check(name=loop.name, ok=progress.healthy, state=progress.state, detail=detail)


def _check_renewal(renewal: Renewal) -> Check:
    """Its loop stands by meanwhile, and whoever looks at the view sees what it was before."""
    told = f"made anew for this release (按新版本重建): {renewal.progress.reason}"
    return Check(name=renewal.name, ok=False, state=renewal.progress.state, detail=told)


def _told(standing: Standing) -> str:
    seconds, events = standing.stuck_seconds(), standing.lag_events
    return f"stuck (卡住): {events} entries wait, and nothing was handled for {seconds:.0f} s"
