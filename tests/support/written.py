"""What a projection writes, by table and column: the same for messages one by one and in a bundle."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table

from services.reporting.projections.telling import ToldView
from shared.messaging.promise import Message
from shared.subscription.promise import Columns, Texts
from shared.subscription.rows import BufferedRows
from tests.support.bundles import bundled


class Written(BufferedRows):
    """What was appended, by table and column."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: defaultdict[str, list[dict[str, str | None]]] = defaultdict(list)

    def append(self, table: Table, texts: Texts, columns: Columns | None = None) -> None:
        every: dict[str, str | None] = dict.fromkeys(column.name for column in table.columns)
        told = dict(zip(columns.names if columns else every, texts, strict=True))
        assert told.keys() <= every.keys()
        self.rows[table.name].append(every | told)

    def extend(self, table: Table, rows: Sequence[Texts], columns: Columns | None = None) -> None:
        for texts in rows:
            self.append(table, texts, columns)


def written_by(projection: ToldView, messages: Sequence[Message]) -> Written:
    """What the projection writes: the same rows for messages one by one and in a bundle."""
    rows, together = Written(), Written()
    for message in messages:
        projection.project(message, rows)
    projection.project_bundle(bundled(messages), together)
    assert _sorted(together) == _sorted(rows)
    return rows


def _sorted(written: Written) -> dict[str, list[str]]:
    return {table: sorted(map(str, rows)) for table, rows in written.rows.items()}


def chosen(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]
