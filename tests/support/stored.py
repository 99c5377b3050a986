"""What stands in a service's database, as text, and whose keys are kept."""

from contextlib import suppress

import psycopg
from psycopg import sql


def everything_stored(database_url: str) -> str:
    """Every row of every table of the database, as text; again when an old copy was let go meanwhile."""
    for _ in range(9):
        with suppress(psycopg.errors.UndefinedTable):
            return _every_row(database_url)
    raise AssertionError("tables come and go all the time")


def _every_row(database_url: str) -> str:
    with psycopg.connect(database_url) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        return "\n".join(
            str(row)
            for schema, table in tables
            for row in connection.execute(
                sql.SQL("select t::text from {} t").format(sql.Identifier(schema, table))
            )
        )


def keys_of(database_url: str, subject: str) -> int:
    """How many keys of this person are kept that open something."""
    asked = "select count(*) from privacy.person_keys where subject_id = %s and wrapped is not null"
    with psycopg.connect(database_url) as connection:
        [count] = connection.execute(asked, [subject]).fetchone() or (0,)
    return int(count)
