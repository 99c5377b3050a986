"""`lag`, `log horizon`: how far everything is, and what holds it back."""

from collections.abc import Iterable

from deploy.operate.answers import Status, seconds, table
from deploy.operate.opened import Opened
from shared.clock import utc_now
from shared.event_store.postgres import LogState, state_of_log
from shared.subscription.standing import Standing

_LAG = (
    "订阅 subscription",
    "来源 source",
    "位置 position",
    "滞后 lag",
    "滞后时间",
    "上次保存 checkpoint saved",
)
LOST = "位置失效 position lost"
NOT_FOLLOWED = "不再跟随 no longer followed"
_HORIZON = (
    "服务 service",
    "位置 position",
    "未编号 not numbered for",
    "最长写事务 oldest writer",
    "持有者 holder",
)


def run_lag(services: Iterable[Opened], *, most: float | None) -> Status:
    """Print how far each subscription is.

    `LEFT` when one is behind by more than ``most`` seconds, or stands where its source holds nothing any more.
    """
    found = [one for service in services for one in service.standings()]
    rows = [
        (
            one.subscription,
            one.source,
            one.position,
            _lag(one),
            seconds(one.lag_seconds),
            f"{seconds(one.checkpoint_age)} ago",
        )
        for one in found
    ]
    print(table(_LAG, rows, empty="没有订阅运行过 no subscription has run yet"))
    late = [one for one in found if most is not None and (one.lag_seconds or 0.0) > most]
    return Status.LEFT if late or any(one.lost for one in found) else Status.DONE


def _lag(one: Standing) -> object:
    if not one.followed:
        return NOT_FOLLOWED
    if one.lost:
        return LOST
    return "?" if one.lag_events is None else one.lag_events


def run_horizon(services: Iterable[Opened], *, most: float) -> Status:
    """Print how far each log is; `LEFT` when a write transaction holds one back for ``most`` seconds."""
    found = [(one.name, state_of_log(one.observing)) for one in services if one.has_log]
    rows = [(name, *_row(state)) for name, state in found]
    print(table(_HORIZON, rows, empty="没有事件日志 no service has a log"))
    held = [state for _, state in found if state.horizon.seconds > most]
    for state in held:
        print(
            f"{state.horizon.holder} in database {state.horizon.database} holds back every reader of the"
            " log: end it with pg_terminate_backend, or `rollback prepared`"
        )
    return Status.LEFT if held else Status.DONE


def _row(state: LogState) -> tuple[object, ...]:
    since = state.unnumbered_since
    waiting = (utc_now() - since).total_seconds() if since else 0.0
    holder = f"{state.horizon.holder} ({state.horizon.database})" if state.horizon.holder else None
    return (state.position, seconds(waiting), seconds(state.horizon.seconds), holder)
