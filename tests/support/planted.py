"""Where a text stands that ought to stand nowhere."""

from typing import Any

import psycopg


def places_of(connection: psycopg.Connection[Any], text: str) -> list[str]:
    """The tables in which the text stands, as text or as bytes."""
    tables = connection.execute(
        "select format('%I.%I', table_schema, table_name) from information_schema.tables"
        " where table_type = 'BASE TABLE'"
        " and table_schema not in ('pg_catalog', 'information_schema')"
    ).fetchall()
    sought = {"plain": f"%{text}%", "hex": f"%{text.encode().hex()}%"}
    found = []
    for (name,) in tables:
        query = (
            f"select 1 from {name} t where t::text like %(plain)s or t::text like %(hex)s limit 1"
        )
        if connection.execute(query.encode(), sought).fetchone():
            found.append(str(name))
    return found
