"""Many writing processes at once, started together, measured as a whole."""

import multiprocessing as mp
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from time import perf_counter
from typing import Any

Writer = Callable[[int, int, Any], Callable[[int], None]]
"""Given its number, how many acts it will do and the run's argument, a writer gets ready and answers
the act itself, which takes the number of the act."""


def rate(writer: Writer, writers: int, acts: int, argument: Any) -> float:
    """Acts per second of ``writers`` processes doing ``acts`` each."""
    context = mp.get_context("forkserver")  # a plain fork would copy the locks of our threads
    context.set_forkserver_preload(["tests.bench.commands"])
    start, end = context.Barrier(writers + 1), context.Barrier(writers + 1)
    processes = [
        context.Process(target=_write, args=(writer, number, acts, argument, start, end))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    start.wait(120)
    began = perf_counter()
    end.wait(120)
    seconds = perf_counter() - began
    for process in processes:
        process.join(30)
    if any(process.exitcode for process in processes):
        raise RuntimeError("a writer failed")
    return writers * acts / seconds


def _write(
    writer: Writer, number: int, acts: int, argument: Any, start: Barrier, end: Barrier
) -> None:
    act = writer(number, acts, argument)
    start.wait(120)
    for n in range(acts):
        act(n)
    end.wait(120)
