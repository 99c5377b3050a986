"""The roster's projection: pure, tolerant, and the same for every interleaving of its two topics."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.projections.conferences import ROSTER
from services.reporting.projections.conferences.tables import metadata
from services.reporting.projections.conferences.told import list_text
from shared.contracts import membership, resources
from shared.messaging.promise import Message
from shared.subscription.promise import Columns, Texts
from tests.support.told_by_membership import district, received
from tests.support.year_of_sharing import year

CATALOGUE = Path(__file__).parents[3] / "docs" / "asyncapi"
CITY = [received(told) for told in district().told]
SHARING = [received(told) for told in year().told]


class Written:
    """`Rows` that keeps what is appended; nothing else is done by a ledger."""

    def __init__(self) -> None:
        self.rows: Counter[tuple[str, Texts]] = Counter()

    def append(self, table: Any, texts: Texts, columns: Columns | None = None) -> None:
        assert columns is None, "the roster has none that lack the same columns"
        assert len(texts) == len(table.columns), table.name
        self.rows[table.name, tuple(texts)] += 1


def written(entries: list[Message]) -> Counter[tuple[str, Texts]]:
    rows = Written()
    for entry in entries:
        ROSTER.project(entry, rows)  # type: ignore[arg-type]  # appending is all it does
    return rows.rows


@settings(max_examples=50)
@given(which=st.lists(st.booleans(), max_size=len(CITY) + len(SHARING)))
def test_every_interleaving_of_the_topics_writes_the_same(which: list[bool]) -> None:
    city, sharing = iter(CITY), iter(SHARING)
    merged = [next(city if one else sharing, None) for one in which]
    heard = [entry for entry in merged if entry is not None]

    assert written([*heard, *city, *sharing]) == written([*CITY, *SHARING])


def test_every_table_is_written() -> None:
    tables = {table for table, _ in written([*CITY, *SHARING])}

    assert {table.name for table in metadata.sorted_tables} == tables | {"organisations"}


@pytest.mark.parametrize("topic", [membership.TOPIC, resources.TOPIC])
def test_every_message_of_the_catalogue_is_read(topic: str) -> None:
    """What the roster does not count is passed over; nothing is set aside."""
    catalogue = json.loads((CATALOGUE / f"{topic}.json").read_text(encoding="utf-8"))
    told = catalogue["components"]["messages"].values()
    examples = [example["payload"] for message in told for example in message["examples"]]

    for example in examples:
        value = json.dumps(example).encode()
        entry = Message(topic, 1, "key", value, 1, CITY[0].recorded_at)
        ROSTER.project(entry, Written())  # type: ignore[arg-type]  # as above
    assert len(examples) > 20


def test_texts_of_a_list_are_quoted() -> None:
    assert list_text(["a", 'b"c', "d\\e", "f,g"]) == '{"a","b\\"c","d\\\\e","f,g"}'
