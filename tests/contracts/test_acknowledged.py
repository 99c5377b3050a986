"""What may change of a released contract is acknowledged: it is released again, in the same change."""

import pytest

from deploy.compatibility import SAID, WORDS, present, released, unacknowledged
from tests.contracts.test_compatibility import changed, contract, every_place, saying


def test_what_released_contracts_say_otherwise_was_released_with_it() -> None:
    assert unacknowledged(released(), present()) == []


@every_place
@pytest.mark.parametrize("word", sorted(SAID - {"examples"}))
def test_a_meaning_is_not_put_otherwise_unawares(word: str, place: str) -> None:
    [said] = unacknowledged(contract(), saying(word, "otherwise", place))

    assert said.partition(" form at ")[2].partition(":")[0].rpartition(".")[2] == word
    assert "run `python -m deploy.compatibility --release sample.happened.v1`" in said
    assert "publish sample.happened.v2 beside it" in said


def test_an_example_may_be_replaced_and_all_else_is_to_be_acknowledged() -> None:
    assert unacknowledged(contract(), saying("examples", ["another"], "the whole")) == []
    assert unacknowledged(contract(), contract()) == []
    assert unacknowledged(contract(), changed(more=(str, "")))
    assert unacknowledged(
        saying(WORDS, {"broken": "逾期"}, "a field"), saying(WORDS, {"broken": "超期"}, "a field")
    )
