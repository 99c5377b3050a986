"""Rows of texts arrive as they were, whatever stands in them."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, select

from shared.database import open_engine
from shared.subscription.rows import BufferedRows
from tests.support.postgres import TestServer

METADATA = MetaData(schema="public")
NOTES = Table(
    "notes",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("first", Text),
    Column("second", Text),
)
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=8
) | st.sampled_from(["\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\\", ""])


@pytest.fixture(scope="module")
def engine(postgres: TestServer) -> Iterator[Engine]:
    with postgres.database() as url:
        engine = open_engine(url)
        METADATA.create_all(engine)
        yield engine
        engine.dispose()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.none() | _TEXTS, st.none() | _TEXTS), min_size=1, max_size=5))
def test_what_was_appended_is_read_back(
    engine: Engine, texts: list[tuple[str | None, str | None]]
) -> None:
    rows = BufferedRows()
    for number, (first, second) in enumerate(texts):
        rows.append(NOTES, (str(number), first, second))

    with engine.connect() as connection:
        rows.flush(connection)
        found = connection.execute(select(NOTES).order_by(NOTES.c.number)).all()
        connection.rollback()

    assert [tuple(row) for row in found] == [(n, a, b) for n, (a, b) in enumerate(texts)]


@pytest.mark.parametrize("row", [("1", "a"), ("1", "a", "b", "c"), ("one", "a", "b")])
def test_a_row_of_another_shape_is_refused(engine: Engine, row: tuple[str, ...]) -> None:
    rows = BufferedRows()
    rows.append(NOTES, row)
    with engine.connect() as connection, pytest.raises(Exception, match="COPY notes"):
        rows.flush(connection)


def test_many_rows_of_which_few_need_care(engine: Engine) -> None:
    texts = [(str(number), "plain", "a\tb" if number == 150 else "x") for number in range(1001)]
    rows = BufferedRows()
    rows.extend(NOTES, texts[:700])
    rows.extend(NOTES, [])
    for row in texts[700:]:
        rows.append(NOTES, row)

    with engine.connect() as connection:
        rows.flush(connection)
        found = connection.execute(select(NOTES).order_by(NOTES.c.number)).all()
        connection.rollback()

    assert [(str(row.number), row.first, row.second) for row in found] == texts


def test_a_row_that_exists_already_is_an_error(engine: Engine) -> None:
    rows = BufferedRows()
    rows.append(NOTES, ("1", "a", "b"))
    rows.append(NOTES, ("1", "c", "d"))
    with engine.connect() as connection, pytest.raises(Exception, match="notes_pkey"):
        rows.flush(connection)
