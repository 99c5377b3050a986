"""Rows: typed when good, every bad cell named, good rows never lost."""

from datetime import date

import pytest

from services.membership.domain.terms import (
    Education,
    Gender,
    MemberClass,
    Post,
    Standing,
)
from services.membership.roster.row import RosterValues
from tests.unit.membership.roster.sheets import (
    TITLES,
    Value,
    bad_of,
    csv_text,
    read,
    row,
    rows_of,
    rules,
    workbook,
    workbook_of,
)

OTHER = "430111198001010018"
EXPECTED = RosterValues(
    name="张三",
    identity_number="11010519491231002X",
    organisation_id="430111001011",
    gender=Gender.FEMALE,
    birth_date=date(1949, 12, 31),
    ethnicity="汉族",
    education=Education.UNIVERSITY,
    standing=Standing.FULL,
    member_class=MemberClass.RETIRED,
    join_date=date(1975, 7, 1),
    full_date=date(1976, 7, 1),
    phone="0731-85550000",
    address="广济桥社区1栋101室",
    posts=(Post.SECRETARY,),
)


def test_a_good_row_is_typed() -> None:
    (found,) = rows_of(read(workbook(row())))
    assert (found.sheet, found.row_number, found.values) == ("党员花名册", 2, EXPECTED)


def test_no_person_stands_in_a_representation() -> None:
    found = read(workbook(row(), row(姓名="李四" * 30)))
    shown = repr(found)
    assert "张三" not in shown
    assert "李四" not in shown
    assert "1101051949" not in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_reads_as_the_workbook_does(encoding: str) -> None:
    (found,) = rows_of(read(csv_text(row()).encode(encoding)))
    assert (found.sheet, found.row_number, found.values) == ("", 2, EXPECTED)


def test_optional_columns_may_be_blank_or_absent() -> None:
    titles = [title for title in TITLES if title.endswith("*")]
    values = [value for title, value in zip(TITLES, row(), strict=True) if title.endswith("*")]
    for content in (
        workbook(values, titles=titles),
        workbook(
            row(性别=None, 民族=None, 转正日期=None, 联系电话=None, 家庭住址=None, 党内职务=None)
        ),
    ):
        (found,) = rows_of(read(content))
        assert found.values.full_date is None
        assert found.values.posts == ()
        assert found.values.gender is Gender.FEMALE


def test_columns_may_stand_in_any_order() -> None:
    content = workbook(row()[::-1], titles=TITLES[::-1])
    assert rows_of(read(content))[0].values == EXPECTED


@pytest.mark.parametrize(
    ("column", "typed", "field", "value"),
    [
        ("姓名", "　张 三 ", "name", "张三"),
        ("姓名", "阿卜杜拉·买买提", "name", "阿卜杜拉·买买提"),
        ("姓名", "王\ue863\U000323b0", "name", "王\ue863\U000323b0"),
        (
            "公民身份号码",
            " １１０１０５１９４９１２３１００２ｘ\u200b",
            "identity_number",
            "11010519491231002X",
        ),
        ("公民身份号码", "110105 19491231 002X", "identity_number", "11010519491231002X"),
        ("所在党组织编码", 430111001011.0, "organisation_id", "430111001011"),
        ("所在党组织编码", "４３０１１１００１０１１－1", "organisation_id", "430111001011-1"),
        ("民族", "土家", "ethnicity", "土家族"),
        ("入党日期", date(1975, 7, 1), "join_date", date(1975, 7, 1)),
        ("入党日期", "1975年7月1日", "join_date", date(1975, 7, 1)),
        ("入党日期", 19750701.0, "join_date", date(1975, 7, 1)),
        ("联系电话", 13800000000.0, "phone", "13800000000"),
        ("联系电话", "0731-85550000转12", "phone", "0731-85550000转12"),
        ("联系电话", "'+86 13800000000", "phone", "+86 13800000000"),
        ("党内职务", "书记、组织委员", "posts", (Post.SECRETARY, Post.ORGANISATION_MEMBER)),
        ("党内职务", "无", "posts", ()),
    ],
)
def test_what_officers_type_is_brought_to_one_form(
    column: str, typed: Value, field: str, value: object
) -> None:
    (found,) = rows_of(read(workbook(row(**{column: typed}))))
    assert getattr(found.values, field) == value


@pytest.mark.parametrize(
    ("column", "typed", "rule"),
    [
        ("姓名", None, "required"),
        ("姓名", "   ", "required"),
        ("姓名", "张3", "name"),
        ("姓名", "张" * 51, "name"),
        ("姓名", "张\x7f三", "control-characters"),
        ("姓名", "张" * 501, "too-long"),
        ("姓名", "=张三", "formula"),
        ("公民身份号码", "110105491231002", "identity-number-old"),
        ("公民身份号码", "110105194912310021", "identity-number-checksum"),
        ("公民身份号码", "11010519490229002X", "identity-number-date"),
        ("公民身份号码", 110105194912310030.0, "identity-number-precision"),
        ("公民身份号码", "1.10105E+17", "identity-number-precision"),
        ("所在党组织编码", "广济桥", "organisation-code"),
        ("所在党组织编码", "4" * 37, "organisation-code"),
        ("所在党组织编码", 430111.5, "organisation-code"),
        ("性别", "男", "gender-mismatch"),
        ("性别", "未知", "not-in-list"),
        ("民族", "火星族", "not-in-list"),
        ("学历", "本科以上", "not-in-list"),
        ("人员类别", "停止党籍", "not-in-list"),
        ("党员分类", "其他", "not-in-list"),
        ("入党日期", "2021.03", "date-year-month"),
        ("入党日期", 44259.0, "date-serial"),
        ("转正日期", "1976/2/30", "date-nonexistent"),
        ("联系电话", "打我", "phone"),
        ("家庭住址", "长" * 201, "too-long"),
        ("党内职务", "书记、部长", "not-in-list"),
    ],
)
def test_a_bad_cell_is_named_and_the_good_rows_stay(column: str, typed: Value, rule: str) -> None:
    content = workbook(row(公民身份号码=OTHER, 性别=None), row(**{column: typed}))
    assert rules(content) == [(3, column, rule)]
    assert [found.row_number for found in rows_of(read(content))] == [2]


def test_every_fault_of_a_row_is_named_at_once() -> None:
    content = workbook(row(姓名=None, 学历="?", 入党日期="?"))
    assert rules(content) == [
        (2, "学历", "not-in-list"),
        (2, "入党日期", "date-format"),
        (2, "姓名", "required"),
    ]


def test_the_same_fault_in_two_rows_is_named_twice() -> None:
    other = row(公民身份号码=OTHER, 性别=None, 学历="?")
    assert [bad[0] for bad in rules(workbook(row(学历="?"), other))] == [2, 3]


def test_a_bad_cell_echoes_its_value_cut_short() -> None:
    (bad,) = bad_of(read(workbook(row(家庭住址="长" * 400))))
    assert bad.value == "长" * 100


def test_the_later_of_two_rows_with_one_number_is_refused() -> None:
    content = workbook_of(
        {"甲": [TITLES, row()], "乙": [TITLES, row(公民身份号码="11010519491231002x")]}
    )
    (bad,) = bad_of(read(content))
    assert (bad.sheet, bad.row, bad.rule) == ("乙", 2, "duplicate-in-file")
    assert "“甲”第 2 行" in bad.reason


def test_blank_rows_and_blank_sheets_are_passed_over() -> None:
    content = workbook_of(
        {"空": [], "甲": [[None] * 3, TITLES, [None], ["  "], row()], "填写说明": [["随便写"]]}
    )
    assert [(found.sheet, found.row_number) for found in rows_of(read(content))] == [("甲", 5)]


def test_a_value_without_a_header_is_refused_with_its_place() -> None:
    content = workbook([*row(), None, "备注"], [*row(公民身份号码=OTHER, 性别=None), " "])
    assert rules(content) == [(2, "第 15 列", "no-header")]
    assert rules(csv_text([*row(), *[""] * 40, "远"]).encode()) == [(2, "第 33 列", "no-header")]


def test_a_csv_row_is_counted_as_a_spreadsheet_counts_it() -> None:
    text = csv_text(row(家庭住址='"一\n号"'), row(公民身份号码=OTHER, 姓名="1", 性别=None))
    assert [(bad.row, bad.rule) for bad in bad_of(read(text.encode()))] == [(3, "name")]
