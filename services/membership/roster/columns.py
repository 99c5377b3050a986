"""The columns of a roster: one table for template, reader, report and export."""

from dataclasses import dataclass

from services.membership.domain.terms import Education, Gender, MemberClass, Post, Standing
from services.membership.roster import column_rules as read
from services.membership.roster.column_rules import Reading
from services.membership.roster.dates import parse_date
from services.membership.roster.ethnicity import ETHNICITIES

ROSTER_SHEET = "党员花名册"
EXPLANATION_SHEET = "填写说明"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the roster.

    Attributes:
        header: what stands in the first row; a required column's header is shown with ``*``.
        field: the attribute of ``RosterValues`` and, by the same name, of the register command.
        read: from a non-empty cell to the value.
        required: whether a row without it is refused.
        explanation: what to fill in, for the officer.
        example: an invented value for the explanation sheet.
        choices: the closed list, empty for free columns; Excel takes 255 characters of them.
        width: in characters, for the template.
        repeats: whether many rows hold the same texts, so that each is read once only.
    """

    header: str
    field: str
    read: Reading
    required: bool
    explanation: str
    example: str
    choices: tuple[str, ...] = ()
    width: int = 14
    repeats: bool = True

    @property
    def title(self) -> str:
        return f"{self.header}*" if self.required else self.header


_DATE_FORMS = "日期单元格,或 2021-03-04、2021/3/4、2021.3.4、2021年3月4日、20210304;须有年月日"
_STANDINGS = (Standing.FULL, Standing.PROBATIONARY)

COLUMNS: tuple[Column, ...] = (
    Column("姓名", "name", read.name, True, "与证件一致,不超过 50 字", "张某某", repeats=False),
    Column(
        "公民身份号码",
        "identity_number",
        read.identity_number,
        True,
        "18 位,单元格设为文本格式;按 GB 11643 校验日期和校验码;同一文件不得重复",
        "430111190001010011",
        width=22,
        repeats=False,
    ),
    Column(
        "所在党组织编码",
        "organisation_id",
        read.organisation_id,
        True,
        "党员组织关系所在的党委、党总支或党支部的编码,可在组织树中查到",
        "430111001011",
        width=18,
    ),
    Column(
        "性别",
        "gender",
        read.word(Gender),
        False,
        "可不填;填写时须与公民身份号码一致",
        "男",
        tuple(each.label for each in Gender),
        8,
    ),
    Column(
        "民族", "ethnicity", read.ethnicity, False, "可不填;从列表选择", "汉族", ETHNICITIES, 10
    ),
    Column(
        "学历",
        "education",
        read.word(Education),
        True,
        "最高学历,从列表选择",
        "大学本科",
        tuple(each.label for each in Education),
    ),
    Column(
        "人员类别",
        "standing",
        read.word(Standing, *_STANDINGS),
        True,
        "从列表选择",
        "正式党员",
        tuple(each.label for each in _STANDINGS),
    ),
    Column(
        "党员分类",
        "member_class",
        read.word(MemberClass),
        True,
        "从列表选择",
        "在职",
        tuple(each.label for each in MemberClass),
    ),
    Column("入党日期", "join_date", parse_date, True, _DATE_FORMS, "2010-07-01"),
    Column(
        "转正日期", "full_date", parse_date, False, f"预备党员不填。{_DATE_FORMS}", "2011-07-01"
    ),
    Column(
        "联系电话",
        "phone",
        read.phone,
        False,
        "可不填;手机或带区号的固定电话",
        "0731-00000000",
        width=16,
        repeats=False,
    ),
    Column(
        "家庭住址",
        "address",
        read.address,
        False,
        "可不填;不超过 200 字",
        "某某街道某某社区 1 栋 101 室",
        width=36,
        repeats=False,
    ),
    Column(
        "党内职务",
        "posts",
        read.posts,
        False,
        "可不填或填“无”;多个职务用顿号分隔",
        "书记",
        tuple(each.label for each in Post),
    ),
)

HEADER_OF_FIELD: dict[str, str] = {column.field: column.header for column in COLUMNS} | {
    "birth_date": "公民身份号码"
}
"""Where a rejection's ``field`` is found in the sheet; the birth date stands in the number."""
