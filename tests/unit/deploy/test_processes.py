"""What must not be left half done is done to its end, whoever asks the program to end meanwhile."""

import signal
from collections.abc import Iterator

import pytest

from deploy.local.processes import end_when_asked, interrupted_saying, uninterrupted


@pytest.fixture
def ending() -> Iterator[None]:
    """SIGTERM unwinds, as in our programs."""
    before = signal.getsignal(signal.SIGTERM)
    end_when_asked()
    yield
    signal.signal(signal.SIGTERM, before)


def working(number: int, done: list[str]) -> None:
    """Somebody signals amid it; it has a part that is not to be interrupted either."""
    with uninterrupted():
        with uninterrupted():
            signal.raise_signal(number)
            done.append("a part")
        done.append("all of it")


def stopping(first: int, second: int, done: list[str]) -> None:
    """Somebody signals, and again before anything is stopped."""
    with interrupted_saying("stopping"):
        try:
            signal.raise_signal(first)
        finally:
            signal.raise_signal(second)
            done.append("stopped")


def failing() -> None:
    """A child in the foreground hears the Ctrl-C as well, and breaks off."""
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)
        raise OSError


@pytest.mark.usefixtures("ending")
@pytest.mark.parametrize(
    ("number", "ends"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_who_interrupts_is_heard_behind_it(number: int, ends: type[BaseException]) -> None:
    done: list[str] = []

    with pytest.raises(ends):
        working(number, done)

    assert done == ["a part", "all of it"]
    with pytest.raises(ends):
        signal.raise_signal(number)


def test_he_is_heard_also_where_it_fails() -> None:
    with pytest.raises(KeyboardInterrupt):
        failing()


@pytest.mark.usefixtures("ending")
@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_who_has_been_heard_does_not_interrupt_the_stopping(first: int, second: int) -> None:
    done: list[str] = []

    with pytest.raises((KeyboardInterrupt, SystemExit)):
        stopping(first, second, done)

    assert done == ["stopped"]
