"""A real PostgreSQL for tests: an address from the environment, else Docker, else the wheel."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from deploy.local.postgres import SMALL, LocalPostgres, Size, for_a_city, settings
from deploy.migrations import BACKBONE, LENDING
from deploy.migrations.upgrading import upgrade
from shared.clock import new_id
from tests.support.containers import engine_answers

_ROOT = Path(__file__).parents[2]
_TEMPLATE = "community_template"
_QUOTE = "'"


class TestServer:
    """A server on which each test gets a database of its own, copied from a migrated template."""

    __test__ = False

    def __init__(self, *, durable: bool = False) -> None:
        """``durable`` waits for the disk as in production: for what is measured."""
        self._url, self._stop = _find_server(durable=durable)
        self._strategy = _quickest_copy(self._url)
        self._fresh_template()

    def stop(self) -> None:
        self._stop()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new database with every mechanism's schema; it is dropped at the end."""
        url = self._make_database()
        try:
            yield url
        finally:
            self._drop_database(url)

    def _make_database(self) -> str:
        name = f"t{new_id().replace('-', '')[-20:]}"
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("select pg_advisory_lock(4711)")
            connection.execute(
                sql.SQL("create database {} template {} strategy {}").format(
                    sql.Identifier(name), sql.Identifier(_TEMPLATE), sql.Identifier(self._strategy)
                )
            )
        return at_database(self._url, name)

    def _drop_database(self, url: str) -> None:
        name = urlsplit(url).path.lstrip("/")
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def _fresh_template(self) -> None:
        """Make the template anew, once for all workers of a run (they start close together)."""
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))  # noqa: TID251
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("select pg_advisory_lock(4711)")
            made = connection.execute(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
                (_TEMPLATE,),
            ).fetchone()
            if made is not None and made[0] == run:
                return
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(_TEMPLATE))
            )
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
            upgrade(at_database(self._url, _TEMPLATE), (*LENDING, *BACKBONE))
            connection.execute(
                sql.SQL("comment on database {} is {}").format(
                    sql.Identifier(_TEMPLATE), sql.Literal(run)
                )
            )


def at_database(url: str, database: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}")).replace(":///", "://postgres:@/", 1)


def _find_server(*, durable: bool) -> tuple[str, Callable[[], None]]:
    given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 -- tests have no settings.py
    if given:
        return given, lambda: None
    size = for_a_city() if durable else SMALL
    url, stop = _container(size) or _local(size, durable=durable)
    if not durable:
        _spare_the_disk(url)
    return url, stop


def _local(size: Size, *, durable: bool) -> tuple[str, Callable[[], None]]:
    # A cluster for each test process: a write transaction anywhere in a cluster hides newer events
    # from its readers until it ends, so that tests side by side would wait for one another.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")  # noqa: TID251 -- as above
    folder = _ROOT / "var" / ("bench-city-postgres" if durable else "test-postgres") / worker
    server = LocalPostgres(folder, size)
    return server.url(), server.stop


def _quickest_copy(url: str) -> str:
    """Copying files is quicker than writing a log of them, unless each has to reach the disk."""
    with psycopg.connect(url) as connection:
        spared = connection.execute("show fsync").fetchone() == ("off",)
    return "file_copy" if spared else "wal_log"


def _spare_the_disk(url: str) -> None:
    """Nobody pulls the plug on a test: without fsync a database is dropped 40 times faster."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")


def _container(size: Size) -> tuple[str, Callable[[], None]] | None:
    """PostgreSQL in Docker, where an engine answers."""
    if not engine_answers():
        return None
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415 -- only where it can run

    words = (["-c", f"{name}={value.strip(_QUOTE)}"] for name, value in settings(size).items())
    container = PostgresContainer("postgres:18", driver=None)
    container.with_command([*chain.from_iterable(words)])
    container.start()
    return container.get_connection_url(), container.stop
