"""From a service's own fact to the message others are told: another type with the same fields, or nothing."""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from shared.contracts.cloudevents import CloudEvent, Recorded, envelope

E = TypeVar("E")
M = TypeVar("M")


class Translation(Generic[E, M]):
    """What a service tells of its facts; a field that the message does not have stays private."""

    def __init__(
        self, source: str, messages: Mapping[str, type[M]], public: Mapping[type[E], type[M]]
    ) -> None:
        """Say which fact is told by which message.

        Args:
            source: the publisher, `/membership`.
            messages: every contract by its CloudEvents type.
            public: each fact that is told, and its contract; all others stay private.
        """
        self._source, self._public = source, public
        self._types = {contract: name for name, contract in messages.items()}

    def contract(self, event: E) -> M | None:
        """What ``event`` tells others, or nothing."""
        told = self._public.get(type(event))
        return None if told is None else msgspec.convert(event, told, from_attributes=True)

    def translate(self, event: E, record: Recorded) -> CloudEvent[M] | None:
        """The message for others about ``event``, which the log keeps as ``record``; None when private."""
        message = self.contract(event)
        if message is None:
            return None
        return envelope(self._source, self._types[type(message)], message, record)
