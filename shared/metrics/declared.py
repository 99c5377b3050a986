"""Every metric of a service, declared once with its meaning. Base units: seconds, events, requests.

Each stands under its service's name: `commands_total` is `membership_commands_total`. Rules, alerts and
dashboards may use only what is declared here, and a test sees to it.
"""

from typing import Literal, NamedTuple

Kind = Literal["counter", "gauge", "histogram"]


class Declared(NamedTuple):
    """One metric.

    Attributes:
        kind: how Prometheus treats it.
        name: without its service's name; of a histogram, without `_bucket`, `_sum` and `_count`.
        meaning: what it says, in one line.
        labels: by what it is told apart.
    """

    kind: Kind
    name: str
    meaning: str
    labels: tuple[str, ...] = ()


COMMANDS = Declared(
    "counter",
    "commands_total",
    "Commands of people and of policies, by outcome: done, repeated, rejected:<slug>, conflict, failed.",
    ("command", "outcome"),
)
COMMAND_SECONDS = Declared(
    "histogram",
    "command_seconds",
    "From taking a command up to its answer, retries included; not of those carried out together.",
    ("command",),
)
EVENTS_APPENDED = Declared("counter", "events_appended_total", "Events appended to the log.")
APPEND_CONFLICTS = Declared(
    "counter",
    "append_conflicts_total",
    "Appends refused because somebody else was faster; each is decided again.",
)
REQUESTS = Declared(
    "counter", "http_requests_total", "HTTP requests answered.", ("method", "endpoint", "status")
)
REQUEST_SECONDS = Declared(
    "histogram", "http_request_seconds", "From a request to its answer.", ("method", "endpoint")
)

HEALTHY = Declared(
    "gauge",
    "subscription_healthy",
    "1 while the loop runs, waits or stands by in this process; 0: it tries again or has stopped.",
    ("subscription", "source"),
)
STANDING_BY = Declared(
    "gauge",
    "subscription_standing_by",
    "1 while another process does the loop's work and this one would take over; 0: it works here.",
    ("subscription", "source"),
)
HANDLED = Declared(
    "counter",
    "subscription_handled_total",
    "Entries handled by this process since its start.",
    ("subscription", "source"),
)
RETRIES = Declared(
    "counter",
    "subscription_retries_total",
    "Faults after which this process tried again.",
    ("subscription", "source"),
)
LAG_EVENTS = Declared(
    "gauge",
    "subscription_lag_events",
    "Entries behind the saved checkpoint that are not handled yet, whichever process handles them.",
    ("subscription", "source"),
)
LAG_SECONDS = Declared(
    "gauge",
    "subscription_lag_seconds",
    "Age of the oldest entry not handled yet; 0 when there is none.",
    ("subscription", "source"),
)
CHECKPOINT_AGE = Declared(
    "gauge",
    "subscription_checkpoint_age_seconds",
    "Time since the checkpoint was last saved; high and with lag: nobody gets on.",
    ("subscription", "source"),
)
POSITION_LOST = Declared(
    "gauge",
    "subscription_position_lost",
    "1: the source ends before the saved checkpoint, or begins behind it: what it held is gone; 0: neither.",
    ("subscription", "source"),
)
REBALANCES = Declared(
    "counter",
    "rebalances_total",
    "Times a topic's parts were dealt out anew among the instances, as this process saw it.",
    ("topic",),
)
DEAD_LETTERS = Declared(
    "gauge",
    "dead_letters",
    "Entries set aside that wait for a decision, their followers included.",
    ("subscription",),
)
REBUILD_DONE = Declared(
    "gauge",
    "view_rebuild_done_ratio",
    "How much of a rebuild that is going on is read, from 0 to 1; absent when there is none.",
    ("view",),
)

LOG_POSITION = Declared(
    "gauge", "event_log_position", "The newest place in the log: how many events it holds in order."
)
UNNUMBERED_AGE = Declared(
    "gauge",
    "event_log_unnumbered_age_seconds",
    "Age of the oldest stored event that has no place in the log yet; 0 when there is none.",
)
HORIZON_AGE = Declared(
    "gauge",
    "event_log_horizon_age_seconds",
    "Age of the oldest running write transaction in the cluster: newer events wait behind it.",
)

POOL_SIZE = Declared(
    "gauge", "database_pool_connections_max", "Connections the pool may open.", ("pool",)
)
POOL_IN_USE = Declared(
    "gauge", "database_pool_connections_in_use", "Connections lent out now.", ("pool",)
)
POOL_WAITS = Declared(
    "counter",
    "database_pool_waits_total",
    "Times somebody had to wait because every connection was lent out.",
    ("pool",),
)
LOOK_FAILURES = Declared(
    "counter",
    "observation_failures_total",
    "Times the database or the backbone could not be asked for what stands above.",
)

DECLARED: tuple[Declared, ...] = tuple(
    value for value in tuple(globals().values()) if isinstance(value, Declared)
)


def series_of(metric: Declared) -> tuple[str, ...]:
    """The names under which Prometheus keeps it, without the service's."""
    if metric.kind == "histogram":
        return tuple(f"{metric.name}_{part}" for part in ("bucket", "sum", "count"))
    return (metric.name,)
