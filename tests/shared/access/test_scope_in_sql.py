"""The WHERE clause selects the same rows as ``is_within``, and from an index."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Engine, Index, MetaData, Table, Text, select, text

from shared.access.scope import is_within, within
from shared.database import open_engine

PLACES = Table(
    "scope_places",
    MetaData(),
    Column("path", Text, primary_key=True),
    Index("scope_places_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
)

PATHS = [
    "4301",
    "4301/430111",
    "4301/430111/b",
    "4301/4301112",
    "4301/43011x",
    "4301/%",
    "4301/%/b",
    "4301/_",
    "4301/_/b",
    "4301/x/b",
    "4301/a\\",
    "4301/a\\/b",
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        PLACES.create(connection)
        connection.execute(PLACES.insert(), [{"path": path} for path in PATHS])
    yield engine
    engine.dispose()


def test_a_subtree_is_exactly_the_subtree(engine: Engine) -> None:
    with engine.connect() as connection:
        for root in PATHS:
            inside = select(PLACES.c.path).where(within(PLACES.c.path, [root]))

            found = set(connection.scalars(inside))

            assert found == {path for path in PATHS if is_within(path, root)}


def test_several_subtrees_are_joined_and_none_selects_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        two = within(PLACES.c.path, ["4301/430111", "4301/%"])
        nothing = within(PLACES.c.path, [])

        assert len(connection.scalars(select(PLACES.c.path).where(two)).all()) == 4
        assert connection.scalars(select(PLACES.c.path).where(nothing)).all() == []


def test_the_index_answers(engine: Engine) -> None:
    query = select(PLACES.c.path).where(within(PLACES.c.path, ["4301/430111"]))
    with engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        compiled = query.compile(engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(connection.scalars(text(f"EXPLAIN {compiled}".replace("%%", "%"))))

    assert "path ~>=~ '4301/430111/'" in plan
