"""Brings views to the end of what was filled in, as their projectors do it."""

from collections.abc import Callable
from time import perf_counter

from shared.subscription import views
from shared.subscription.keeping import Views
from shared.subscription.projector import Projector
from shared.subscription.reading_ahead import ahead, batches
from shared.subscription.rebuild import BATCH


def take_up(made: Views, tell: Callable[[str], None]) -> None:
    """Bring every view to the end of what it is read from."""
    for name, view in made.items():
        views.ensure_view(view.engine, view.projection)
        projector, events, began = Projector(view.engine, view.projection), 0, perf_counter()
        (log,) = view.feed.sources()
        position = projector.resume(log.name)
        for batch in ahead(batches(log, position, log.head(), BATCH)):
            position = projector.handle(log.name, position, batch)
            events += len(batch)
        tell(f"{name}: {events:,} events in {perf_counter() - began:.0f} s")
