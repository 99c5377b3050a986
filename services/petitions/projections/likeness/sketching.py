"""Sketches of words, comparable within one place only."""

import hmac
from collections.abc import Iterable

from services.petitions.domain.petition import likeness

_HALF = 1 << 63
"""The database's whole numbers have a sign; order, and so likeness, stays as it is."""


class Sketching:
    """Makes sketches. The key must stay the same for the life of the data."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, text: str, place_path: str) -> list[int]:
        """The sketch of what was said about a place, as the view keeps it."""
        key = hmac.digest(self._key, f"likeness\0{place_path}".encode(), "sha256")
        return [number - _HALF for number in likeness.sketch(text, key)]


def likeness_of(one: Iterable[int], other: Iterable[int]) -> float:
    """From 0 to 1: the estimated share of pairs of characters in common."""
    return likeness.likeness(tuple(one), tuple(other))
