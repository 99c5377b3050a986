"""The city at a glance: is it well, and how much is done."""

from deploy.grafana.pages import Dashboard, Panel, Row

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
                    "最慢的接口 slowest endpoints, p95",
                    "topk(10, endpoint:http_request_seconds:p95_5m)",
                    "s",
                    "{{service}} {{method}} {{endpoint}}",
                ),
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
                    "{{service}} {{role}} {{instance}} {{pool}}",
                    limit=0.9,
                ),
                Panel(
                    "等连接 waits for a connection",
                    "service:database_pool_waits:rate5m",
                    "ops",
                    "{{service}} {{role}} {{instance}} {{pool}}",
                ),
            ],
        ),
    ],
)
