"""What several projectors that stand at one position do with a batch, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.subscription import checkpoints, fence
from shared.subscription.fence import Held
from shared.subscription.preparing import Prepared, end_of
from shared.subscription.projector import Projector
from shared.subscription.promise import Entry

Projectors = Mapping[str, Projector[Any]]
"""By the name of their view."""


def store(
    engine: Engine, projectors: Projectors, source: str, after: int, batch: Sequence[Entry]
) -> tuple[Projectors, Projectors]:
    """Handle a batch for all who can: their rows and checkpoints are stored together.

    Args:
        engine: of the database that holds the views.
        projectors: who stand at ``after``.
        source: which source the batch is of.
        after: the position before it.
        batch: at least one entry.

    Returns:
        Those who have handled it; and those who were fenced, or are being compared. For all others it
        is no plain batch: an entry fails, or follows one that was set aside. They handle it alone.

    Raises:
        Exception: nothing was stored, or it is not known.
    """
    prepared = {name: each.prepare(source, batch) for name, each in projectors.items()}
    plain = {name: found for name, found in prepared.items() if found is not None}
    shapes = {name: projectors[name].shape for name in plain}
    with engine.begin() as connection:
        held = fence.hold_together(connection, shapes, source, after)
        stored = [name for name in held if _is_plain(held[name], plain[name])]
        for name in stored:
            plain[name].rows.flush(connection)
        checkpoints.move_together(connection, stored, source, end_of(batch))
    for name in stored:
        projectors[name].passed(plain[name].entries)
    return (
        {name: projectors[name] for name in stored},
        {name: projectors[name] for name in plain if name not in held},
    )


def _is_plain(held: Held, prepared: Prepared) -> bool:
    return not held.parked and prepared.first > held.checkpoint.sequence
