"""Long lists in pages: a page ends with the key from which the next one goes on."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
K = TypeVar("K", bound=tuple[str | int | date, ...])

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``following`` is the cursor of the next page, None on the last one."""

    items: Sequence[T]
    following: str | None = None


class BadCursor(ValueError):
    """The cursor was not given out by this list."""


def page_of(
    found: Sequence[Any], limit: int, item: Callable[[Any], T], key: Callable[[Any], K]
) -> Page[T]:
    """A page from at most ``limit + 1`` rows; the one too many tells that more follow."""
    shown = found[:limit]
    more = len(found) > limit
    return Page([item(row) for row in shown], cursor(key(shown[-1])) if more else None)


def cursor(key: tuple[str | int | date, ...]) -> str:
    """The key as text for a URL."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(text: str, shape: type[K]) -> K:
    """The key behind a cursor.

    Args:
        text: what `cursor` gave out.
        shape: the types of the key's parts, such as ``tuple[str, int]``.

    Raises:
        BadCursor: it is not one of this list.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=shape)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadCursor("the cursor is not one of this list") from error
