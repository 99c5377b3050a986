"""How fast each processor is at this moment: the same small work on each, with nobody else of ours at work.

On a rented machine a processor may be half of a core whose other half is somebody else's. It is then half as
fast for minutes, and neither the load nor the stolen time tell it: whoever reads a rate has to know.
"""

import os
from collections.abc import Mapping
from threading import get_native_id
from time import thread_time

_TIMES, _NUMBERS = 5, 100_000


def milliseconds() -> Mapping[int, float]:
    """CPU time that the work takes on each processor this process may use, the best of five."""
    thread = get_native_id()
    allowed = os.sched_getaffinity(thread)
    try:
        return {number: _on(thread, number) for number in sorted(allowed)}
    finally:
        os.sched_setaffinity(thread, allowed)


def told() -> str:
    """The same in a line of the report."""
    each = ", ".join(f"{number}: {ms:.1f} ms" for number, ms in milliseconds().items())
    return f"{'processors, for the same work':32} {each}"


def _on(thread: int, number: int) -> float:
    os.sched_setaffinity(thread, {number})
    return min(_work() for _ in range(_TIMES)) * 1000


def _work() -> float:
    began = thread_time()
    sum(number * number for number in range(_NUMBERS))
    return thread_time() - began
