"""A handler that a loop leads through a source, as the suites start and watch it.

`HOUR`: nothing here waits for a look, but where it is said.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest

from shared.messaging.promise import Message
from shared.subscription import leading
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.promise import Handler
from tests.support.sample import messages
from tests.support.sources import ListSource

HOUR, LONG = 3600.0, 20.0
TOLD = messages(*[("ab"[n % 2], n) for n in range(10)])
Start = Callable[..., Subscription[Message]]


@contextmanager
def starting(source: ListSource, *, look: float = HOUR) -> Iterator[Start]:
    """Starts loops that only signals wake, or a ``look`` after so many seconds; all are stopped at the end."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as started:
        patch.setattr(leading, "_LOOK_SECONDS", look)

        def _start(
            handler: Handler[Message], batch: int = 3, rest: float = 0.0
        ) -> Subscription[Message]:
            one = Subscription("sample", source, handler, batch=batch, rest=rest).start()
            started.callback(one.stop)
            return one

        yield _start


def reached(subscription: Subscription[Message], position: int) -> bool:
    return subscription.progress.wait_until(lambda p: p.position >= position, LONG)


def turned(subscription: Subscription[Message], state: State) -> bool:
    return subscription.progress.wait_until(lambda p: p.state is state, LONG)


class Faulty:
    """A handler that fails as often as it is told, and notes what it handled."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.handled: list[int] = []
        self.closed = False

    def resume(self, source: str) -> int:
        assert source == "sample.v1/0"
        return self.handled[-1] if self.handled else 0

    def handle(self, source: str, after: int, batch: Sequence[Message]) -> int:
        assert (source, batch[0].position) == ("sample.v1/0", after + 1)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.handled += [m.position for m in batch]
        return batch[-1].position

    def close(self) -> None:
        self.closed = True
