"""What the .xlsx reader understands, compared with calamine and with other programs' habits."""

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from services.membership.roster.cell import Cell, Oddity
from services.membership.roster.limits import DEFAULT_LIMITS, Limits
from services.membership.roster.workbook.strings import SharedTexts
from services.membership.roster.workbook.workbook import open_workbook
from tests.unit.membership.roster.sheets import (
    TITLES,
    Value,
    bad_of,
    package,
    raw_parts,
    read,
    row,
    rows_of,
    sheet_xml,
    workbook,
    workbook_of,
)

BOLD_DATES = (
    '<styleSheet><numFmts><numFmt numFmtId=\'164\' formatCode=\'yyyy"年"m"月"d"日"\'/>'
    "<numFmt numFmtId='165' formatCode='[$-804]yyyy&quot;年&quot;m&quot;月&quot;'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>"
    "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
    "<xf numFmtId='57'/><xf numFmtId='31'/><xf numFmtId='58'/></cellXfs></styleSheet>"
)


def cells(
    sheet: str, strings: str = "", styles: str = "", limits: Limits = DEFAULT_LIMITS
) -> list[list[Cell]]:
    """The rows of a hand-made sheet, blanks at the end cut off."""
    (table,) = open_workbook(io.BytesIO(package(raw_parts(sheet, strings, styles))), limits, but="")
    return [_trimmed(found) for _, found in table.rows()]


def _trimmed(found: list[Cell]) -> list[Cell]:
    last = max((place for place, cell in enumerate(found) if cell is not None), default=-1)
    return found[: last + 1]


def one_row(inner: str) -> str:
    return f"<worksheet><sheetData><row r='1'>{inner}</row></sheetData></worksheet>"


def test_each_type_of_cell() -> None:
    sheet = one_row(
        "<c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>文</t></is></c>"
        "<c r='C1'><v>1.5</v></c><c r='D1' t='n'><v>2E3</v></c><c r='E1' t='b'><v>1</v></c>"
        "<c r='F1' t='e'><v>#N/A</v></c><c r='G1' t='d'><v>2021-03-04T00:00:00</v></c>"
        "<c r='H1' s='1'/><c r='I1' t='str'><v>字</v></c><c r='J1' t='s'><v>9</v></c>"
    )
    found = cells(sheet, "<sst><si><t>共享</t></si></sst>")
    assert found == [
        [
            "共享",
            "文",
            1.5,
            2000.0,
            True,
            Oddity.ERROR,
            "2021-03-04T00:00:00",
            None,
            "字",
            Oddity.ERROR,
        ]
    ]


def test_rich_text_is_joined_and_phonetic_hints_are_left_out() -> None:
    rich = "<r><rPr><b/></rPr><t>张</t></r><r><t xml:space='preserve'>三_x000D_</t></r><rPh sb='0' eb='1'><t>ZHANG</t></rPh>"
    sheet = one_row(f"<c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is>{rich}</is></c>")
    assert cells(sheet, f"<sst><si>{rich}</si></sst>") == [["张三", "张三"]]


@pytest.mark.parametrize(
    "formula", ["<f>1+1</f>", "<f/>", "<f t='shared' si='0'/>", "<f t='array' ref='A1'>A2</f>"]
)
def test_a_formula_is_reported_whatever_it_comes_to(formula: str) -> None:
    assert cells(one_row(f"<c r='A1'>{formula}<v>2</v></c>")) == [[Oddity.FORMULA]]


def test_formulas_written_by_a_program_refuse_their_rows_only() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(TITLES)
    sheet.append(row())
    sheet.append(
        row(公民身份号码="430111198001010018", 性别="男", 联系电话='=CONCATENATE("1","2")')
    )
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert [(bad.row, bad.column, bad.rule) for bad in bad_of(found)] == [
        (3, "联系电话", "formula")
    ]
    assert len(rows_of(found)) == 1


def test_prefixed_tags_and_missing_places_are_understood() -> None:
    sheet = (
        "<x:worksheet xmlns:x='u'><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>"
        "<x:c t='inlineStr'><x:is><x:t>二</x:t></x:is></x:c></x:row>"
        "<x:row r='7'><x:c r='C7'><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    content = package(raw_parts(sheet))
    (table,) = open_workbook(io.BytesIO(content), DEFAULT_LIMITS, but="")
    assert [(number, _trimmed(found)) for number, found in table.rows()] == [
        (1, [1.0, "二"]),
        (7, [None, None, 3.0]),
    ]


def test_what_lies_beyond_the_last_column_is_kept_in_the_last_place() -> None:
    (found,) = cells(one_row("<c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c>"))
    assert (found[0], found[-1], len(found)) == (1.0, 2.0, DEFAULT_LIMITS.columns + 1)


def test_an_endless_text_is_cut() -> None:
    text = "长" * 3_000_000
    inline = f"<c r='A1' t='inlineStr'><is><t>{text}</t></is></c><c r='B1' t='s'><v>0</v></c>"
    limits = Limits(ratio=100_000)
    ((first, second),) = cells(one_row(inline), f"<sst><si><t>{text}</t></si></sst>", limits=limits)
    assert isinstance(first, str)
    assert isinstance(second, str)
    assert limits.text < len(first) < len(text)
    assert len(second) == limits.text + 1


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("0", 44259.0),
        ("1", date(2021, 3, 4)),
        ("2", date(2021, 3, 4)),
        ("3", Oddity.PARTIAL_DATE),
        ("4", Oddity.PARTIAL_DATE),
        ("5", date(2021, 3, 4)),
        ("6", Oddity.PARTIAL_DATE),
        ("99", 44259.0),
    ],
)
def test_a_date_cell_must_show_year_month_and_day(style: str, expected: Cell) -> None:
    sheet = one_row(f"<c r='A1' s='{style}'><v>44259</v></c>")
    assert cells(sheet, styles=BOLD_DATES) == [[expected]]


def test_a_workbook_that_counts_from_1904_is_read_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(TITLES)
    sheet.append(row(入党日期=date(1975, 7, 1)))
    out = io.BytesIO()
    book.save(out)
    assert rows_of(read(out.getvalue()))[0].values.join_date == date(1975, 7, 1)


def test_the_tables_can_be_read_again_and_side_by_side() -> None:
    content = workbook_of({"一": [TITLES, row()], "二": [TITLES, row()]})
    first, second = open_workbook(io.BytesIO(content), DEFAULT_LIMITS, but="")
    pairs = list(zip(first.rows(), second.rows(), strict=True))
    assert all(one == other for one, other in pairs)
    assert list(first.rows()) == [one for one, _ in pairs]


values = st.one_of(
    st.none(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
    ).filter(lambda text: text == text.strip() and "_x00" not in text),
    st.integers(-(2**40), 2**40).map(float),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


@settings(max_examples=80)
@given(st.lists(st.lists(values, max_size=6), max_size=6))
def test_it_reads_what_calamine_reads(rows: list[Sequence[Value]]) -> None:
    content = workbook(*rows, titles=["首"])
    (table,) = open_workbook(io.BytesIO(content), DEFAULT_LIMITS, but="")
    mine = {
        (number - 1, place): cell
        for number, found in table.rows()
        for place, cell in enumerate(found)
        if cell is not None
    }
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    theirs = {
        (number, place): cell
        for number, found in enumerate(sheet.to_python(skip_empty_area=False))
        for place, cell in enumerate(found)
        if cell != ""
    }
    assert mine == theirs


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_packed_texts_come_back(texts: list[str]) -> None:
    packed = SharedTexts()
    for text in texts:
        packed.append(text)
    assert [packed[index] for index in range(len(packed))] == texts


def test_a_bomb_for_dense_readers_costs_nothing_here() -> None:
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    found = read(package(raw_parts(sheet_xml(TITLES, row(), extra=far))))
    assert [(bad.row, bad.rule) for bad in bad_of(found)][:1] == [(1048576, "no-header")]
    assert len(rows_of(found)) == 1
