"""Gives stored events their place in the log: see the migration for how no commit is skipped."""

import threading

import psycopg
import structlog

from shared.database import Pool
from shared.event_store.postgres.store import APPENDED, NUMBERED
from shared.signals import Signals

logger = structlog.get_logger(__name__)

BATCH = 10_000
_LOOK_SECONDS = 1.0
_OTHERS_SECONDS = 0.1
_SHORT, _LONG = 0.001, 0.05
_NUMBER = (
    "select numbered, waiting, set_config('synchronous_commit', 'off', true)"
    " from event_log.number_events(%s)"
)
"""Numbering does not wait for the disk: what a crash of the server loses of it is numbered again, and
alike, because below the horizon nothing can come in between any more."""


class Numbering:
    """Numbers new events as soon as they can be numbered.

    Every process that reads the log runs one; the row lock in `number_events` lets one work at a
    time, so any of them may die at any moment.
    """

    def __init__(self, pool: Pool, signals: Signals | None, *, first: bool = True) -> None:
        """Number at once if ``first``, else only what nobody has numbered in a tenth of a second.

        Where a service has several processes, one that is always there is the first: each append would
        cost a transaction in every process else, of which one does the work. Without ``signals`` it only
        looks once a second: a process that follows nothing is not woken by every append of all others.
        """
        self._pool, self._signals, self._first = pool, signals, first
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="numbering", daemon=True)

    def start(self) -> "Numbering":
        with self._pool.connection() as connection:
            connection.execute("select event_log.adopt()")
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stop.set()
        if self._signals:
            self._signals.wake_all()
        self._thread.join(5)

    def _run(self) -> None:
        pause = _SHORT
        while not self._stop.is_set():
            seen = self._signals.count(APPENDED) if self._signals else 0
            try:
                numbered, waiting = number_events(self._pool)
            except psycopg.OperationalError as error:
                logger.warning("numbering.failed", error=type(error).__name__)
                self._stop.wait(_LOOK_SECONDS)
                continue
            if numbered == BATCH:
                continue
            if waiting:  # committed, but behind a transaction that still runs: it ends soon
                self._stop.wait(pause)
                pause = min(pause * 2, _LONG)
            else:
                pause = _SHORT
                if self._signals:
                    self._wait(self._signals, seen)
                else:
                    self._stop.wait(_LOOK_SECONDS)

    def _wait(self, signals: Signals, seen: int) -> None:
        """Return when there may be something to be numbered by us, or it is time to look."""
        told, patience = signals.count(NUMBERED), _LOOK_SECONDS
        while signals.wait(APPENDED, seen, patience) and not self._stop.is_set():
            if self._first or not signals.wait(NUMBERED, told, _OTHERS_SECONDS):
                return
            seen, told = signals.count(APPENDED), signals.count(NUMBERED)
            patience = _OTHERS_SECONDS  # somebody works; what he leaves behind is ours


def number_events(pool: Pool, most: int = BATCH) -> tuple[int, bool]:
    """Number what can be numbered now.

    Returns:
        How many were numbered, and whether committed events still wait behind a running transaction.
    """
    with pool.connection() as connection:
        row = connection.execute(_NUMBER, (most,)).fetchone()
    if row is None:  # a function with out parameters always answers one row
        raise RuntimeError("number_events answered nothing")
    return int(str(row[0])), bool(row[1])
