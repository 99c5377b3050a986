"""A topic that is a list: it keeps `Source`'s promise in memory."""

import threading
from collections.abc import Iterable

from shared.messaging.promise import Message


class ListSource:
    """`Source` over messages that stand at their own positions."""

    def __init__(self, messages: Iterable[Message] = (), name: str = "sample.v1/0") -> None:
        self.name = name
        self._messages = list(messages)
        self._told = 0
        self._changed = threading.Condition()

    def tell(self, *messages: Message) -> None:
        with self._changed:
            self._messages.extend(messages)
        self.wake()

    def wake(self) -> None:
        with self._changed:
            self._told += 1
            self._changed.notify_all()

    def read(self, after: int, limit: int) -> list[Message]:
        with self._changed:
            return [m for m in self._messages if m.position > after][:limit]

    def head(self) -> int:
        with self._changed:
            return max((m.position for m in self._messages), default=0)

    def seen(self) -> int:
        with self._changed:
            return self._told

    def wait(self, seen: int, timeout: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._told != seen, timeout)


def beside_one_another(parts: int) -> list[ListSource]:
    """So many parts of one topic; who waits at any of them hears of news of each."""
    first, *others = [ListSource(name=f"sample.v1/{number}") for number in range(parts)]
    for other in others:
        other.seen, other.wait, other.wake = first.seen, first.wait, first.wake  # type: ignore[method-assign]
    return [first, *others]
