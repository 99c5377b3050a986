"""The way of the events: into the log, out to others, into the views."""

from deploy.grafana.pages import Dashboard, Panel, Row

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
                    "待命进程 standing by",
                    'subscription:standing_by:count{subscription=~".+\\\\.relay"}',
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
                    "{{subscription}} {{source}} {{instance}}",
                ),
                Panel(
                    "搁置 dead letters",
                    "subscription:dead_letters:max",
                    "short",
                    "{{subscription}}",
                    limit=1,
                ),
                Panel(
                    "位置失效 position lost",
                    "subscription:position_lost:max",
                    "short",
                    "{{subscription}} {{source}}",
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
