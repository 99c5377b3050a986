"""What every row of the roster begins with, and texts that PostgreSQL reads as lists."""

from collections.abc import Iterable
from typing import Any


def start(message: Any, reason: str) -> tuple[str, ...]:
    """The columns of `told_by`."""
    return message.sequence, message.id, reason, message.data.effective_date, message.time


def list_text(words: Iterable[str]) -> str:
    """The words as the text of an array."""
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"
