"""Template, export and report, read back as an officer's program would."""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Education, MemberClass, Post
from services.membership.roster.columns import (
    COLUMNS,
    EXPLANATION_SHEET,
    HEADER_OF_FIELD,
    ROSTER_SHEET,
)
from services.membership.roster.ethnicity import ETHNICITIES
from services.membership.roster.export import write_roster
from services.membership.roster.headers import find_headers
from services.membership.roster.identity_number import parse_identity_number
from services.membership.roster.limits import DEFAULT_LIMITS
from services.membership.roster.refusal import NoRosterRows
from services.membership.roster.report import ImportReport, as_json, refused_row, write_report
from services.membership.roster.row import BadCell, RosterRow, RosterValues
from services.membership.roster.template import roster_template
from services.membership.roster.workbook.workbook import open_workbook
from tests.unit.membership.roster.sheets import read, row, rows_of, workbook

(GOOD,) = rows_of(read(workbook(row())))


def sheets_of(content: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in book.worksheets}


def texts(sheet: Worksheet) -> list[list[object]]:
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def exported(*members: RosterValues, masked: bool = False, rows_per_sheet: int = 100) -> bytes:
    out = io.BytesIO()
    write_roster(members, out, masked=masked, rows_per_sheet=rows_per_sheet)
    return out.getvalue()


class TestTemplate:
    def test_the_reader_takes_its_headers_and_misses_only_the_rows(self) -> None:
        content = roster_template()
        with pytest.raises(NoRosterRows):
            read(content)
        (table,) = open_workbook(io.BytesIO(content), DEFAULT_LIMITS, but=EXPLANATION_SHEET)
        found = find_headers(table)
        assert found is not None
        assert list(found[1].values()) == list(COLUMNS)

    def test_it_is_the_same_byte_for_byte(self) -> None:
        assert roster_template() == roster_template()

    def test_closed_columns_offer_the_labels_of_the_domain(self) -> None:
        sheet = sheets_of(roster_template())[ROSTER_SHEET]
        offered = {
            str(each.sqref).rstrip("0123456789").partition("2:")[0]: each.formula1
            for each in sheet.data_validations.dataValidation
        }
        assert offered["F"] == '"' + ",".join(each.label for each in Education) + '"'
        assert offered["H"] == '"' + ",".join(each.label for each in MemberClass) + '"'
        assert offered["M"] == '"' + ",".join(each.label for each in Post) + '"'
        assert offered["E"] == '"' + ",".join(ETHNICITIES) + '"'
        assert all(len(formula) <= 255 + len('""') for formula in offered.values())
        assert set(offered) == {"D", "E", "F", "G", "H", "M"}

    def test_each_column_is_explained_with_an_example_the_reader_takes(self) -> None:
        explained = {
            line[0]: line for line in texts(sheets_of(roster_template())[EXPLANATION_SHEET])
        }
        for column in COLUMNS:
            assert column.explanation in explained[column.header]
            assert column.example in explained[column.header]
            assert column.read(column.example) is not None
        assert parse_identity_number(COLUMNS[1].example)


class TestExport:
    def test_a_clear_export_is_imported_as_it_was(self) -> None:
        other = replace(GOOD.values, identity_number="430111198001010018", full_date=None, posts=())
        other = replace(other, gender=parse_identity_number(other.identity_number).gender)
        other = replace(other, birth_date=parse_identity_number(other.identity_number).birth_date)
        found = rows_of(read(exported(GOOD.values, other)))
        assert [each.values for each in found] == [GOOD.values, other]

    def test_a_masked_export_tells_rows_apart_and_no_more(self) -> None:
        (_, line) = texts(sheets_of(exported(GOOD.values, masked=True))[ROSTER_SHEET])
        assert line[0] == "张*"
        assert line[1] == "110***********002X"
        assert line[10] == "073******0000"[:3] + "*" * 6 + "0000"
        assert line[11] == "广济桥社区1****"

    @pytest.mark.parametrize("start", ["=", "+", "-", "@"])
    def test_formulas_are_written_as_harmless_text_and_read_back(self, start: str) -> None:
        risky = replace(GOOD.values, address=f"{start}cmd|' /C calc'!A0")
        content = exported(risky)
        (_, line) = texts(sheets_of(content)[ROSTER_SHEET])
        assert line[11] == f"'{start}cmd|' /C calc'!A0"
        if start != "=":  # a text that looks like a formula is never taken in
            assert rows_of(read(content))[0].values.address == risky.address

    def test_a_full_sheet_is_followed_by_another(self) -> None:
        content = exported(*[GOOD.values] * 5, rows_per_sheet=2)
        sheets = sheets_of(content)
        assert [sheet.max_row for sheet in sheets.values()] == [3, 3, 2]
        assert list(sheets) == [ROSTER_SHEET, f"{ROSTER_SHEET}2", f"{ROSTER_SHEET}3"]

    def test_only_the_first_sheet_is_selected_and_every_cell_is_text(self) -> None:
        sheets = list(sheets_of(exported(*[GOOD.values] * 3, rows_per_sheet=2)).values())
        assert [bool(sheet.sheet_view.tabSelected) for sheet in sheets] == [True, False]
        assert {cell.number_format for sheet in sheets for cell in sheet[2] if cell.value} == {"@"}

    @pytest.mark.parametrize("awkward", ["<a>&b;", " _x0041_", "甲\x01乙\n", "长" * 40_000])
    def test_no_text_spoils_the_file(self, awkward: str) -> None:
        content = exported(replace(GOOD.values, address=awkward))
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        (_, line) = book.get_sheet_by_index(0).to_python()
        assert line[11] == awkward[:32_767]
        assert len(texts(sheets_of(content)[ROSTER_SHEET])) == 2  # nor for a strict reader of XML

    def test_nothing_else_lies_on_the_disk_while_it_is_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        found: list[Path] = []

        def members() -> Iterator[RosterValues]:
            for _ in range(5):
                found.extend(tmp_path.iterdir())
                yield GOOD.values

        with (tmp_path / "out").open("wb") as out:
            write_roster(members(), out, masked=False, rows_per_sheet=2)
        assert set(found) == {tmp_path / "out"}

    def test_an_empty_register_gives_the_headers(self) -> None:
        assert texts(sheets_of(exported())[ROSTER_SHEET]) == [[column.title for column in COLUMNS]]


class SomeRule(Rejection):
    """A rule of the register."""


BAD = BadCell("表", 7, "姓名", "=1+1", "请改正", "name")
REPORT = ImportReport(imported=3, unchanged=2, refused=1, bad_cells=(BAD,))


class TestReport:
    def test_the_workbook_names_every_bad_cell(self) -> None:
        out = io.BytesIO()
        write_report(REPORT, out)
        sheets = sheets_of(out.getvalue())
        assert texts(sheets["导入结果"]) == [
            ["总行数", 6],
            ["已导入", 3],
            ["无变化", 2],
            ["未导入(有误)", 1],
        ]
        assert texts(sheets["错误明细"]) == [
            ["工作表", "行号", "列", "值", "原因", "规则"],
            ["表", "7", "姓名", "'=1+1", "请改正", "name"],
        ]

    def test_a_dry_run_says_so(self) -> None:
        out = io.BytesIO()
        write_report(replace(REPORT, dry_run=True), out)
        assert texts(sheets_of(out.getvalue())["导入结果"])[1][0] == "试运行:将导入"

    def test_the_json_says_the_same(self) -> None:
        assert as_json(REPORT) == {
            "total": 6,
            "imported": 3,
            "unchanged": 2,
            "refused": 1,
            "dry_run": False,
            "bad_cells": [
                {
                    "sheet": "表",
                    "row": 7,
                    "column": "姓名",
                    "value": "=1+1",
                    "reason": "请改正",
                    "rule": "name",
                }
            ],
        }

    @pytest.mark.parametrize(
        ("field", "column", "value"),
        [
            ("join_date", "入党日期", "1975-07-01"),
            ("details.join_date", "入党日期", "1975-07-01"),
            ("birth_date", "公民身份号码", "11010519491231002X"),
            ("elsewhere", "elsewhere", ""),
        ],
    )
    def test_a_row_a_rule_refused_points_at_the_column_to_mend(
        self, field: str, column: str, value: str
    ) -> None:
        bad = refused_row(GOOD, SomeRule(field, "mend it", "请改正"))
        assert bad == BadCell(ROSTER_SHEET, 2, column, value, "请改正", "some-rule")

    def test_every_field_of_a_row_has_its_column(self) -> None:
        assert set(RosterValues.__dataclass_fields__) <= set(HEADER_OF_FIELD)
        assert RosterRow.__dataclass_fields__
