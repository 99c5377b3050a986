"""Files made to harm: entities, bombs, lies about sizes, and parts that do not fit together."""

import io
import struct
import zipfile
import zlib

import pytest

from services.membership.roster import refusal
from services.membership.roster.limits import Limits
from services.membership.roster.workbook.workbook import open_workbook
from tests.unit.membership.roster.sheets import (
    TITLES,
    package,
    raw_parts,
    refused,
    row,
    sheet_xml,
    workbook_of,
)


def test_entities_never_expand() -> None:
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    strings = f'<!DOCTYPE s [<!ENTITY e0 "ha">{entities}]><sst><si><t>&e29;</t></si></sst>'
    content = package(raw_parts(sheet_xml(TITLES, row()), strings))
    assert type(refused(content)) is refusal.DamagedWorkbook


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    parts = raw_parts(sheet_xml(TITLES, row(), after=" " * 50_000_000))
    content = package(parts)
    assert len(content) < 200_000
    assert type(refused(content)) is refusal.SuspiciousArchive


@pytest.mark.parametrize("lie", [0, 1, 10_000])
def test_a_zip_bomb_that_lies_about_its_size_is_refused(lie: int) -> None:
    name = b"xl/worksheets/sheet1.xml"
    content = bytearray(package(raw_parts(sheet_xml(TITLES, row(), after=" " * 50_000_000))))
    entry = content.rindex(name) - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    content[entry + 24 : entry + 28] = struct.pack("<I", lie)
    assert type(refused(bytes(content))) is refusal.DamagedWorkbook


def test_many_parts_that_inflate_together_are_refused() -> None:
    content = workbook_of({"一": [TITLES, row()], "二": [TITLES, row()], "三": [TITLES, row()]})
    assert type(refused(content, Limits(unpacked_bytes=7_000))) is refusal.SuspiciousArchive


def test_what_was_judged_is_not_counted_again_when_its_rows_are_read() -> None:
    content = workbook_of({"一": [TITLES, row()], "二": [TITLES, row()]})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.filename: part.file_size for part in archive.infolist()}
    read = sum(
        size for name, size in parts.items() if name.startswith("xl/") and "theme" not in name
    )

    tables = open_workbook(io.BytesIO(content), Limits(unpacked_bytes=read), but="说明")

    for _ in range(3):
        assert [len(list(table.rows())) for table in tables] == [2, 2]


def test_encrypted_and_oddly_packed_parts_are_refused() -> None:
    parts = raw_parts(sheet_xml(TITLES, row()))
    assert type(refused(package(parts, zipfile.ZIP_LZMA))) is refusal.DamagedWorkbook
    encrypted = bytearray(package(parts))
    at = encrypted.rindex(b"PK\x01\x02")
    for entry in (at, encrypted.rindex(b"PK\x01\x02", 0, at)):
        encrypted[entry + 8] |= 1
    found = refused(bytes(encrypted))
    assert isinstance(found, refusal.EncryptedWorkbook | refusal.DamagedWorkbook)


def test_a_wrong_checksum_is_damage() -> None:
    content = bytearray(package(raw_parts(sheet_xml(TITLES, row()))))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(b"other"))
    assert type(refused(bytes(content))) is refusal.DamagedWorkbook


def test_one_part_for_two_sheets_and_two_parts_of_one_name_are_damage() -> None:
    parts = raw_parts(sheet_xml(TITLES, row()))
    book = str(parts["xl/workbook.xml"])
    twice = book.replace("</sheets>", '<sheet name="二" sheetId="2" r:id="rId1"/></sheets>')
    assert type(refused(package(parts | {"xl/workbook.xml": twice}))) is refusal.DamagedWorkbook
    doubled = package(parts | {"XL/Worksheets/Sheet1.xml": "<a/>"})
    assert type(refused(doubled)) is refusal.DamagedWorkbook


def test_a_file_that_lost_a_part_is_damage() -> None:
    for lost in ("xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts = raw_parts(sheet_xml(TITLES, row()))
        del parts[lost]
        assert type(refused(package(parts))) is refusal.DamagedWorkbook
