"""What a projector holds while it writes: one statement, since every view runs it for every batch."""

from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.subscription.checkpoints import Checkpoint
from shared.subscription.locks import Lock
from shared.subscription.promise import Fenced


class Held(NamedTuple):
    """What was found when the checkpoint was locked.

    Attributes:
        checkpoint: where the subscription stands.
        parked: whether some of its entries wait for a decision.
    """

    checkpoint: Checkpoint
    parked: bool


_CHECKPOINT = (
    "select c.position, c.sequence, c.recorded_at, exists (select from subscription.dead_letters"
    " where subscription = :subscription and discarded_at is null)"
)
_THERE = " where c.subscription = :subscription and c.source = :source for update of c"
_COPY = text(
    "with lazy as materialized (select set_config('synchronous_commit', 'off', true))"
    f"{_CHECKPOINT} from lazy, subscription.checkpoints c{_THERE}"
)
_LIVE = text(
    "with waited as materialized (select set_config('synchronous_commit', 'off', true),"
    " pg_advisory_xact_lock_shared(hashtextextended(:view, :lock)))"
    f"{_CHECKPOINT}, v.shape from waited, subscription.checkpoints c"
    f" left join subscription.views v on v.subscription = :view{_THERE}"
)
"""The lock is waited for before rows are: whoever compares and switches copies holds it, and wants them.

What this statement sees may be older than what it waited for, except for the checkpoint itself: a switch
has put another in its place, and another projector has moved it. In both cases we are fenced. What is
parked may have been healed meanwhile: only that nothing is parked can be relied on."""


def hold_copy(connection: Connection, subscription: str, source: str, expected: int) -> Held:
    """Lock the checkpoint of a copy that is not live until the transaction ends.

    The commit will not wait for the disk: `checkpoints.lazily` says why.

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

    Raises:
        Fenced: another instance is at work, or the view has another shape than ``shape``.
    """
    asked = {"subscription": subscription, "source": source, "view": view, "lock": Lock.WRITING}
    found = connection.execute(_LIVE, asked).first()
    if found is None or found[0] != expected:
        raise Fenced(f"another has moved {subscription} in {source}")
    if found[4] != shape:
        raise Fenced(f"{view} has another shape")
    return Held(Checkpoint(*found[:3]), found[3])
