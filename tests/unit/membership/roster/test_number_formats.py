"""What a number format shows of a day, and which day a number is."""

from datetime import date

import pytest

from services.membership.roster.cell import Oddity
from services.membership.roster.workbook.cells import date_of_serial
from services.membership.roster.workbook.styles import Shown, shown_by_code


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", Shown.DATE),
        ("m/d/yy h:mm", Shown.DATE),
        ("[$-F800]dddd, mmmm dd, yyyy", Shown.DATE),
        ("yyyy.mm", Shown.PART_OF_DATE),
        ("mmm-yy", Shown.PART_OF_DATE),
        ('m"月"d"日"', Shown.PART_OF_DATE),
        ("General", Shown.NUMBER),
        ("@", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ('#,##0"yd"', Shown.NUMBER),
        ("[Red]0", Shown.NUMBER),
        ("h:mm:ss", Shown.NUMBER),
    ],
)
def test_number_formats(code: str, shown: Shown) -> None:
    assert shown_by_code(code) is shown


@pytest.mark.parametrize(
    ("serial", "from_1904", "expected"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (60, False, Oddity.BAD_DATE),
        (61, False, date(1900, 3, 1)),
        (44259, False, date(2021, 3, 4)),
        (42797, True, date(2021, 3, 4)),
        (0, False, Oddity.BAD_DATE),
        (-5, False, Oddity.BAD_DATE),
        (2_958_466, False, Oddity.BAD_DATE),
        (2_958_465, True, Oddity.BAD_DATE),
    ],
)
def test_day_numbers(serial: int, from_1904: bool, expected: object) -> None:
    assert date_of_serial(serial, counts_from_1904=from_1904) == expected
