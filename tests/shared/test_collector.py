"""The collector of garbage rests while modules are imported, and works on afterwards."""

import gc

import pytest

from shared.collector import keep_what_is_there, let_go_of_what_was_there, resting


def test_it_rests_and_works_on() -> None:
    with resting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_lets_it_rest_inside_does_not_wake_it_for_those_outside() -> None:
    with resting():
        with resting():
            pass
        assert not gc.isenabled()


def test_it_works_on_after_an_import_that_fails() -> None:
    with pytest.raises(ImportError), resting():
        raise ImportError
    assert gc.isenabled()


def test_what_is_spared_can_be_let_go() -> None:
    let_go_of_what_was_there()
    assert gc.get_freeze_count() == 0

    keep_what_is_there()  # as the test run itself does with what it has collected
    assert gc.get_freeze_count() > 0
