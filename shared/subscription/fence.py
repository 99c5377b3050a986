"""What a projector holds while it writes: one statement, since every view runs it for every batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import structlog
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from shared.subscription.checkpoints import Checkpoint
from shared.subscription.locks import Lock
from shared.subscription.promise import Fenced

logger = structlog.get_logger(__name__)


class Held(NamedTuple):
    """What was found when the checkpoint was locked.

    Attributes:
        checkpoint: where the subscription stands.
        parked: whether some of its entries wait for a decision.
    """

    checkpoint: Checkpoint
    parked: bool


class Step(NamedTuple):
    """How far a batch moves one checkpoint.

    Attributes:
        source: whose.
        expected: the position where it stands.
        first: the sequence of the batch's first entry.
        to: where it is to stand.
    """

    source: str
    expected: int
    first: int
    to: Checkpoint


_FOUND = (
    "select c.position, c.sequence, c.recorded_at, exists (select from subscription.dead_letters"
    " where subscription = {of} and discarded_at is null) as parked"
)
_CHECKPOINT = _FOUND.format(of=":subscription")
_CHECKPOINT_OF_VIEW = (
    f"{_FOUND.format(of='w.view')} from subscription.checkpoints c"
    " where c.subscription = w.view and c.source = :source"
)
_THERE = " where c.subscription = :subscription and c.source = :source for update of c"
_COPY = text(
    "with lazy as materialized (select set_config('synchronous_commit', 'off', true))"
    f"{_CHECKPOINT} from lazy, subscription.checkpoints c{_THERE}"
)
_LIVE = text(
    "with waited as materialized (select set_config('synchronous_commit', 'off', true),"
    " pg_advisory_xact_lock_shared(hashtextextended(:view, :lock)),"
    " set_config('lock_timeout', current_setting('idle_in_transaction_session_timeout'), true))"
    f"{_CHECKPOINT}, v.shape from waited, subscription.checkpoints c"
    f" left join subscription.views v on v.subscription = :view{_THERE}"
)
"""The lock is waited for before rows are: whoever compares and switches copies holds it, and wants them.

What this statement sees may be older than what it waited for, except for the checkpoint itself: a switch
has put another in its place, and another projector has moved it. In both cases we are fenced. What is
parked may have been healed meanwhile: only that nothing is parked can be relied on."""

_TAKE = text(
    "with free as materialized (select set_config('synchronous_commit', 'off', true),"
    " set_config('lock_timeout', current_setting('idle_in_transaction_session_timeout'), true),"
    " pg_try_advisory_xact_lock_shared(hashtextextended(:view, :lock)) as free)"
    " update subscription.checkpoints c set position = s.position,"
    " sequence = greatest(c.sequence, s.sequence), recorded_at = s.recorded_at, updated_at = now()"
    " from free, subscription.views v, unnest(cast(:sources as text[]), cast(:expected as bigint[]),"
    " cast(:firsts as bigint[]), cast(:positions as bigint[]), cast(:sequences as bigint[]),"
    " cast(:times as timestamptz[])) s (source, expected, first, position, sequence, recorded_at)"
    " where free.free and v.subscription = :view and v.shape = :shape"
    " and c.subscription = :view and c.source = s.source and c.position = s.expected"
    " and c.sequence < s.first and not exists (select from subscription.dead_letters"
    " where subscription = :view and discarded_at is null)"
)
"""Everything that is asked of who writes, in the one statement that moves his checkpoints.

Steps are given in the order of their sources, and their checkpoints locked in that order."""
_TOGETHER = text(
    "with lazy as materialized (select set_config('synchronous_commit', 'off', true),"
    " set_config('lock_timeout', current_setting('idle_in_transaction_session_timeout'), true)),"
    " wanted as materialized (select view,"
    " pg_try_advisory_xact_lock_shared(hashtextextended(view, :lock)) as free"
    " from lazy, unnest(cast(:views as text[])) view)"
    " select w.view, c.position, c.sequence, c.recorded_at, c.parked,"
    " (select shape from subscription.views where subscription = w.view) from wanted w"
    f" cross join lateral ({_CHECKPOINT_OF_VIEW} and w.free for update of c) c"
)
"""Nobody waits here for a view that is being compared: the others would wait with him. The checkpoints are
locked in the order in which the views are named, so that two who go abreast cannot wait for each other."""

_STEP = ("sources", "expected", "firsts", "positions", "sequences", "times")
_END = text(
    "select pg_terminate_backend(a.pid) from subscription.checkpoints c"
    " join pg_locks l on l.locktype = 'transactionid' and l.granted and l.transactionid = c.xmax"
    " join pg_stat_activity a on a.pid = l.pid"
    " join pg_settings s on s.name = 'idle_in_transaction_session_timeout'"
    " where c.subscription = :subscription and c.source = :source"
    " and (a.state = 'idle in transaction' or a.state = 'active' and a.wait_event = 'ClientRead')"
    " and clock_timestamp() - a.state_change > make_interval(secs => s.setting::int / 1000.0)"
)
"""The server ends a session that is idle amid a transaction, but not one amid a COPY whose client says
nothing more: to it that client is a slow one. Nor, after a pipeline (`executemany`), one that is idle: the client's
last word sets its clock back and starts none. Who has waited for its checkpoint for as long knows better."""


def hold_copy(connection: Connection, subscription: str, source: str, expected: int) -> Held:
    """Lock the checkpoint of a copy that is not live until the transaction ends.

    The commit will not wait for the disk: `checkpoints.save` says why.

    Raises:
        Fenced: it is not at ``expected``: another instance is at work.
    """
    found = connection.execute(_COPY, {"subscription": subscription, "source": source}).first()
    if found is None or found[0] != expected:
        raise Fenced(f"another has moved {subscription} in {source}")
    return Held(Checkpoint(*found[:3]), found[3])


def hold_live(
    connection: Connection, subscription: str, source: str, expected: int, *, view: str, shape: str
) -> Held:
    """The same for the live view, which is neither compared nor switched meanwhile.

    Whoever holds the checkpoint and has stood still amid a COPY for as long as the server lets a session
    be idle is ended; the caller tries again, as after any fault of the database.

    Raises:
        OperationalError: another had the checkpoint for too long.
        Fenced: another instance is at work, or the view has another shape than ``shape``.
    """
    asked = {"subscription": subscription, "source": source, "view": view, "lock": Lock.WRITING}
    with _ending_who_stands_still(connection.engine, [asked]):
        found = connection.execute(_LIVE, asked).first()
    if found is None or found[0] != expected:
        raise Fenced(f"another has moved {subscription} in {source}")
    if found[4] != shape:
        raise Fenced(f"{view} has another shape")
    return Held(Checkpoint(*found[:3]), found[3])


def take_live(connection: Connection, view: str, shape: str, steps: Sequence[Step]) -> bool:
    """Move a live view's checkpoints, ahead of its rows or where it writes none.

    Returns:
        Whether every step was taken; else the caller rolls back. Some is not while the view is compared, has
        another shape or has been moved by another, when some of the entries were there already, or while
        anything that was set aside may have followers among them.

    Raises:
        OperationalError: another had one of the checkpoints for too long.
    """
    ordered = sorted(steps)
    asked: dict[str, object] = {"view": view, "shape": shape, "lock": Lock.WRITING}
    for name, column in zip(_STEP, zip(*map(_plain, ordered), strict=True), strict=True):
        asked[name] = list(column)
    each = [{"subscription": view, "source": step.source} for step in ordered]
    with _ending_who_stands_still(connection.engine, each):
        return connection.execute(_TAKE, asked).rowcount == len(ordered)


def hold_together(
    connection: Connection, shapes: Mapping[str, str], source: str, expected: int
) -> Mapping[str, Held]:
    """The same for several live views at once, given with their shapes; answers those that could be held.

    One that is being compared, that another instance has moved or that has another shape is left out.

    Raises:
        OperationalError: another had one of the checkpoints for too long.
    """
    asked = {"views": sorted(shapes), "source": source, "lock": Lock.WRITING}
    each = [{"subscription": view, "source": source} for view in shapes]
    with _ending_who_stands_still(connection.engine, each):
        found = connection.execute(_TOGETHER, asked).all()
    return {
        view: Held(Checkpoint(position, sequence, recorded_at), parked)
        for view, position, sequence, recorded_at, parked, shape in found
        if position == expected and shape == shapes[view]
    }


def _plain(step: Step) -> tuple[object, ...]:
    return (step.source, step.expected, step.first, *step.to)


@contextmanager
def _ending_who_stands_still(
    engine: Engine, waited: Iterable[Mapping[str, object]]
) -> Iterator[None]:
    try:
        yield
    except OperationalError as late:
        if isinstance(late.orig, LockNotAvailable):
            for each in waited:
                _end_who_stands_still(engine, each)
        raise


def _end_who_stands_still(engine: Engine, asked: Mapping[str, object]) -> None:
    with engine.begin() as connection:
        for _ in connection.execute(_END, asked):
            logger.warning(
                "fence.ended", subscription=asked["subscription"], source=asked["source"]
            )
