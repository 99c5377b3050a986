"""The dashboards' questions asked of a Prometheus: whoever looks sees lines, and can tell one from another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import httpx

from deploy.grafana.dashboards import DASHBOARDS
from deploy.grafana.pages import Panel

REBUILDS = "view:rebuild_done:ratio"
"""Told only while a rebuild goes on."""


def unclear(address: str) -> Mapping[str, Sequence[str]]:
    """The pictures that show nothing, or two lines of one name: by title, the names of their lines."""
    panels = [panel for page in DASHBOARDS for row in page.rows for panel in row.panels]
    shown = {panel.title: _lines(address, panel) for panel in panels if panel.expr != REBUILDS}
    return {title: names for title, names in shown.items() if not names or _doubled(names)}


def _lines(address: str, panel: Panel) -> Sequence[str]:
    """Their names, as Grafana makes them from the legend."""
    answer = httpx.get(f"{address}/api/v1/query", params={"query": panel.expr}).json()
    found = [one["metric"] for one in answer["data"]["result"]]
    legend = panel.legend.replace("{{", "{").replace("}}", "}")
    return [legend.format_map(defaultdict(str, labels)) for labels in found]


def _doubled(names: Sequence[str]) -> bool:
    return len(set(names)) < len(names)
