"""A column that holds one of the field's words and gives it back with its label."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """Text in the database, a member of ``words`` in Python."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        del dialect
        return None if value is None else self.words(value)


PATH = Text(collation="C")
"""Ids from the root joined by ``/``; in this collation one index serves both subtree and order."""
