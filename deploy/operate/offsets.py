"""`offsets show | reset | forget`: the true positions, which stand with the views in PostgreSQL.

What Kafka knows as committed is a note for onlookers: nobody begins there.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

from deploy.operate.answers import Refused, Status, seconds, table
from deploy.operate.leavings import Leavings
from deploy.operate.opened import Opened
from shared.subscription import checkpoints, locks
from shared.subscription.checkpoints import Checkpoint
from shared.subscription.locks import Lock

_HEADERS = (
    "订阅 subscription",
    "来源 source",
    "位置 position",
    "序号 sequence",
    "记录时间 recorded at",
)
_ALL = text(
    "select subscription, source, position, sequence, recorded_at from subscription.checkpoints"
    " order by subscription, source"
)
_QUIET_SECONDS = 600.0
"""Whoever has something to do saves more often than that; a view that hears nothing new does not."""
_NOTE = "真实位置在 PostgreSQL true positions, kept with the views; Kafka's committed offsets are advisory"


def run_show(services: Iterable[Opened]) -> Status:
    """Print where each subscription stands."""
    rows: list[Sequence[object]] = []
    for service in services:
        with service.engine.connect() as connection:
            rows += [tuple(row) for row in connection.execute(_ALL)]
    print(table(_HEADERS, rows, empty="没有订阅运行过 no subscription has run yet"))
    print(_NOTE)
    return Status.DONE


def run_reset(
    service: Opened, subscription: str, source: str, to: int, *, skip: bool, dry_run: bool
) -> Status:
    """Move a checkpoint; whoever runs the subscription is called, and goes on from there within a second, also who has stopped.

    Backwards, a view takes nothing twice: it knows what it has by the publisher's sequence; a relay
    publishes again, and subscribers know that alike. Forwards, entries are left out, so that takes
    ``skip``. A topic as ``source`` stands for each of its parts: all are moved, or none. To its beginning
    one can go while it is deleted.
    """
    with service.engine.begin() as connection:
        standing = _present(connection, subscription, source)
        for part, before in standing.items():
            _refuse(before, to, service.head(part) if to else 0, skip=skip)
            if not dry_run and not checkpoints.put(
                connection, subscription, part, before.position, to
            ):
                raise Refused(
                    f"{subscription} has just moved by itself: look again and say it again"
                )
    done = "试运行 dry run: would move" if dry_run else "已移动 moved"
    for part, before in standing.items():
        print(f"{done} {subscription} in {part}: {before.position} -> {to}")
    if not dry_run:
        print(_NOTE)
    return Status.DONE


def run_forget(service: Opened, subscription: str, *, dry_run: bool) -> Status:
    """Remove what a subscription has left behind that this release has no more: also what it set aside, and its tables.

    Should a later release have one of that name again, it begins anew.

    Raises:
        Refused: this release follows it, or another one does, or it has left nothing.
    """
    if subscription in service.followed:
        raise Refused(f"this release follows {subscription}: `offsets reset` moves it")
    with service.engine.begin() as connection:
        left = Leavings.of(connection, subscription)
        if not left.any:
            raise Refused(f"{subscription} has left nothing behind: see `offsets show`")
        _refuse_at_work(connection, left)
        if not dry_run:
            left.remove(connection)
    done = "试运行 dry run: would forget" if dry_run else "已清除 forgot"
    print(f"{done} {subscription}: {left.told()}")
    return Status.DONE


def _refuse_at_work(connection: Connection, left: Leavings) -> None:
    """Raises `Refused` when somebody of another release follows it, as far as that can be seen from here."""
    if not locks.try_here(connection, left.name, Lock.LEASE):
        raise Refused(f"{left.name} is held by a process of another release: stop that first")
    if left.saved is not None and left.saved < _QUIET_SECONDS:
        raise Refused(
            f"{left.name} was saved {seconds(left.saved)} ago: somebody of another release follows it."
            f" Stop that, and say it again {seconds(_QUIET_SECONDS)} later"
        )


def _present(connection: Connection, subscription: str, source: str) -> Mapping[str, Checkpoint]:
    """Where it stands in that source, or in each part of that topic."""
    found = {
        part: Checkpoint(*row)
        for name, part, *row in connection.execute(_ALL)
        if name == subscription and source in {part, part.rpartition("/")[0]}
    }
    if not found:
        raise Refused(f"{subscription} stands nowhere in {source}: see `offsets show`")
    return found


def _refuse(before: Checkpoint, to: int, head: int, *, skip: bool) -> None:
    if to < 0 or to > head:
        raise Refused(f"--to must be from 0 to {head}, the newest position there is")
    if to > before.position and not skip:
        raise Refused(
            f"{to - before.position} entries would never be handled. If that is meant, say --skip;"
            " afterwards rebuild what was made from them, if anything was"
        )
