"""Many writers at once, started together, measured as a whole.

Writers are threads of one process, for the platform and for every reference alike: so the platform
runs its commands, one thread a request, one pool, one bell. As processes each would pay for a cold
cache at every turn of two cores, the longer code the more, which no deployment of 8 or 32 clerks
does: they share a few processes.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

Act = Callable[[int], None]
"""One act of a writer; it is given the number of the act."""

SECONDS = 60.0
"""What takes longer has failed."""


def rate(acts: Sequence[Act], times: int) -> float:
    """Acts per second of one writer for each of ``acts``, each doing its act ``times`` times.

    Raises:
        BrokenBarrierError, TimeoutError: some writer was not ready, or not done, in time.
        Exception: whatever an act raised.
    """
    start = Barrier(len(acts) + 1)
    with ThreadPoolExecutor(len(acts), "writer") as pool:
        done = [pool.submit(_write, act, times, start) for act in acts]
        start.wait(SECONDS)
        began = perf_counter()
        for writer in done:
            writer.result(SECONDS)
        return len(acts) * times / (perf_counter() - began)


def _write(act: Act, times: int, start: Barrier) -> None:
    start.wait(SECONDS)
    for number in range(times):
        act(number)
