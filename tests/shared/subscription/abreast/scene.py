"""Several views led by one thread, as the suites start and watch them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy import Engine

from shared.subscription.abreast import abreast
from shared.subscription.leading import Leading
from shared.subscription.limit import Limit
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from tests.support.sample import messages
from tests.support.several_views import NAMES, Told
from tests.support.sources import ListSource

LONG = 20.0
TOLD = messages(*[("abc"[n % 3], n) for n in range(30)])
IDS = [f"{'abc'[n % 3]}@{n // 3 + 1}" for n in range(30)]
Start = Callable[..., Leading]


@contextmanager
def starting(engine: Engine, source: ListSource) -> Iterator[Start]:
    """Starts views abreast; all are stopped at the end."""
    with ExitStack() as started:

        def _start(those: Sequence[Told], batch: int = 7, on: Engine = engine) -> Leading:
            projectors = [Projector(on, each, limit=Limit(in_a_row=4)) for each in those]
            one = abreast(on, source, projectors, batch=batch, rest=0.0, moved=lambda: None)
            started.callback(one.stop)
            return one.start()

        yield _start


def reached(led: Leading, position: int, *names: str) -> bool:
    return all(
        led.loops[f"sample.{name}"].progress.wait_until(lambda p: p.position >= position, LONG)
        for name in names or NAMES
    )


def turned(led: Leading, name: str, state: State) -> bool:
    return led.loops[f"sample.{name}"].progress.wait_until(lambda p: p.state is state, LONG)
