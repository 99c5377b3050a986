"""Turns are short while somebody asks for it, and as they were before when nobody does any more."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from shared.subscription import turns


@pytest.fixture
def usual() -> Iterator[float]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.004)
    yield sys.getswitchinterval()
    sys.setswitchinterval(before)


def test_turns_are_short_for_as_long_as_it_takes(usual: float) -> None:
    with turns.short():
        assert sys.getswitchinterval() < usual / 5

    assert sys.getswitchinterval() == usual


def test_whoever_leaves_first_leaves_turns_short_for_the_others(usual: float) -> None:
    first, second = ExitStack(), ExitStack()
    first.enter_context(turns.short())
    second.enter_context(turns.short())

    first.close()
    assert sys.getswitchinterval() < usual / 5
    second.close()
    assert sys.getswitchinterval() == usual


def test_shorter_turns_than_these_stay() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.000_1)
    try:
        with turns.short():
            assert sys.getswitchinterval() == pytest.approx(0.000_1, abs=2e-6)
    finally:
        sys.setswitchinterval(before)
