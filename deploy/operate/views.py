"""`views list | rebuild | drop-old`: the read models of the services."""

import sys
from collections.abc import Iterable, Mapping

from sqlalchemy import text

from deploy.operate.answers import Refused, Status, seconds, table
from deploy.operate.opened import Opened
from deploy.operate.standing import LOST
from shared.subscription import views
from shared.subscription.keeping import View
from shared.subscription.promise import Fenced, TooManyDeadLetters
from shared.subscription.rebuild import RebuildReport, RebuildRunning

_HEADERS = (
    "视图 view",
    "位置 position",
    "滞后 lag",
    "滞后时间",
    "搁置 dead letters",
    "状态 state",
)
_OLD = text("select to_regnamespace(:schema) is not null")


def run_list(services: Iterable[Opened]) -> Status:
    """Print how far each view is and what state it is in; `LEFT` when one stands where its source holds nothing any more."""
    rows, any_lost = [], False
    for service in services:
        look = service.observer.look().whole()
        for view in service.views.values():
            parts = [one for one in look.standings if one.subscription == view.name]
            lost = any(one.lost for one in parts)
            any_lost = any_lost or lost
            rows.append(
                (
                    view.name,
                    sum(one.position for one in parts),
                    sum(one.lag_events or 0 for one in parts),
                    seconds(max((one.lag_seconds or 0.0 for one in parts), default=0.0)),
                    look.dead_letters.get(view.name, 0),
                    LOST if lost else _state(view, look.rebuilds),
                )
            )
    print(table(_HEADERS, rows, empty="没有视图 no views"))
    return Status.LEFT if any_lost else Status.DONE


def run_rebuild(view: View, *, accept_differences: bool, dry_run: bool) -> Status:
    """Rebuild beside the live one, compare, switch; `LEFT` when it was not switched, or would not be."""
    try:
        report = view.rebuild().run(
            accept_differences=accept_differences, rehearsal=dry_run, progress=_progress
        )
    except RebuildRunning as error:
        raise Refused(f"{view.name} is being rebuilt already: see `views list`") from error
    except (TooManyDeadLetters, Fenced) as error:
        raise Refused(f"the live view stays as it was: {error}") from error
    finally:
        sys.stderr.write("\n")
    switches = accept_differences or not report.differences
    print(_told(report, switches=switches, dry_run=dry_run))
    return Status.DONE if switches else Status.LEFT


def run_drop_old(views: Iterable[View], *, dry_run: bool) -> Status:
    """Throw away the copies that were live before their last rebuild."""
    kept = [view for view in views if _has_old(view)]
    for view in kept:
        if not dry_run:
            view.rebuild().drop_old()
        print(f"{'试运行 dry run: would drop' if dry_run else '已删除 dropped'}: {view.name}")
    if not kept:
        print("没有旧副本 no view has an old copy")
    return Status.DONE


def _state(view: View, rebuilds: Mapping[str, float]) -> str:
    if view.name in rebuilds:
        return f"重建中 rebuilding {rebuilds[view.name]:.0%}"
    with view.engine.connect() as connection:
        known = views.known_shape(connection, view.name)
    if known is None:
        return "未建立 not made yet"
    if known != views.shape_of(view.projection):
        return "结构不同 another shape: rebuild it"
    return "有旧副本 live, old copy kept" if _has_old(view) else "正常 live"


def _has_old(view: View) -> bool:
    with view.engine.connect() as connection:
        schema = f"{views.schema_of(view.projection)}_old"
        return bool(connection.execute(_OLD, {"schema": schema}).scalar())


def _progress(read: int, of: int) -> None:
    sys.stderr.write(f"\r{read:,} / {of:,}")
    sys.stderr.flush()


def _told(report: RebuildReport, *, switches: bool, dry_run: bool) -> str:
    done = f"{report.view}: {report.events:,} events in {seconds(report.seconds)}"
    if switches:
        same = {
            True: "identical 与原视图一致",
            False: "different, as accepted",
            None: "another shape",
        }
        switched = "已切换 switched. `views drop-old` frees the old copy"
        would = "试运行 dry run: would be switched"
        return f"{done}; {same[report.identical]}; {would if dry_run else switched}"
    rows = list(report.differences.items())
    differing = table(("表 table", "不同的行 rows that differ"), rows, empty="")
    left = "试运行 dry run: would NOT be switched" if dry_run else "未切换 NOT switched"
    return (
        f"{done}; {left}: the copies differ.\n{differing}\nFind out which of the two is"
        " right. If it is the new one, say it again with --accept-differences"
    )
