"""What one list is: its rows, what one may ask of it, and what is told of one row beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table

from services.resources.api.allowing import Sight
from services.resources.api.visible import VISIBLE

Parts = Mapping[str, Sequence[dict[str, Any]]]
"""The rows of what belongs to one row, by name."""


@dataclass(frozen=True)
class Reckoned:
    """What is worked out from the parts of one row, and from the day on which it is asked.

    Attributes:
        fields: each name in the answer, with its type.
        reckon: gives all of them.
    """

    fields: Mapping[str, Any]
    reckon: Callable[[Parts, date], dict[str, Any]]


@dataclass(frozen=True)
class Shelf:
    """One list.

    Attributes:
        tag: the group it is shown in.
        view: the read model's name.
        table: its rows; the key is the path of one of them.
        summary: what people call it.
        filters: columns one may ask for; of an array column, an element.
        until: query parameters that ask for rows up to and including a day, with the column.
        parts: what belongs to one row, by its name in the answer.
        reckoned: what is worked out from them.
    """

    tag: str
    view: str
    table: Table
    summary: str
    filters: tuple[str, ...]
    until: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Table] = field(default_factory=dict)
    reckoned: Reckoned | None = None

    @property
    def name(self) -> str:
        """As the path calls it."""
        return self.table.name

    def visible(self, sight: Sight) -> ColumnElement[bool]:
        """What of it the caller may see."""
        return VISIBLE[self.table](sight)
