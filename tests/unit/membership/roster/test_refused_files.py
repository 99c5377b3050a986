"""Files that are refused as a whole: each by name, before the first row is given out."""

import io

import pytest

from services.membership.roster import refusal
from services.membership.roster.limits import Limits
from services.membership.roster.reader import read_roster
from services.membership.roster.refusal import RosterRefused
from tests.unit.membership.roster.sheets import (
    TITLES,
    csv_text,
    package,
    raw_parts,
    refused,
    row,
    sheet_xml,
    workbook,
    workbook_of,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", refusal.FileEmpty),
        (b"\xef\xbb\xbf", refusal.FileEmpty),
        (b" \r\n\r\n ", refusal.FileEmpty),
        (b"<html><table><tr><td>1</td></tr></table></html>", refusal.WebPageNotSpreadsheet),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", refusal.WebPageNotSpreadsheet),
        (b"<?xml version='1.0'?><Workbook/>", refusal.WebPageNotSpreadsheet),
        (b"%PDF-1.7", refusal.NotASpreadsheet),
        (b"\x89PNG\r\n\x1a\n", refusal.NotASpreadsheet),
        (b"\x7fELF\0\0\0", refusal.NotASpreadsheet),
        (OLE, refusal.OldExcelFormat),
        (OLE + "EncryptedPackage".encode("utf-16-le"), refusal.EncryptedWorkbook),
        (csv_text(row()).encode("utf-16"), refusal.UnknownTextEncoding),
        (csv_text(row()).encode() + b"\xff\xff\xff", refusal.UnknownTextEncoding),
        (csv_text(row(姓名="张\0三")).encode(), refusal.NotASpreadsheet),
        (csv_text(row(家庭住址='"没有关上')).encode(), refusal.DamagedText),
        (csv_text(row(家庭住址="长" * 200_000)).encode(), refusal.DamagedText),
        (package({"word/document.xml": "<a/>"}), refusal.NotASpreadsheet),
        (package({"mimetype": "application/vnd.oasis.opendocument"}), refusal.NotASpreadsheet),
        (package({"xl/workbook.bin": b"1"}), refusal.NotASpreadsheet),
        (b"PK\x05\x06" + bytes(18), refusal.NotASpreadsheet),
        (b"PK\x03\x04" + bytes(100), refusal.DamagedWorkbook),
        (workbook(row())[:-30], refusal.DamagedWorkbook),
        (workbook(row())[:3000], refusal.DamagedWorkbook),
    ],
)
def test_what_is_no_roster_is_refused_by_name(
    content: bytes, expected: type[RosterRefused]
) -> None:
    assert type(refused(content)) is expected


def test_size_rows_sheets_and_columns_have_limits() -> None:
    content = workbook(row(), row())
    assert type(refused(content, Limits(file_bytes=1_000))) is refusal.FileTooLarge
    assert type(refused(content, Limits(rows=1))) is refusal.TooManyRows
    assert list(read_roster(io.BytesIO(content), Limits(rows=2)))
    text = csv_text(row(), row()).encode()
    assert type(refused(text, Limits(rows=1))) is refusal.TooManyRows
    assert list(read_roster(io.BytesIO(text), Limits(rows=2)))
    two = workbook_of({"一": [TITLES, row()], "二": [TITLES, row()]})
    assert type(refused(two, Limits(sheets=1))) is refusal.TooManySheets
    assert type(refused(two, Limits(parts=3))) is refusal.SuspiciousArchive


HEADER_PROBLEMS = [
    (TITLES[1:], refusal.MissingHeaders, "姓名"),
    (TITLES[:1], refusal.MissingHeaders, "公民身份号码"),
    (["张三", "11010519491231002X"], refusal.MissingHeaders, "入党日期"),
    ([*TITLES, "姓名"], refusal.DuplicateHeaders, "姓名"),
    ([*TITLES, "姓 名*"], refusal.DuplicateHeaders, "姓名"),
    ([*TITLES, "备注"], refusal.UnknownHeaders, "备注"),
    ([*TITLES, "身份证号"], refusal.UnknownHeaders, "身份证号"),
    ([*TITLES, 2024.0], refusal.UnknownHeaders, "?"),
    (["序号", *TITLES], refusal.UnknownHeaders, "序号"),
    (["广济桥社区党员花名册"], refusal.MissingHeaders, "姓名"),
    ([*TITLES, *([None] * 16_370), "远"], refusal.TooManyColumns, "32"),
    ([*TITLES, *[f"列{n}" for n in range(16_000)]], refusal.TooManyColumns, "32"),
]


@pytest.mark.parametrize(("titles", "expected", "named"), HEADER_PROBLEMS)
def test_header_problems_are_named_with_their_sheet(
    titles: list[str], expected: type[RosterRefused], named: str
) -> None:
    found = refused(workbook(row(), titles=titles))
    assert type(found) is expected
    assert named in found.label
    assert "党员花名册" in found.label


@pytest.mark.parametrize("mark", ["", "*", "＊", " * ", "\n"])
def test_headers_may_be_padded_and_starred(mark: str) -> None:
    titles = [title.strip("*") + mark for title in TITLES]
    assert list(read_roster(io.BytesIO(workbook(row(), titles=titles))))


def test_a_header_refusal_quotes_no_identity_number() -> None:
    found = refused(workbook(row(), titles=[*TITLES, "张三11010519491231002X"]))
    assert "1949" not in found.label + found.message


def test_a_sheet_without_rows_is_refused() -> None:
    for content in (
        workbook(),
        workbook([" "], [None]),
        workbook_of({"一": [], "二": []}),
        workbook_of({"填写说明": [TITLES, row()]}),
        csv_text().encode(),
        b",,,\r\n,,",
    ):
        assert type(refused(content)) is refusal.NoRosterRows


@pytest.mark.parametrize("area", ["A1:C1", "A2:A3", "B7:B9"])
def test_merged_cells_are_refused_before_the_first_row(area: str) -> None:
    after = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    found = refused(package(raw_parts(sheet_xml(TITLES, row(), after=after))))
    assert type(found) is refusal.MergedCells
    assert area in found.label


@pytest.mark.parametrize("cut", range(5))
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_rows_are_counted_wherever_the_chunk_ends(cut: int, prefix: str) -> None:
    xml = sheet_xml(["甲"], ["乙"], ["丙"])
    for tag in ("worksheet", "sheetData", "row", "c ", "c>", "is", "t>"):
        xml = xml.replace(f"<{tag}", f"<{prefix}{tag}").replace(f"</{tag}", f"</{prefix}{tag}")
    xml = xml.replace("xmlns=", "xmlns:x=") if prefix else xml
    second = len(xml[: xml.index(f'<{prefix}row r="2"')].encode())
    padding = " " * (64 * 1024 - second - cut)
    content = package(raw_parts(xml.replace("sheetData>", f"sheetData>{padding}", 1)))
    assert type(refused(content, Limits(rows=2))) is not refusal.TooManyRows
    assert type(refused(content, Limits(rows=1))) is refusal.TooManyRows


def test_an_empty_list_of_merged_cells_is_none() -> None:
    content = package(raw_parts(sheet_xml(TITLES, row(), after='<mergeCells count="0"/>')))
    assert list(read_roster(io.BytesIO(content)))


@pytest.mark.parametrize("chunk_padding", range(0, 24, 3))
def test_a_merged_area_is_seen_wherever_the_chunk_ends(chunk_padding: int) -> None:
    before = sheet_xml(TITLES, row())
    padding = " " * (64 * 1024 - len(before.encode()) + len("</worksheet>") - chunk_padding)
    after = padding + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    content = package(raw_parts(sheet_xml(TITLES, row(), after=after)))
    assert type(refused(content)) is refusal.MergedCells


DAMAGED_XML = [
    sheet_xml(TITLES, row())[:-20],
    '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml(TITLES, row()),
    sheet_xml(TITLES, row()).replace("张三", "&undefined;"),
    sheet_xml(TITLES, row(), after=f'<x y="{"z" * 2**21}"/>'),
    "\0\0\0",
    "",
]


@pytest.mark.parametrize("xml", DAMAGED_XML, ids=range(len(DAMAGED_XML)))
def test_broken_xml_is_refused_before_the_first_row(xml: str) -> None:
    limits = Limits(ratio=10_000)
    assert type(refused(package(raw_parts(xml)), limits)) is refusal.DamagedWorkbook


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp037", "gb18030"])
def test_a_part_cannot_choose_an_encoding_that_hides_its_tags(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_xml(TITLES, row())
    content = xml.encode(encoding, errors="xmlcharrefreplace")
    parts = raw_parts("") | {"xl/worksheets/sheet1.xml": content}
    assert type(refused(package(parts))) is refusal.DamagedWorkbook
