"""Every metric of a service, declared once with its meaning. Base units: seconds, events, requests.

Each service has a registry of its own, so that several can run in one process and each still
answers under its own names (``membership_commands_total``).
"""

import math
from collections.abc import Iterator, Mapping
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service, each to be set or counted by the one place that knows.

    Gauges take ``set_function``, so that a scrape reads the present value.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

        self.commands = self._counter(
            "commands",
            "Commands answered, by outcome: done, repeated, rejected:<slug>, conflict, failed.",
            "command",
            "outcome",
        )
        self.command_seconds = self._histogram(
            "command_seconds",
            "From taking a command up to its answer, retries included.",
            "command",
        )
        self.appends = self._counter("events_appended", "Events appended to the log.")
        self.conflicts = self._counter(
            "append_conflicts", "Appends refused because somebody else was faster; each is retried."
        )
        self.lag_seconds = self._gauge(
            "subscription_lag_seconds",
            "Age of the oldest event not handled yet; 0 when there is none.",
            "subscription",
        )
        self.checkpoint_age = self._gauge(
            "subscription_checkpoint_age_seconds",
            "Time since the checkpoint was last saved; high and with lag: the loop is stuck.",
            "subscription",
        )
        self.dead_letters = self._gauge(
            "dead_letters", "Entries set aside that wait for a decision.", "subscription"
        )
        self.horizon_age = self._gauge(
            "event_log_horizon_age_seconds",
            "Age of the oldest running write transaction: newer events wait behind it.",
        )
        self._rebalances = self._gauge(
            "rebalances",
            "How often the parts of a topic were dealt out among the instances since the start.",
            "topic",
        )
        self.requests = self._counter(
            "http_requests", "HTTP requests answered.", "method", "endpoint", "status"
        )
        self.request_seconds = self._histogram(
            "http_request_seconds", "From a request to its answer.", "method", "endpoint"
        )

    def watch(self, subscriptions: Mapping[str, "Watched"]) -> None:
        """Show what these subscriptions are doing at each scrape."""
        self.registry.register(_Subscriptions(self.service, subscriptions))

    def watch_following(self, topic: str, following: "Followed") -> None:
        """Show how often the parts of a topic were dealt out anew among the instances."""
        self._rebalances.labels(topic).set_function(lambda: following.rebalances)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"{self.service}_{name}", meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"{self.service}_{name}", meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        full = f"{self.service}_{name}"
        return Histogram(full, meaning, labels, registry=self.registry, buckets=_SECONDS)


def rendered(metrics: Metrics) -> bytes:
    """Everything, in Prometheus' text format (``CONTENT_TYPE``)."""
    return generate_latest(metrics.registry)


class Progress(Protocol):
    """What a loop tells of itself."""

    @property
    def handled(self) -> int: ...
    @property
    def retries(self) -> int: ...
    @property
    def healthy(self) -> bool: ...


class Followed(Protocol):
    """Who follows a topic together with other instances."""

    @property
    def rebalances(self) -> int: ...


class Watched(Protocol):
    """A loop that can be watched."""

    @property
    def progress(self) -> Progress: ...
    def lag(self) -> int: ...


class _Subscriptions(Collector):
    def __init__(self, service: str, subscriptions: Mapping[str, Watched]) -> None:
        self._prefix, self._subscriptions = f"{service}_subscription", subscriptions

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        p, labels = self._prefix, ["subscription"]
        lag = GaugeMetricFamily(f"{p}_lag_events", "Events not handled yet.", labels=labels)
        healthy = GaugeMetricFamily(
            f"{p}_healthy", "1 while the loop runs or waits; 0: retrying or stopped.", labels=labels
        )
        handled = CounterMetricFamily(f"{p}_handled", "Events handled since start.", labels=labels)
        retries = CounterMetricFamily(f"{p}_retries", "Faults tried again.", labels=labels)
        for name, one in self._subscriptions.items():
            lag.add_metric([name], _lag(one))
            healthy.add_metric([name], one.progress.healthy)
            handled.add_metric([name], one.progress.handled)
            retries.add_metric([name], one.progress.retries)
        yield from (lag, healthy, handled, retries)


def _lag(watched: Watched) -> float:
    """NaN where it cannot be told: the other metrics are wanted most when the database is away."""
    try:
        return watched.lag()
    except Exception:  # noqa: BLE001 -- whatever the source's fault is
        return math.nan
