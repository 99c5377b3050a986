"""The printed table, read back."""

import io
import zipfile
from datetime import date
from urllib.parse import unquote

from python_calamine import CalamineWorkbook

from tests.integration.reporting.conftest import Running
from tests.support.told_by_membership import district


def test_the_sheet_holds_the_figures_of_the_answer(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1", birth_date=date(1995, 1, 1))
    city.registers("m2", "b2", education="primary")
    reporting.publish(city)

    answer = reporting.get("/statistics/430111.xlsx", as_of="2026-03-01")

    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).endswith(
        "430111党组织党组织和党员情况统计表 2026-03-01.xlsx"
    )
    assert answer.headers["View-Position"] == f"membership:{len(city.told)}"
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert rows[0][0] == "430111党组织党组织和党员情况统计表"
    assert rows[1][0] == "统计时点:2026年3月1日"
    assert rows[1][2] == "计量单位:个、名、人次"
    assert "转接期间:2026年1月1日至2026年3月1日" in str(rows[2][0])
    assert rows[3] == ["项目", "指标", "单位", "数量"]
    table = {row[1]: (row[2], row[3]) for row in rows[4:]}
    assert table["党员总数"] == ("名", 2)
    assert table["35岁以下"] == ("名", 1)
    assert table["小学及以下"] == ("名", 1)
    assert table["已建党组织的社区"] == ("个", 3)
    assert "其他" not in table


def test_the_sheet_prints_on_a4(told: Running) -> None:
    content = told.get("/statistics/430111.xlsx").content

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
