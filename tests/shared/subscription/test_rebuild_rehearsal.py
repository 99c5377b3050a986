"""A rebuild that is only tried: it tells what it would do, and leaves nothing behind."""

import pytest
from sqlalchemy import Engine

from shared.subscription.checkpoints import Checkpoint
from shared.subscription.rebuild import Rebuild
from shared.subscription.rebuilds import NEXT
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
