"""However changes are cut into batches, the tables end as if each were made at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Column, Connection, Enum, Integer, MetaData, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB

from shared.database import open_engine
from shared.subscription.rows import BufferedRows

META = MetaData(schema="rows")
T = Table(
    "things",
    META,
    Column("place", Text, primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("a", Integer),
    Column("key_id", Text),
    Column("facts", JSONB),
    Column("plain", JSON(none_as_null=True)),
    Column("colour", Enum("red", "green", native_enum=False)),
)
VALUES = {
    "a": st.none() | st.integers(0, 3),
    "key_id": st.none() | st.sampled_from(["", "x", "\\N", "tab\t\n"]),
    "facts": st.none() | st.dictionaries(st.sampled_from("pq"), st.integers(0, 2)),
    "plain": st.none() | st.lists(st.integers(0, 2)),
    "colour": st.none() | st.sampled_from(["red", "green"]),
}
keys = st.fixed_dictionaries({"place": st.sampled_from("AB"), "id": st.integers(0, 1)})
values = st.fixed_dictionaries({}, optional=VALUES)
changes = st.one_of(
    *(st.tuples(st.just(kind), keys, values) for kind in ("insert", "upsert", "update")),
    st.tuples(st.just("delete"), keys, st.just({})),
)
Change = tuple[str, dict[str, Any], dict[str, Any]]
Model = dict[tuple[str, int], dict[str, Any]]


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("create schema rows")
        META.create_all(connection)
        connection.commit()
        yield connection
    engine.dispose()


def apply(model: Model, change: Change) -> None:
    """What a change means, on a plain dict."""
    kind, key, values = change
    place = (key["place"], key["id"])
    blank = dict.fromkeys(VALUES)
    match kind:
        case "insert":
            if place in model:
                raise ValueError("there already")
            model[place] = blank | values
        case "upsert":
            model[place] = blank | values
        case "update":
            if place in model:
                model[place] |= values
        case "delete":
            model.pop(place, None)


def write(rows: BufferedRows, change: Change) -> None:
    kind, key, values = change
    match kind:
        case "insert":
            rows.insert(T, key | values)
        case "upsert":
            rows.upsert(T, key | values)
        case "update":
            rows.update(T, key, values)
        case "delete":
            rows.delete(T, key)


def write_all(connection: Connection, rows: BufferedRows, batch: list[Change]) -> None:
    for change in batch:
        write(rows, change)
    rows.flush(connection)


def stored(connection: Connection) -> Model:
    return {
        (row["place"], row["id"]): {name: row[name] for name in VALUES}
        for row in map(dict, connection.execute(select(T)).mappings())
    }


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(changes, max_size=6), max_size=4))
def test_in_any_batching_the_table_equals_a_plain_dict(
    connection: Connection, batches: list[list[Change]]
) -> None:
    """And a batch with a row inserted twice is refused, whatever happens to the row afterwards."""
    model: Model = {}
    with connection.begin() as transaction:
        for batch in batches:
            rows, attempt = BufferedRows(), {k: dict(v) for k, v in model.items()}
            try:
                for change in batch:
                    apply(attempt, change)
            except ValueError:
                with pytest.raises(Exception, match="already"), connection.begin_nested():
                    write_all(connection, rows, batch)
            else:
                model = attempt
                write_all(connection, rows, batch)
            assert stored(connection) == model
        transaction.rollback()


@pytest.mark.parametrize("kind", ["insert", "upsert", "update"])
def test_nothing_is_stored_in_one_way_only(connection: Connection, kind: str) -> None:
    """SQL's null and JSON's null look the same to Python and differ when a rebuild compares."""
    rows = BufferedRows()
    if kind == "update":
        rows.insert(T, {"place": "A", "id": 1, "facts": {}, "plain": []})
        rows.flush(connection)
    write(rows, (kind, {"place": "A", "id": 1}, {"facts": None, "plain": None}))
    rows.flush(connection)

    assert connection.exec_driver_sql(
        "select facts::text, plain is null from rows.things"
    ).one() == ("null", True)


def test_a_row_inserted_twice_is_refused_even_when_it_is_deleted_in_the_same_batch(
    connection: Connection,
) -> None:
    """One by one the second insert is refused: in one batch it must be too."""
    place = {"place": "A", "id": 1}
    rows = BufferedRows()
    rows.insert(T, place)
    rows.flush(connection)
    rows.insert(T, place)
    rows.delete(T, place)

    with pytest.raises(ValueError, match="already"):
        rows.flush(connection)


@pytest.mark.parametrize("kind", ["insert", "upsert", "update"])
def test_a_column_that_is_not_there_is_named(kind: str) -> None:
    with pytest.raises(ValueError, match=r"things.*\btypo\b"):
        write(BufferedRows(), (kind, {"place": "A", "id": 1}, {"typo": 1}))


def test_a_key_is_never_changed() -> None:
    with pytest.raises(ValueError, match=r"things: id cannot be updated"):
        BufferedRows().update(T, {"place": "A", "id": 1}, {"id": 2})
