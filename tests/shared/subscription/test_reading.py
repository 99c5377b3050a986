"""A view is read in one snapshot, and never half before and half behind a switch."""

from collections.abc import Iterator

import pytest
from sqlalchemy import BigInteger, Column, Connection, Engine, MetaData, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from shared.clock import new_id
from shared.database import open_engine
from shared.event_store import StoredEvent
from shared.subscription import views
from shared.subscription.promise import Described, Rows
from shared.subscription.reading import ViewSwitching, read

METADATA = MetaData(schema="counted")
NUMBERS = Table("numbers", METADATA, Column("number", BigInteger, primary_key=True))
LETTERS = Table("letters", METADATA, Column("number", BigInteger, primary_key=True))
COUNTS = [select(func.count()).select_from(table) for table in (NUMBERS, LETTERS)]


class Counted:
    """A view of two tables that always hold as many rows."""

    name, tables, shape = "test.counted", METADATA, "1"

    def describe(self, entry: StoredEvent) -> Described:
        return Described(entry.stream, entry.type, entry.data.encode())

    def project(self, entry: StoredEvent, rows: Rows) -> None:
        """Nothing: the tests fill the tables themselves."""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    views.ensure_view(engine, Counted())
    yield engine
    engine.dispose()


def switch(engine: Engine, rows: int) -> None:
    """What a rebuild does: a new copy takes the live one's name, while others go on reading."""
    with engine.begin() as connection:
        views.make_tables(connection, Counted(), "counted_next")
        placed = connection.execution_options(schema_translate_map={"counted": "counted_next"})
        for table in (NUMBERS, LETTERS):
            placed.execute(table.insert(), [{"number": number} for number in range(rows)])
    with engine.begin() as connection:
        connection.execute(text(f"alter schema counted rename to counted_{new_id()[-8:]}"))
        connection.execute(text("alter schema counted_next rename to counted"))


def test_a_switch_in_the_middle_is_asked_again(engine: Engine) -> None:
    answers: list[list[int]] = []

    def count(connection: Connection) -> list[int]:
        numbers = connection.execute(COUNTS[0]).scalar_one()
        if not answers:
            switch(engine, 3)
        answers.append([numbers, connection.execute(COUNTS[1]).scalar_one()])
        return answers[-1]

    switch(engine, 2)

    assert read(engine, Counted(), count) == [3, 3]
    assert answers == [[2, 0], [3, 3]]  # the first snapshot does not know the new table's rows


def test_a_view_that_never_holds_still_is_told(engine: Engine) -> None:
    def count(connection: Connection) -> int:
        numbers = connection.execute(COUNTS[0]).scalar_one()
        switch(engine, 1)
        return numbers

    with pytest.raises(ViewSwitching, match=r"test\.counted"):
        read(engine, Counted(), count)


def test_a_question_cannot_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        read(engine, Counted(), lambda connection: connection.execute(text("create table t ()")))
