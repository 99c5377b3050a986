"""Rosters over HTTP, as a street officer sends them."""

import io
import json
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from services.membership.domain.terms import Post
from tests.support.roster_rows import as_csv, texts, values, workbook
from tests.support.running_service import Client, problem_of
from tests.support.yuhua_district import District, done

IMPORTS = "/roster-imports"


def sheet_of(content: bytes, number: int = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(number).to_python()]


def counts(answer: dict[str, object]) -> tuple[object, ...]:
    return tuple(answer[name] for name in ("imported", "unchanged", "refused"))


def seen(client: Client, **wanted: object) -> int:
    """How many members the register shows once it has taken everything in."""
    return len(client.get("/members", limit=200, **wanted).json()["items"])


def refresh(district: District) -> None:
    district.running.written.event = district.running.newest_event()


def test_the_template_is_taken_back_when_filled_in(district: District) -> None:
    template = district.secretary.get("/roster-template.xlsx")

    assert sheet_of(template.content)[0][0] == "姓名*"
    empty = district.street.upload(IMPORTS, template.content)
    assert problem_of(empty)[:2] == (422, "no-roster-rows")


def test_a_dry_run_tells_all_and_stores_nothing(district: District) -> None:
    rows = [values(n) for n in range(5)] + [values(5, full_date=values(5).birth_date)]
    before = district.running.newest_event()

    tried = done(district.street.upload(IMPORTS, workbook(rows), dry_run=True))

    assert counts(tried) == (5, 0, 1)
    assert district.running.newest_event() == before
    in_earnest = done(district.street.upload(IMPORTS, workbook(rows)))
    assert in_earnest["bad_cells"] == tried["bad_cells"]
    assert counts(in_earnest) == (5, 0, 1)


def test_the_same_file_twice_changes_nothing(district: District) -> None:
    content = workbook([values(n, posts=(Post.SECRETARY,)) for n in range(10, 20)])

    first = done(district.street.upload(IMPORTS, content))
    event = district.running.newest_event()
    second = done(district.street.upload(IMPORTS, content))
    by_another = done(district.organiser.upload(IMPORTS, content))

    assert counts(first) == (10, 0, 0)
    assert counts(second) == counts(by_another) == (0, 10, 0)
    assert district.running.newest_event() == event


def test_the_same_people_in_another_file_are_unchanged_too(district: District) -> None:
    done(district.street.upload(IMPORTS, workbook([values(n) for n in range(30, 33)])))

    other = done(district.street.upload(IMPORTS, workbook([values(n) for n in range(32, 28, -1)])))

    assert counts(other) == (1, 3, 0)


def test_bad_rows_are_told_cell_by_cell_and_lose_no_good_ones(district: District) -> None:
    rows = [
        texts(40),
        texts(41, identity_number="430111196001010002"),
        texts(42, join_date="7月1日", education="博士后"),
        texts(43, "b-211"),
        texts(44, "nowhere"),
        texts(45, "430111001"),
        texts(46, join_date="1970-01-01"),
        texts(40),
    ]

    told = done(district.street.upload(IMPORTS, as_csv(rows), "roster.csv"))

    assert counts(told) == (1, 0, 7)
    assert [(bad["row"], bad["column"], bad["rule"]) for bad in told["bad_cells"]] == [
        (3, "公民身份号码", "identity-number-checksum"),
        (4, "学历", "not-in-list"),
        (4, "入党日期", "date-format"),
        (5, "所在党组织编码", "organisation-out-of-scope"),
        (6, "所在党组织编码", "organisation-out-of-scope"),
        (7, "所在党组织编码", "organisation-holds-no-members"),
        (8, "入党日期", "joined-under-age"),
        (9, "公民身份号码", "duplicate-in-file"),
    ]
    assert all(bad["reason"] and bad["value"] for bad in told["bad_cells"])


def test_the_result_file_is_for_the_importer_only(district: District) -> None:
    rows = [texts(50), texts(51, phone="x")]
    told = done(district.street.upload(IMPORTS, as_csv(rows), "roster.csv"))
    path = f"{IMPORTS}/{told['import_id']}/result.xlsx"

    mine, anothers = district.street.get(path), district.organiser.get(path)

    assert sheet_of(mine.content)[:4] == [
        ["总行数", 2.0],
        ["已导入", 1.0],
        ["无变化", 0.0],
        ["未导入(有误)", 1.0],
    ]
    assert sheet_of(mine.content, 1)[1][1:4] == ["3", "联系电话", "x"]
    assert problem_of(anothers)[:2] == (404, "not-found")
    assert problem_of(district.street.get(f"{IMPORTS}/../../x/result.xlsx"))[0] == 404


def test_progress_is_told_line_by_line(district: District) -> None:
    content = workbook([values(n, "b-112") for n in range(100, 1300)])

    answer = district.street.http.post(
        IMPORTS, files={"file": ("r.xlsx", content)}, headers={"Accept": "application/x-ndjson"}
    )

    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["rows"] for line in lines[:-1]] == [1000, 1200]
    assert counts(lines[-1]) == (1200, 0, 0)


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7", "not-a-spreadsheet"),
        (b"PK\x03\x04nonsense", "damaged-workbook"),
        (b"<html>", "web-page-not-spreadsheet"),
        ("甲,乙\n1,2\n".encode(), "missing-headers"),
    ],
)
def test_what_is_no_roster_is_refused_whole(district: District, content: bytes, slug: str) -> None:
    refused = district.street.upload(IMPORTS, content)

    assert problem_of(refused) == (422, slug, [("file", slug)])


def test_without_a_file_nothing_is_imported(district: District) -> None:
    assert problem_of(district.street.post(IMPORTS))[2] == [("file", "missing")]


def test_the_masked_export_shows_in_part_and_the_clear_one_can_come_back(
    district: District,
) -> None:
    done(district.street.upload(IMPORTS, workbook([values(n, "b-112") for n in (60, 61)])))
    refresh(district)

    masked = sheet_of(district.auditor.get("/roster-export.xlsx", organisation="b-112").content)
    clear = district.street.get("/roster-export.xlsx", organisation="b-112", clear=True)
    refresh(district)
    readings = district.auditor.get("/disclosures", reader="street_officer-430111001")

    numbers = {row[1] for row in sheet_of(clear.content)}
    assert values(60).identity_number in numbers
    assert values(60).identity_number not in {row[1] for row in masked}
    assert masked[0] == sheet_of(clear.content)[0]
    assert {one["purpose_label"] for one in readings.json()["items"]} == {"导出名册"}
    back = done(district.street.upload(IMPORTS, clear.content))
    assert counts(back) == (0, len(numbers) - 1, 0)


def test_who_was_forgotten_is_not_brought_back_by_the_old_file(district: District) -> None:
    content = workbook([values(70), values(71)])
    done(district.street.upload(IMPORTS, content))
    refresh(district)
    [member] = district.street.search(
        "/members/search", {"identity_number": values(70).identity_number}
    )
    order = {"ground": "by_order", "order": "雨组〔2026〕2号"}
    done(district.organiser.post(f"/members/{member['member_id']}/erasure", order))

    again = done(district.street.upload(IMPORTS, content))

    assert counts(again) == (0, 1, 1)
    assert again["bad_cells"][0]["rule"] == "member-is-forgotten"
