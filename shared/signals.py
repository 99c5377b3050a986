"""Wake-ups between processes over PostgreSQL's NOTIFY: nobody polls, nobody waits for long.

A signal only says "look again". It may come twice or, when a connection breaks, not at all; so every
waiter also looks after a timeout, and what counts always stands in a table.
"""

import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import structlog

from shared.prepared import Statement

logger = structlog.get_logger(__name__)

_RECONNECT_SECONDS = 0.5
_NOTIFY = Statement("notify", "select pg_notify($1, '')")
_LOOK_MILLISECONDS = 500
Heard = tuple[str, str]
"""A channel, and what its signal is about; empty: everything."""


class Signals:
    """Listens on channels of one database and wakes whoever waits for them.

    What is signalled may be about something: who waits for that alone is not woken for anything else.
    """

    def __init__(self, url: str, channels: tuple[str, ...]) -> None:
        self._url, self._channels = url, channels
        self._counts: dict[Heard, int] = {}
        self._calls: dict[str, Callable[[str], None]] = {}
        # one for each channel and matter: who waits for another is not woken for nothing
        self._changed: dict[Heard, threading.Condition] = {}
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="signals", daemon=True)

    def start(self) -> "Signals":
        """Listen from now on; nothing happens when it does already."""
        if not self._thread.is_alive():
            self._thread.start()
        self._ready.wait(5)
        return self

    def stop(self) -> None:
        self._stop.set()
        self.wake_all()
        if not self._thread.is_alive():
            return
        with suppress(psycopg.OperationalError), psycopg.connect(self._url) as connection:
            connection.execute(f"notify {self._channels[0]}".encode())  # wakes the listener itself
        self._thread.join(5)

    def count(self, channel: str, about: str = "") -> int:
        """How often that was signalled since it was first asked for; pass it to `wait`."""
        return self._counts.setdefault((channel, about), 0)

    def wait(self, channel: str, seen: int, timeout: float, about: str = "") -> bool:
        """Wait until the channel was signalled after ``seen``; False when ``timeout`` seconds passed.

        A signal that does not say what it is about is about everything.
        """
        heard = (channel, about)
        changed = self._changed.setdefault(heard, threading.Condition())
        with changed:
            return changed.wait_for(
                lambda: self.count(*heard) != seen or self._stop.is_set(), timeout
            )

    def call(self, channel: str, act: Callable[[str], None]) -> None:
        """Do that at each signal of the channel, told what it is about (empty: everything).

        It is done in the thread that listens: so it must neither wait nor fail.
        """
        self._calls[channel] = act

    def wake_all(self) -> None:
        for channel in self._channels:
            self._wake(channel, "")

    def _wake(self, channel: str, about: str) -> None:
        if channel in self._calls:
            self._calls[channel](about)
        for heard in [*self._counts]:
            if heard[0] == channel and (not about or heard[1] in {"", about}):
                changed = self._changed.setdefault(heard, threading.Condition())
                with changed:
                    self._counts[heard] += 1
                    changed.notify_all()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen_once()
            except psycopg.OperationalError as error:
                logger.warning("signals.connection_lost", error=type(error).__name__)
                self._stop.wait(_RECONNECT_SECONDS)

    def _listen_once(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for channel in self._channels:
                connection.execute(f"listen {channel}".encode())
            self.wake_all()  # something may have been said while nobody listened
            self._ready.set()
            readable = select.poll()
            readable.register(connection.fileno(), select.POLLIN)
            while not self._stop.is_set():
                if readable.poll(_LOOK_MILLISECONDS):
                    for channel, about in _called(connection):
                        self._wake(channel, about)


def _called(connection: psycopg.Connection[Any]) -> set[Heard]:
    """What was signalled; by libpq itself, for it happens hundreds of times a second."""
    connection.pgconn.consume_input()
    called = set[Heard]()
    while notice := connection.pgconn.notifies():
        called.add((notice.relname.decode(), notice.extra.decode()))
    return called


class Bell:
    """Rings a channel soon after `ring`, at most once in ``rest`` seconds, from a thread of its own.

    Writers never say NOTIFY in their own transaction: it would make their commits wait in line. A
    ring that is lost with the process only delays readers until their next look.
    """

    def __init__(self, url: str, channel: str, *, rest: float = 0.01) -> None:
        self._url, self._channel, self._rest = url, channel.encode(), rest
        self._rung, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"bell-{channel}", daemon=True)
        self._thread.start()

    def ring(self) -> None:
        if not self._rung.is_set():  # else it is about to ring anyway
            self._rung.set()

    def stop(self) -> None:
        self._stop.set()
        self._rung.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._serve()
            except psycopg.OperationalError as error:
                logger.warning("bell.connection_lost", error=type(error).__name__)
                self._stop.wait(_RECONNECT_SECONDS)
                self._rung.set()  # the ring that failed is rung again

    def _serve(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("set synchronous_commit = off")
            while not self._stop.is_set():
                self._rung.wait()
                self._rung.clear()
                _NOTIFY.run(connection, self._channel)
                self._stop.wait(self._rest)
