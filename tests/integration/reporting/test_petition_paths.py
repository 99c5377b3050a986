"""Places and categories are found by an index, and found as they were: row by row, by their whole ids."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Select, Text, func, select, text, values
from sqlalchemy import column as col

from services.reporting.petitions.counting import counted, rows_behind
from services.reporting.petitions.figures import FIGURES
from services.reporting.petitions.question import Filters, Question, through
from services.reporting.projections.moment import Moment, Period
from services.reporting.projections.petitions import PETITIONS
from services.reporting.projections.petitions.tables import ledger
from shared.database import open_engine
from shared.subscription.views import ensure_view
from tests.support.postgres import TestServer

DAY, MANY = date(2026, 6, 1), 100_000
IDS = st.sampled_from(["4301", "430111", "430111001", "43011", "a%", "a_", "ab", "", "a\\b", "c"])
PATHS = st.lists(IDS, max_size=4).map("/".join)
FILL = """
insert into reporting_petitions.petition_ledger
select n, 'petition-' || n || '@1', 'registered', date '2026-06-01', now(), 1, 'p' || n,
       date '2026-06-01', '4301/430111/s' || n % 20 || '/c' || n % 100, 'hotline', 'help',
       'k' || n % 7 || '/k' || n % 300, 'normal', 'u' || n % 100, 'waiting',
       'pending', 'pending', 'unasked', 'unasked', 'none'
from generate_series(1, :many) n
"""


@pytest.fixture(scope="module")
def engine(postgres: TestServer) -> Iterator[Engine]:
    with postgres.database() as url:
        engine = open_engine(url)
        ensure_view(engine, PETITIONS)
        yield engine
        engine.dispose()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PATHS, min_size=1, max_size=20), IDS.filter(bool))
def test_each_path_leads_through_the_same_ids_as_it_did(
    engine: Engine, paths: list[str], one: str
) -> None:
    rows = values(col("number", Text), col("path", Text), name="paths").data(
        [(str(number), path) for number, path in enumerate(paths)]
    )
    with engine.connect() as connection:
        found = connection.execute(select(rows.c.number).where(through(rows.c.path, one)))
        numbers = {int(number) for (number,) in found}
    assert numbers == {n for n, path in enumerate(paths) if f"/{one}/" in f"/{path}/"}


def asked(place: str, category: str = "") -> Question:
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    return Question(place, Moment(date(2026, 12, 31)), period, Filters(category=category))


def _plan(connection: Connection, query: Select[Any]) -> str:
    """As the server plans it with the very values that are asked."""
    told = query.compile(connection.engine, compile_kwargs={"literal_binds": True})
    return "\n".join(connection.exec_driver_sql(f"explain {told}").scalars())


@pytest.mark.slow
def test_at_a_hundred_thousand_appeals_the_index_is_used(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(FILL), {"many": MANY})
        connection.execute(text("analyze reporting_petitions.petition_ledger"))
    for question, expected in (
        (asked("c7"), MANY // 100),
        (asked("4301", "k299"), MANY // 300),
        (asked("c7", "k7"), MANY // 300 + 1),
    ):
        registered = FIGURES["registered"]
        behind = select(func.count()).select_from(rows_behind(registered, question).subquery())
        with engine.connect() as connection:
            plan = _plan(connection, behind)
            assert counted(connection, question).whole["registered"] == expected
        assert f"Bitmap Index Scan on {ledger.name}_by_path" in plan
        assert "Seq Scan" not in plan
