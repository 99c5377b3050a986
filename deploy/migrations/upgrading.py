"""Bringing a database to this release's schemas, by Alembic."""

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from shared.database import sqlalchemy_url


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
