"""Many writing processes at once, started together, measured as a whole.

Processes, not threads: with threads the one interpreter lock, not the server, would set the pace of
everybody alike, and the bars would hold for nothing. A platform in earnest runs replicas as well.
"""

import multiprocessing as mp
import os
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from time import perf_counter
from typing import Any

Writer = Callable[[int, int, Any], Callable[[int], None]]
"""Given its number, how many acts it will do and the run's argument, a writer gets ready and answers
the act itself, which takes the number of the act."""

_SECONDS = 60.0
_READY, _DONE = "ready", "done"


class WriterFailed(Exception):
    """A writer raised, died, or took longer than a minute to get ready or to end."""


def rate(writer: Writer, writers: int, acts: int, argument: Any) -> float:
    """Acts per second of ``writers`` processes doing ``acts`` each.

    Raises:
        WriterFailed: with the writer's own traceback where it left one.
    """
    context = mp.get_context("forkserver")  # a plain fork would copy the locks of our threads
    context.set_forkserver_preload(["tests.bench.commands"])
    start = context.Event()
    pipes, processes = [], []
    for number in range(writers):
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_write, args=(writer, number, acts, argument, start, theirs), daemon=True
        )
        process.start()
        theirs.close()  # so that a writer that dies is seen as the end of its pipe
        pipes.append(ours)
        processes.append(process)
    try:
        _hear(pipes, _READY)
        began = perf_counter()
        start.set()
        _hear(pipes, _DONE)
        seconds = perf_counter() - began
    finally:
        for process in processes:
            process.terminate()
            process.join(10)
    return writers * acts / seconds


def _hear(pipes: Sequence[Connection], word: str) -> None:
    """Wait until every writer said ``word``."""
    until = perf_counter() + _SECONDS
    silent = set(pipes)
    while silent:
        heard = wait(silent, until - perf_counter())
        if not heard:
            raise WriterFailed(f"{len(silent)} of {len(pipes)} writers are not {word} in time")
        for pipe in heard:
            assert isinstance(pipe, Connection)
            said = _receive(pipe)
            if said != word:
                raise WriterFailed(said)
            silent.discard(pipe)


def _receive(pipe: Connection) -> str:
    try:
        return str(pipe.recv())
    except EOFError:
        return "a writer died without a word"


def _write(
    writer: Writer, number: int, acts: int, argument: Any, start: Event, pipe: Connection
) -> None:
    os.setsid()  # Linux shares processors by session, and each of the server's backends leads one
    try:
        act = writer(number, acts, argument)
        pipe.send(_READY)
        start.wait(_SECONDS)
        for n in range(acts):
            act(n)
        pipe.send(_DONE)
        pipe.recv()  # until we are ended: taking leave is not measured
    except Exception:  # noqa: BLE001 -- told to whoever measures
        pipe.send(traceback.format_exc())
