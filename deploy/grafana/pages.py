"""What a page of dashboards is made of."""

from collections.abc import Sequence
from typing import NamedTuple


class Panel(NamedTuple):
    """One picture.

    Attributes:
        title: what people read.
        expr: what Prometheus is asked.
        unit: Grafana's name of the unit.
        legend: of each line, from its labels.
        kind: `timeseries`, or `stat` for one figure.
        limit: a line above which it is too much, if there is one.
    """

    title: str
    expr: str
    unit: str = "short"
    legend: str = "{{service}}"
    kind: str = "timeseries"
    limit: float | None = None


class Row(NamedTuple):
    """Pictures beside one another, under a title."""

    title: str
    panels: Sequence[Panel]


class Dashboard(NamedTuple):
    """A page; ``uid`` is its address and its file's name."""

    uid: str
    title: str
    rows: Sequence[Row]
