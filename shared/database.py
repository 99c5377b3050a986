"""How a process reaches PostgreSQL: one pool for the log, one engine for the views."""

from typing import Any

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy import Engine, create_engine

Connection = psycopg.Connection[tuple[Any, ...]]
Pool = ConnectionPool[Connection]


def sqlalchemy_url(url: str) -> str:
    """The same address in SQLAlchemy's spelling (psycopg 3)."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def open_engine(url: str, *, size: int = 10) -> Engine:
    """An engine for the views; broken connections are replaced when they are taken."""
    return create_engine(sqlalchemy_url(url), pool_size=size, max_overflow=size, pool_pre_ping=True)


def open_pool(url: str, *, size: int = 10) -> Pool:
    """A pool of autocommitting connections for the event log: one statement is one transaction."""
    return ConnectionPool(
        url,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True, "options": "-c timezone=UTC"},
        open=True,
        name="event-log",
    )
