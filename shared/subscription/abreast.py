"""Several views of one source, kept by one thread: what happened is read once, and stored once for all.

A service has a dozen views of its own log, of which an event changes two or three. Each on its own would
read it, lock its checkpoint, move it and commit: a dozen times the work of all of them together. Each view
still has its own checkpoint, its own dead letters and its own rebuild, and its own faults.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.subscription import checkpoints, fence
from shared.subscription.fence import Held
from shared.subscription.follower import Follower
from shared.subscription.leading import Ahead, Company, Leading
from shared.subscription.preparing import Prepared, end_of
from shared.subscription.projector import Projector
from shared.subscription.promise import Source


def abreast(
    engine: Engine,
    source: Source[Any],
    projectors: Sequence[Projector[Any]],
    *,
    batch: int,
    rest: float,
    moved: Callable[[], None],
) -> Leading:
    """Leads ``projectors``, each named by its view, in ``engine``'s database; all else as `Leading` has it."""
    by_name = {each.subscription: each for each in projectors}

    def together(company: Company) -> tuple[Collection[str], Collection[str]]:
        return _store(
            engine, {name: by_name[name] for name in company}, next(iter(company.values()))
        )

    loops = [Follower(name, source, each) for name, each in by_name.items()]
    return Leading(*loops, batch=batch, rest=rest, moved=moved, together=together)


def _store(
    engine: Engine, projectors: dict[str, Projector[Any]], ahead: Ahead
) -> tuple[Sequence[str], Sequence[str]]:
    """Handle what lies ahead for all who can: their rows and checkpoints are stored together.

    Returns:
        Those who have handled it; and those who were fenced, or are being compared. For all others it
        is no plain batch: an entry fails, or follows one that was set aside.

    Raises:
        Exception: nothing was stored, or it is not known.
    """
    source, after, batch = ahead
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
    return stored, [name for name in plain if name not in held]


def _is_plain(held: Held, prepared: Prepared) -> bool:
    return not held.parked and prepared.first > held.checkpoint.sequence
