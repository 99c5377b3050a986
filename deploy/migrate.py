"""``python -m deploy.migrate``: make every service's database, and bring its schemas up to date.

It is told by the very variables of the services; run it before a new release starts.
"""

import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from deploy.migrations.upgrading import upgrade
from deploy.services import SERVICES
from shared.settings import BadSetting


def main() -> int:
    """Answers the exit status."""
    try:
        urls = {name: service.program.read().database_url for name, service in SERVICES.items()}
    except BadSetting as error:
        print(f"migrate: {error}", file=sys.stderr)
        return 1
    for name, url in urls.items():
        made = ensure_database(url)
        upgrade(url, SERVICES[name].schemas)
        print(f"{name}: {'database made, ' if made else ''}schemas are up to date")
    return 0


def ensure_database(url: str) -> bool:
    """Make the database when it is missing; answers whether it was."""
    parts = urlsplit(url)
    name = parts.path.removeprefix("/")
    server = parts._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [name])
        if known.fetchone() is not None:
            return False
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return True


if __name__ == "__main__":
    sys.exit(main())
