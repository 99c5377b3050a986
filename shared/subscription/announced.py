"""A handler that lets others know that it has moved on: readers wait for it instead of polling."""

from collections.abc import Sequence
from typing import Generic

from shared.signals import Bell
from shared.subscription.promise import Handler, M

MOVED = "views_moved"
"""Rung after each batch that a view has taken in."""


class Announced(Generic[M]):
    """``handler``, and a ring of ``bell`` after each batch."""

    def __init__(self, handler: Handler[M], bell: Bell) -> None:
        self._handler, self._bell = handler, bell

    def resume(self, source: str) -> int:
        return self._handler.resume(source)

    def handle(self, source: str, after: int, batch: Sequence[M]) -> int:
        reached = self._handler.handle(source, after, batch)
        self._bell.ring()
        return reached

    def close(self) -> None:
        self._handler.close()
