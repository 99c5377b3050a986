"""What is looked up when Prometheus asks: loops, pools, and where the subscriptions stand.

Nothing here may fail: the other metrics are wanted most when the database is away.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.event_store.postgres import LogState
from shared.metrics import declared
from shared.metrics.declared import Declared
from shared.subscription.standing import Standing, Standings

Sample = tuple[tuple[str, ...], float]
"""Values of the labels, and the figure."""
Figures = list[tuple[Declared, list[Sample]]]


class Incomplete(Exception):
    """Some of it could not be asked for.

    Attributes:
        figures: the rest.
    """

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures


class AtScrape(Collector):
    """Asks ``look`` at each scrape; it answers metrics with their samples."""

    def __init__(self, service: str, look: Callable[[], Figures]) -> None:
        self._service, self._look = service, look

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask anybody yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        for metric, samples in self._look():
            family = self._family(metric)
            for labels, figure in samples:
                family.add_metric(labels, figure)
            yield family

    def _family(self, metric: Declared) -> CounterMetricFamily | GaugeMetricFamily:
        kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
        return kind(f"{self._service}_{metric.name}", metric.meaning, labels=metric.labels)


class Progress(Protocol):
    """What a loop tells of itself."""

    @property
    def handled(self) -> int: ...
    @property
    def retries(self) -> int: ...
    @property
    def healthy(self) -> bool: ...
    @property
    def standing_by(self) -> bool: ...


class Loop(Protocol):
    """A loop of this process."""

    @property
    def progress(self) -> Progress: ...
    @property
    def subscription(self) -> str: ...
    @property
    def source(self) -> str: ...


class Followed(Protocol):
    """Who follows a topic together with other instances."""

    @property
    def rebalances(self) -> int: ...


class Lending(Protocol):
    """A pool of database connections."""

    @property
    def size(self) -> int: ...
    @property
    def in_use(self) -> int: ...
    @property
    def waits(self) -> int: ...


def followings(found: Mapping[str, Followed]) -> Callable[[], Figures]:
    """How the parts of each topic are dealt out among the instances."""
    return lambda: [
        (declared.REBALANCES, [((topic,), one.rebalances) for topic, one in found.items()])
    ]


def loops(*found: Mapping[str, Loop]) -> Callable[[], Figures]:
    """What the loops of this process are doing, those over sources and those over the clock."""

    def figures(figure: Callable[[Any], float]) -> list[Sample]:
        return [
            ((loop.subscription, loop.source), figure(loop.progress))
            for some in found
            for loop in tuple(some.values())  # they may change meanwhile
        ]

    return lambda: [
        (declared.HEALTHY, figures(lambda progress: progress.healthy)),
        (declared.STANDING_BY, figures(lambda progress: progress.standing_by)),
        (declared.HANDLED, figures(lambda progress: progress.handled)),
        (declared.RETRIES, figures(lambda progress: progress.retries)),
    ]


def pools(found: Mapping[str, Lending]) -> Callable[[], Figures]:
    """How the database pools of this process are used."""

    def figures(figure: Callable[[Lending], float]) -> list[Sample]:
        return [((name,), figure(pool)) for name, pool in found.items()]

    return lambda: [
        (declared.POOL_SIZE, figures(lambda pool: pool.size)),
        (declared.POOL_IN_USE, figures(lambda pool: pool.in_use)),
        (declared.POOL_WAITS, figures(lambda pool: pool.waits)),
    ]


def standings(look: Callable[[], Standings]) -> Callable[[], Figures]:
    """Where every subscription of the service stands, whichever process runs it.

    Asked, it raises `Incomplete` when a source does not answer.
    """

    def figures() -> Figures:
        found = look()
        followed = [one for one in found.standings if one.followed]
        known = [one for one in followed if one.lag_events is not None]
        lost = [one for one in followed if one.lost]
        figures: Figures = [
            (declared.LAG_EVENTS, _of(known, lambda one: one.lag_events or 0)),
            (declared.LAG_SECONDS, _of(known, lambda one: one.lag_seconds or 0.0)),
            (declared.POSITION_LOST, _of([*known, *lost], lambda one: one.lost)),
            (declared.CHECKPOINT_AGE, _of(followed, lambda one: one.checkpoint_age)),
            (declared.DEAD_LETTERS, _waiting(followed, found.dead_letters)),
            (declared.REBUILD_DONE, [((view,), done) for view, done in found.rebuilds.items()]),
        ]
        if found.faults:
            raise Incomplete(figures)
        return figures

    return figures


def log(state: Callable[[], LogState], now: Callable[[], datetime]) -> Callable[[], Figures]:
    """How far the event log is."""

    def figures() -> Figures:
        found = state()
        since = found.unnumbered_since
        age = max((now() - since).total_seconds(), 0.0) if since else 0.0
        return [
            (declared.LOG_POSITION, [((), found.position)]),
            (declared.UNNUMBERED_AGE, [((), age)]),
            (declared.HORIZON_AGE, [((), found.horizon.seconds)]),
        ]

    return figures


def or_nothing(*looks: Callable[[], Figures]) -> Callable[[], Figures]:
    """What those answer that can answer, and how often one could not."""
    failed = 0

    def figures() -> Figures:
        nonlocal failed
        found: Figures = []
        for look in looks:
            try:
                found += look()
            except Incomplete as rest:
                found += rest.figures
                failed += 1
            except Exception:  # noqa: BLE001 -- whatever the fault of database or backbone is
                failed += 1
        return [*found, (declared.LOOK_FAILURES, [((), failed)])]

    return figures


def _of(standings: Sequence[Standing], figure: Callable[[Standing], float]) -> list[Sample]:
    return [((one.subscription, one.source), figure(one)) for one in standings]


def _waiting(followed: Sequence[Standing], letters: Mapping[str, int]) -> list[Sample]:
    """Zero as well: an alert on what is absent would never clear."""
    names = {one.subscription for one in followed} | letters.keys()
    return [((name,), letters.get(name, 0)) for name in sorted(names)]
