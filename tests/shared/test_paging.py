"""Pages of a long list: every item once, and no foreign cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.paging import BadCursor, Page, cursor, key_of, page_of


def page(numbers: list[int], after: str | None, limit: int) -> Page[int]:
    last = key_of(after, tuple[int])[0] if after is not None else 0
    found = [number for number in numbers if number > last][: limit + 1]
    return page_of(found, limit, int, lambda number: (number,))


@given(st.integers(0, 30), st.integers(1, 7))
def test_pages_together_are_the_list(length: int, limit: int) -> None:
    numbers = list(range(1, length + 1))
    seen: list[int] = []
    after: str | None = None
    while True:
        shown = page(numbers, after, limit)
        seen += shown.items
        after = shown.following
        if after is None:
            break
    assert seen == numbers


@given(st.text(), st.integers(0))
def test_a_cursor_gives_its_key_back(text: str, number: int) -> None:
    assert key_of(cursor((text, number)), tuple[str, int]) == (text, number)


@pytest.mark.parametrize("text", ["", "?", "党", "AAAA", cursor((1,)), cursor(("a", "b", "c"))])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        key_of(text, tuple[str, str])
