"""The metrics of one service.

Each service has a registry of its own, so that several can run in one process and each still
answers under its own names (``membership_commands_total``).
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.registry import Collector

from shared.metrics import declared
from shared.metrics.declared import Declared

disable_created_metrics()  # type: ignore[no-untyped-call]
"""Nothing reads the times of creation, and they would be a third of all series."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service, each to be counted by the one place that knows.

    Attributes:
        service: whose they are.
        commands, command_seconds, appended, conflicts, requests, request_seconds: see `declared`.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.commands = self._counter(declared.COMMANDS)
        self.command_seconds = self._histogram(declared.COMMAND_SECONDS)
        self.appended = self._counter(declared.EVENTS_APPENDED)
        self.conflicts = self._counter(declared.APPEND_CONFLICTS)
        self.requests = self._counter(declared.REQUESTS)
        self.request_seconds = self._histogram(declared.REQUEST_SECONDS)

    def watch(self, collector: Collector) -> None:
        """Show at each scrape what ``collector`` finds (see `at_scrape`)."""
        self.registry.register(collector)

    def _counter(self, metric: Declared) -> Counter:
        name = f"{self.service}_{metric.name}"
        return Counter(name, metric.meaning, metric.labels, registry=self.registry)

    def _histogram(self, metric: Declared) -> Histogram:
        name = f"{self.service}_{metric.name}"
        return Histogram(
            name, metric.meaning, metric.labels, registry=self.registry, buckets=_SECONDS
        )


def rendered(metrics: Metrics) -> bytes:
    """Everything, in Prometheus' text format (``CONTENT_TYPE``)."""
    return generate_latest(metrics.registry)
