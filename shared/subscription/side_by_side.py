"""One view over several sources, kept by one thread: what has come of all of them is stored at once.

The parts of a topic have news together: a relay ends each batch with a mark in every part. A thread and a
transaction for each part would cost a view as many of both as there are parts. Each source still has its own
checkpoint and its own faults.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from shared.database import looking_at
from shared.subscription import fence
from shared.subscription.fence import Step
from shared.subscription.follower import Follower
from shared.subscription.leading import Company, Leading
from shared.subscription.preparing import Prepared
from shared.subscription.projector import Projector
from shared.subscription.promise import Projection, Source
from shared.subscription.rows import BufferedRows


def side_by_side(
    engine: Engine,
    projection: Projection[Any],
    sources: Sequence[Source[Any]],
    *,
    batch: int,
    rest: float,
    moved: Callable[[], None],
) -> Leading:
    """Leads the view through ``sources``, in ``engine``'s database; all else as `Leading` has it."""
    projectors = {f"{projection.name}:{one.name}": Projector(engine, projection) for one in sources}
    loops = [Follower(*told) for told in zip(projectors, sources, projectors.values(), strict=True)]

    def together(company: Company) -> tuple[Collection[str], Collection[str]]:
        those = {name: projectors[name] for name in company}
        return (company if _stored(engine, projection.name, those, company) else ()), ()

    return Leading(*loops, batch=batch, rest=rest, moved=moved, together=together)


def _stored(
    engine: Engine, view: str, projectors: Mapping[str, Projector[Any]], company: Company
) -> bool:
    """Store what has come of all; false, and nothing is stored, unless all of it is plain."""
    prepared: dict[str, Prepared] = {}
    for name, one in projectors.items():
        found = one.prepare(company[name].source, company[name].batch)
        if found is None:
            return False
        prepared[name] = found
    shape = next(iter(projectors.values())).shape
    steps = [
        Step(company[name].source, company[name].after, found.first, found.to)
        for name, found in prepared.items()
    ]
    if not _taken(engine, view, shape, steps, [found.rows for found in prepared.values()]):
        return False
    for name, found in prepared.items():
        projectors[name].passed(found.entries)
    return True


def _taken(
    engine: Engine, view: str, shape: str, steps: Sequence[Step], written: Sequence[BufferedRows]
) -> bool:
    """Move the checkpoints and store the rows; one statement where there are none."""
    rows = [each for each in written if not each.empty]
    with looking_at(engine) if not rows else engine.connect() as connection:
        if not fence.take_live(connection, view, shape, steps):
            return False
        for each in rows:
            each.flush(connection)
        if rows:
            connection.commit()
    return True
