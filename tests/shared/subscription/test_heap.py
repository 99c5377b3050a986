"""Memory that is let go stays with a process that rebuilds, and goes back when it has ended."""

import subprocess
import sys

import pytest

from shared.subscription import heap

ALL = 40_000_000
TOLD = f"""
from psutil import Process
from shared.subscription import heap

def resident(): return Process().memory_info().rss

before, told = resident(), []
with heap.kept():
    with heap.kept():
        pieces = [bytes(100_000) for _ in range({ALL} // 100_000)]
        del pieces
        told.append(resident() - before)
    told.append(resident() - before)
print(*told, resident() - before)
"""


def test_what_is_let_go_stays_until_the_last_who_asked_for_that_leaves() -> None:
    """In a process that has let go of nothing before."""
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True)  # noqa: S603 -- ourselves
    within, when_one_has_left, at_the_end = map(int, told.stdout.split())

    assert min(within, when_one_has_left) > ALL // 2
    assert at_the_end < ALL // 2


FRESH = """
from resource import RUSAGE_SELF, getrusage
from shared.subscription import heap

def missing(): return getrusage(RUSAGE_SELF).ru_minflt

packed = b"." * 1_000_000
with heap.kept():
    for _ in range(3): bytearray(packed)
    before = missing()
    for _ in range(100): bytearray(packed)
    print(missing() - before)
"""


def test_each_batch_that_is_unpacked_lies_where_the_one_before_it_lay() -> None:
    """In a process that has let go of nothing before; else the kernel clears 245 pages for each, as often as asked."""
    told = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)  # noqa: S603 -- ourselves

    assert int(told.stdout) < 245


def test_nothing_changes_where_the_c_library_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    with heap.kept():
        pass
