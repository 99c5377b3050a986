"""Whatever they refuse and however they are cut: together views show what each would show alone."""

from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription.abreast import abreast
from shared.subscription.limit import Limit
from shared.subscription.projector import Projector
from tests.shared.subscription.abreast.scene import TOLD
from tests.support.looking import parked
from tests.support.several_views import NAMES, Told, arrivals, made, positions, views
from tests.support.sources import ListSource


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    refused=st.fixed_dictionaries(
        {name: st.frozensets(st.integers(0, 29), max_size=3) for name in NAMES}
    ),
    batch=st.integers(1, 12),
)
def test_together_they_show_what_each_would_show_alone(
    engine: Engine, refused: dict[str, frozenset[int]], batch: int
) -> None:
    those = views(**{name: {"refuses": numbers} for name, numbers in refused.items()})
    shown = []
    for together in (True, False):
        with engine.begin() as connection:
            connection.execute(text("delete from subscription.checkpoints"))
            connection.execute(text("delete from subscription.dead_letters"))
            connection.execute(text("delete from subscription.views"))
        made(engine, those)
        for company in [those] if together else [[each] for each in those]:
            follow_to_the_end(engine, company, batch)
        letters = {each.name: parked(engine, each.name) for each in those}
        shown.append((arrivals(engine, those), letters, positions(engine)))
    assert shown[0] == shown[1]


class Finite(ListSource):
    """Whoever has nothing to read any more is done."""

    def __init__(self, told: Sequence[Message]) -> None:
        super().__init__(told)
        self.done: Callable[[], None] = lambda: None

    def wait(self, seen: int, timeout: float) -> None:
        del seen, timeout
        self.done()


def follow_to_the_end(engine: Engine, those: Sequence[Told], batch: int) -> None:
    source = Finite(TOLD)
    projectors = [Projector(engine, each, limit=Limit(in_a_row=100)) for each in those]
    led = abreast(engine, source, projectors, batch=batch, rest=0.0, moved=lambda: None)
    source.done = led.stop
    led.run()
