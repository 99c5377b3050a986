"""Database schemas of the mechanisms. Each is a branch of its own; a service takes those it needs.

Read models are not here: they are thrown away and rebuilt from the log when their shape changes.
"""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from shared.database import sqlalchemy_url

SERVICE = ("event_log", "subscription", "privacy")
"""What a service that owns facts needs."""
LENDING = (*SERVICE, "slots")
"""What a service needs whose facts also hold spans of time."""
VIEWS_ONLY = ("subscription",)
"""What a service that only rebuilds others' facts needs."""
BACKBONE = ("messaging",)
"""What the embedded message log needs."""


def upgrade(url: str, branches: Sequence[str]) -> None:
    """Bring the named branches of one database to their newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            for branch in branches:
                command.upgrade(config, f"{branch}@head")
            connection.commit()
    finally:
        engine.dispose()
