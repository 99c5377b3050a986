"""The dashboards, and their JSON: ``python -m deploy.grafana.dashboards`` writes `dashboards/*.json`.

A test fails while the files differ from this page, or while a panel asks for what nobody records.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "dashboards"
_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_COLUMNS, _HEIGHT = 24, 7


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


CITY = Dashboard(
    "city-overview",
    "全市概览 City overview",
    [
        Row(
            "是否正常 Is it well?",
            [
                Panel("应答的进程 processes up", 'sum(up{job="platform"})', kind="stat"),
                Panel(
                    "无应答的进程 processes down",
                    'count(up{job="platform"} == 0) or vector(0)',
                    kind="stat",
                    limit=1,
                ),
                Panel(
                    "告警 alerts firing",
                    'count(ALERTS{alertstate="firing"}) or vector(0)',
                    kind="stat",
                    limit=1,
                ),
                Panel(
                    "搁置的消息 dead letters",
                    "sum(subscription:dead_letters:max)",
                    kind="stat",
                    limit=1,
                ),
                Panel(
                    "最大滞后 greatest lag",
                    "max(subscription:lag_seconds:max)",
                    "s",
                    kind="stat",
                    limit=60,
                ),
                Panel(
                    "已记录事件 events in the logs",
                    "sum(service:event_log_position:max)",
                    kind="stat",
                ),
            ],
        ),
        Row(
            "办事 Commands",
            [
                Panel(
                    "每秒命令 commands per second",
                    "service:commands:rate5m",
                    "ops",
                    "{{service}} {{outcome}}",
                ),
                Panel("命令用时 p50", "service:command_seconds:p50_5m", "s"),
                Panel("命令用时 p95", "service:command_seconds:p95_5m", "s", limit=1),
            ],
        ),
        Row(
            "访问 Requests",
            [
                Panel(
                    "每秒请求 requests per second",
                    "service:http_requests:rate5m",
                    "reqps",
                    "{{service}} {{status}}",
                ),
                Panel("请求用时 p95", "service:http_request_seconds:p95_5m", "s"),
                Panel(
                    "出错的比例 errors of ours",
                    "service:http_errors:ratio5m",
                    "percentunit",
                    limit=0.01,
                ),
            ],
        ),
        Row(
            "进程 Processes",
            [
                Panel(
                    "内存 memory",
                    'process_resident_memory_bytes{job="platform"}',
                    "bytes",
                    "{{service}} {{role}} {{instance}}",
                ),
                Panel(
                    "处理器 CPU",
                    'rate(process_cpu_seconds_total{job="platform"}[5m])',
                    "percentunit",
                    "{{service}} {{role}} {{instance}}",
                ),
                Panel(
                    "连接池占用 pool in use",
                    "service:database_pool_used:ratio",
                    "percentunit",
                    "{{service}} {{role}} {{pool}}",
                    limit=0.9,
                ),
                Panel(
                    "等连接 waits for a connection",
                    "service:database_pool_waits:rate5m",
                    "ops",
                    "{{service}} {{role}} {{pool}}",
                ),
            ],
        ),
    ],
)

FLOW = Dashboard(
    "event-flow",
    "事件流 Event flow",
    [
        Row(
            "写入 Into the log",
            [
                Panel("每秒写入事件 events appended", "service:events_appended:rate5m", "ops"),
                Panel(
                    "冲突比例 conflicts",
                    "service:append_conflicts:ratio5m",
                    "percentunit",
                    limit=0.1,
                ),
                Panel("最长写事务 horizon age", "service:horizon_age_seconds:max", "s", limit=30),
                Panel(
                    "未编号事件 not numbered for",
                    "service:unnumbered_age_seconds:max",
                    "s",
                    limit=30,
                ),
            ],
        ),
        Row(
            "发布 Told to others",
            [
                Panel(
                    "发布滞后 relay lag",
                    'subscription:lag_seconds:max{subscription=~".+\\\\.relay"}',
                    "s",
                    "{{subscription}}",
                    limit=60,
                ),
                Panel(
                    "待发布 events to tell",
                    'subscription:lag_events:max{subscription=~".+\\\\.relay"}',
                    "short",
                    "{{subscription}}",
                ),
                Panel(
                    "再平衡 rebalances in 15 min",
                    "service:rebalances:increase15m",
                    "short",
                    "{{service}} {{topic}}",
                ),
            ],
        ),
        Row(
            "视图 Into the views",
            [
                Panel(
                    "滞后时间 lag",
                    'subscription:lag_seconds:max{subscription!~".+\\\\.relay"}',
                    "s",
                    "{{subscription}} {{source}}",
                    limit=60,
                ),
                Panel(
                    "滞后条数 events to handle",
                    'subscription:lag_events:max{subscription!~".+\\\\.relay"}',
                    "short",
                    "{{subscription}} {{source}}",
                ),
                Panel(
                    "停滞时间 stuck for",
                    "subscription:stuck_seconds:max",
                    "s",
                    "{{subscription}} {{source}}",
                    limit=60,
                ),
                Panel(
                    "每秒处理 handled per second",
                    "subscription:handled:rate5m",
                    "ops",
                    "{{subscription}}",
                ),
            ],
        ),
        Row(
            "差错 What went wrong",
            [
                Panel("重试 retries", "subscription:retries:rate5m", "ops", "{{subscription}}"),
                Panel(
                    "运行正常 healthy",
                    "subscription:healthy:min",
                    "short",
                    "{{subscription}} {{instance}}",
                ),
                Panel(
                    "搁置 dead letters",
                    "subscription:dead_letters:max",
                    "short",
                    "{{subscription}}",
                    limit=1,
                ),
                Panel("重建进度 rebuilds", "view:rebuild_done:ratio", "percentunit", "{{view}}"),
                Panel(
                    "监控缺失 cannot be told",
                    "service:observation_failures:rate5m",
                    "ops",
                    "{{service}} {{instance}}",
                ),
            ],
        ),
    ],
)

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
