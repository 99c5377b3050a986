"""A process that is asked to end hears it whenever it is asked, whichever of its threads the system tells."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from shared.asked_to_end import AskedToEnd

ENDING = (signal.SIGTERM, signal.SIGINT)
PATIENCE_SECONDS, A_MOMENT = 20.0, 0.01


@pytest.fixture
def asked() -> Iterator[AskedToEnd]:
    before = {number: signal.getsignal(number) for number in ENDING}
    yield AskedToEnd()
    os.close(signal.set_wakeup_fd(-1))
    for number, handler in before.items():
        signal.signal(number, handler)


def tell_this_thread(number: int) -> None:
    """The main thread, about to wait, is not woken by that, nor does it run a handler."""
    signal.pthread_kill(threading.get_ident(), number)


def test_who_is_not_asked_waits_for_as_long_as_he_likes(asked: AskedToEnd) -> None:
    assert not asked.wait(A_MOMENT)


@pytest.mark.parametrize("number", ENDING)
def test_who_is_asked_while_he_waits_ends(asked: AskedToEnd, number: int) -> None:
    asking = threading.Timer(A_MOMENT, tell_this_thread, [number])
    asking.start()
    assert asked.wait(PATIENCE_SECONDS)
    asking.join()


@pytest.mark.parametrize("number", ENDING)
def test_who_was_asked_before_he_waits_does_not_wait_and_does_not_forget(
    asked: AskedToEnd, number: int
) -> None:
    signal.raise_signal(number)
    assert asked.wait(0.0)
    assert asked.wait()


def test_another_signal_is_no_asking(asked: AskedToEnd) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        signal.raise_signal(signal.SIGUSR1)
        assert not asked.wait(A_MOMENT)
        signal.raise_signal(signal.SIGTERM)
        assert asked.wait(0.0)
    finally:
        signal.signal(signal.SIGUSR1, before)
