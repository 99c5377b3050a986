"""A rebuild that is only tried, or ended before it is through: nothing has changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from shared.subscription.checkpoints import Checkpoint
from shared.subscription.rebuild import Rebuild
from shared.subscription.rebuilds import NEXT
from shared.subscription.views import indexes_of, tables_of
from tests.shared.subscription.test_rebuild import Doubled, schemas
from tests.support.looking import checkpoint, last
from tests.support.sample import Sample
from tests.support.sources import ListSource


@pytest.mark.usefixtures("live")
def test_a_rehearsal_compares_and_leaves_everything_as_it_was(
    engine: Engine, view: Sample, source: ListSource
) -> None:
    before, stood = last(engine), checkpoint(engine, source.name)

    same = Rebuild(engine, view, [source]).run(rehearsal=True)
    other = Rebuild(engine, Doubled(), [source]).run(rehearsal=True, accept_differences=True)

    assert (same.identical, same.switched) == (True, False)
    assert (other.identical, other.differences, other.switched) == (False, {"ledger": 58}, False)
    assert (schemas(engine), last(engine)) == ({"sample"}, before)
    assert checkpoint(engine, source.name) == stood
    assert checkpoint(engine, source.name, f"{view.name}{NEXT}") == Checkpoint()


class Enough(Exception):
    """Whoever looks on has seen enough."""


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("rehearsal", [True, False])
def test_whoever_is_told_how_far_it_is_may_end_it_before_every_step(
    engine: Engine, view: Sample, source: ListSource, *, rehearsal: bool
) -> None:
    """Before an index and before the loops are held up, too: the live view stays, and no lock."""
    told = list[int]()
    assert Rebuild(engine, view, [source]).run(progress=lambda n, _: told.append(n)).switched
    indexes = len(indexes_of(tables_of(view)))
    assert len(told) > indexes
    before = generation(engine)

    for step in range(len(told)):
        left = iter(range(step))

        def progress(_read: int, _of: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Enough

        with pytest.raises(Enough):
            Rebuild(engine, view, [source]).run(rehearsal=rehearsal, progress=progress)

        assert generation(engine) == before
        assert ("sample_next" in schemas(engine)) is not rehearsal


def generation(engine: Engine) -> int:
    with engine.connect() as connection:
        asked = "select generation from subscription.views"
        return int(connection.execute(text(asked)).scalar_one())
