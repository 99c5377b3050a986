"""Tables stay straight with Chinese in them; lengths of time read as people say them."""

import pytest

from deploy.operate.answers import seconds, table


def test_columns_are_as_wide_as_they_must_be_on_a_screen() -> None:
    shown = table(("名称 name", "n"), [("甲", 1), ("abc", None)], empty="")

    assert shown.splitlines() == ["名称 name  n", "甲         1", "abc        -"]


def test_an_empty_table_says_so() -> None:
    assert table(("a",), [], empty="nothing") == "nothing"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0 s"),
        (75.4, "75 s"),
        (1200, "20.0 min"),
        (7200, "2.0 h"),
        (172_800, "2.0 d"),
        (None, "?"),
    ],
)
def test_a_length_of_time_is_told_in_a_fitting_unit(value: float | None, told: str) -> None:
    assert seconds(value) == told
