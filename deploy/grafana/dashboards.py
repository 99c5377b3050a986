"""The dashboards, and their JSON: ``python -m deploy.grafana.dashboards`` writes `dashboards/*.json`.

A test fails while the files differ from the pages, or while a panel asks for what nobody records.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.grafana.city import CITY
from deploy.grafana.flow import FLOW
from deploy.grafana.pages import Dashboard, Panel

FOLDER = Path(__file__).parent / "dashboards"
_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_COLUMNS, _HEIGHT = 24, 7


DASHBOARDS = (CITY, FLOW)


def rendered(dashboard: Dashboard) -> dict[str, Any]:
    """The page as Grafana reads it."""
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": ["community-platform"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "panels": list(_panels(dashboard)),
    }


def _panels(dashboard: Dashboard) -> Iterator[dict[str, Any]]:
    top, number = 0, 0
    for row in dashboard.rows:
        number += 1
        place = {"x": 0, "y": top, "w": _COLUMNS, "h": 1}
        yield {"id": number, "type": "row", "title": row.title, "gridPos": place, "panels": []}
        wide = _COLUMNS // len(row.panels)
        for column, panel in enumerate(row.panels):
            number += 1
            place = {"x": column * wide, "y": top + 1, "w": wide, "h": _HEIGHT}
            yield {"id": number, "gridPos": place, **_picture(panel)}
        top += 1 + _HEIGHT


def _picture(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.limit is not None:
        steps.append({"color": "red", "value": panel.limit})
    shown = {"thresholdsStyle": {"mode": "line" if panel.limit is not None else "off"}}
    return {
        "type": panel.kind,
        "title": panel.title,
        "datasource": _SOURCE,
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "min": 0,
                "thresholds": {"mode": "absolute", "steps": steps},
                **({"custom": shown} if panel.kind == "timeseries" else {}),
            },
            "overrides": [],
        },
        "targets": [
            {
                "refId": "A",
                "datasource": _SOURCE,
                "expr": panel.expr,
                "legendFormat": panel.legend,
            }
        ],
    }


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for dashboard in DASHBOARDS:
        text = json.dumps(rendered(dashboard), ensure_ascii=False, indent=1)
        (FOLDER / f"{dashboard.uid}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
