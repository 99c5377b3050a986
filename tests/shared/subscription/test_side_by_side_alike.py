"""Wherever streams stand and whatever is refused: at once a view shows what a loop for each part would show."""

from collections.abc import Callable, Mapping, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription.projector import Projector
from shared.subscription.side_by_side import side_by_side
from shared.subscription.views import ensure_view
from tests.support.looking import checkpoint, last, ledger, parked
from tests.support.sample import Sample, messages
from tests.support.sources import ListSource

PARTS = 3


class Finite(ListSource):
    """Whoever has nothing to read any more is done."""

    def __init__(self, told: Sequence[Message], name: str) -> None:
        super().__init__(told, name)
        self.done: Callable[[], None] = lambda: None

    def wait(self, seen: int, timeout: float) -> None:
        del seen, timeout
        self.done()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    where=st.lists(st.integers(0, PARTS - 1), max_size=24),
    refused=st.frozensets(st.integers(0, 23), max_size=3),
    batch=st.integers(1, 9),
)
def test_it_shows_what_a_loop_for_each_part_would_show(
    engine: Engine, where: list[int], refused: frozenset[int], batch: int
) -> None:
    of_parts: dict[int, list[tuple[str, int]]] = {part: [] for part in range(PARTS)}
    for number, part in enumerate(where):
        of_parts[part].append((f"{part}-{number % 2}", number))
    view, shown = Sample(refuses=refused), []
    for at_once in (True, False):
        with engine.begin() as connection:
            for table in ("checkpoints", "dead_letters", "views"):
                connection.execute(text(f"delete from subscription.{table}"))
            connection.execute(text("drop schema if exists sample cascade"))
        assert ensure_view(engine, view)
        parts = {f"sample.v1/{n}": messages(*found) for n, found in of_parts.items()}
        (_follow_at_once if at_once else _follow_each)(engine, view, parts, batch)
        stands = [checkpoint(engine, name)[:2] for name in parts]
        shown.append((ledger(engine), last(engine), parked(engine), stands))
    assert shown[0] == shown[1]


def _follow_at_once(
    engine: Engine, view: Sample, parts: Mapping[str, list[Message]], batch: int
) -> None:
    sources = [Finite(found, name) for name, found in parts.items()]
    one = side_by_side(engine, view, sources, batch=batch, rest=0.0, moved=lambda: None)
    sources[0].done = one.stop
    one.run()


def _follow_each(
    engine: Engine, view: Sample, parts: Mapping[str, list[Message]], batch: int
) -> None:
    for name, found in parts.items():
        projector = Projector(engine, view)
        position = projector.resume(name)
        while rest := [message for message in found if message.position > position][:batch]:
            position = projector.handle(name, position, rest)
