"""Rosters to read: honest ones by XlsxWriter, and packages bent by hand."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

import pytest
from xlsxwriter import Workbook

from services.membership.roster.columns import COLUMNS
from services.membership.roster.limits import DEFAULT_LIMITS, Limits
from services.membership.roster.reader import read_roster
from services.membership.roster.refusal import RosterRefused
from services.membership.roster.row import BadCell, RosterRow

Value = str | float | date | None
TITLES = [column.title for column in COLUMNS]
GOOD: dict[str, Value] = {
    "姓名": "张三",
    "公民身份号码": "11010519491231002X",
    "所在党组织编码": "430111001011",
    "性别": "女",
    "民族": "汉族",
    "学历": "大学本科",
    "人员类别": "正式党员",
    "党员分类": "离退休",
    "入党日期": "1975-07-01",
    "转正日期": "1976-07-01",
    "联系电话": "0731-85550000",
    "家庭住址": "广济桥社区1栋101室",
    "党内职务": "书记",
}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def row(**changes: Value) -> list[Value]:
    """A good row with the named columns changed."""
    return list((GOOD | changes).values())


def workbook(*rows: Sequence[Value], titles: Sequence[Value] = TITLES) -> bytes:
    """One roster sheet by XlsxWriter; dates become date cells."""
    return workbook_of({"党员花名册": [titles, *rows]})


def workbook_of(sheets: dict[str, list[Sequence[Value]]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    with Workbook(out, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, values in enumerate(rows):
                for place, value in enumerate(values):
                    if value is not None:
                        sheet.write(number, place, value)
    return out.getvalue()


def csv_text(*rows: Sequence[Value], titles: Sequence[Value] = TITLES) -> str:
    lines = [titles, *rows]
    return "\r\n".join(",".join("" if v is None else str(v) for v in line) for line in lines)


def package(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_parts(
    sheet_xml: str, strings_xml: str = "", styles_xml: str = ""
) -> dict[str, bytes | str]:
    """The parts of a workbook with one sheet ``名册`` whose XML is given."""
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if strings_xml:
        parts["xl/sharedStrings.xml"] = strings_xml
    if styles_xml:
        parts["xl/styles.xml"] = styles_xml
    return parts


def sheet_xml(*rows: Sequence[Value], after: str = "", extra: str = "") -> str:
    """A sheet of inline texts; ``extra`` is put behind the last row, ``after`` behind the rows."""
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, *cell) for cell in enumerate(values))}</row>'
        for number, values in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}{extra}</sheetData>{after}</worksheet>'


def _cell(number: int, place: int, value: Value) -> str:
    text = escape(str(value))
    return f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[RosterRow | BadCell]:
    return list(read_roster(io.BytesIO(content), limits))


def rows_of(found: Iterable[RosterRow | BadCell]) -> list[RosterRow]:
    return [each for each in found if isinstance(each, RosterRow)]


def bad_of(found: Iterable[RosterRow | BadCell]) -> list[BadCell]:
    return [each for each in found if isinstance(each, BadCell)]


def rules(content: bytes) -> list[tuple[int, str, str]]:
    """Row, column and rule of each bad cell."""
    return [(bad.row, bad.column, bad.rule) for bad in bad_of(read(content))]


def refused(content: bytes, limits: Limits | None = None) -> RosterRefused:
    """The refusal of a call that gives out no row."""
    with pytest.raises(RosterRefused) as caught:
        read_roster(io.BytesIO(content), limits or Limits())
    assert caught.value.field == "file"
    assert caught.value.label
    return caught.value
