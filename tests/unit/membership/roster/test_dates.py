from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.roster.cell import Cell, CellRefused
from services.membership.roster.dates import parse_date

DAY = date(2021, 3, 4)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        "2021-03-04",
        "2021-3-4",
        "2021/3/4",
        "2021/03/04",
        "2021.3.4",
        "2021年3月4日",
        "2021年03月04日",
        "20210304",
        20210304.0,
        "2021-03-04 00:00:00",
        "2021-03-04T00:00:00",
    ],
)
def test_every_unambiguous_form_is_the_same_day(cell: Cell) -> None:
    assert parse_date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("2021.03", "date-year-month"),
        ("2021-3", "date-year-month"),
        ("2021年3月", "date-year-month"),
        ("202103", "date-year-month"),
        ("2021", "date-format"),
        ("44259", "date-serial"),
        (44259.0, "date-serial"),
        ("2021-02-29", "date-nonexistent"),
        ("2021.13.01", "date-nonexistent"),
        ("20211301", "date-nonexistent"),
        ("1899-12-31", "date-nonexistent"),
        ("04/03/2021", "date-format"),
        ("21-03-04", "date-format"),
        ("2021-03/04", "date-format"),
        ("2021年3月4", "date-format"),
        ("2021-03-04 08:30", "date-format"),
        ("二〇二一年三月四日", "date-format"),
        (44259.5, "date-format"),
        (True, "date-format"),
    ],
)
def test_what_could_mean_two_days_is_refused(cell: Cell, rule: str) -> None:
    with pytest.raises(CellRefused) as refused:
        parse_date(cell)
    assert refused.value.rule == rule
    assert "2021-03-04" in refused.value.reason


def test_a_day_number_is_refused_with_the_day_it_would_show() -> None:
    with pytest.raises(CellRefused) as refused:
        parse_date(44259.0)
    assert "2021-03-04" in refused.value.reason.partition("请按")[0]


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_named_refusal(text: str) -> None:
    with suppress(CellRefused):
        assert parse_date(text).year >= 1900


@given(st.dates(date(1900, 1, 1)))
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    )
    assert {parse_date(form) for form in forms} == {day}
