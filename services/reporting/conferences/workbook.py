"""The roster as an office prints it: members by conference, agreements, figures; with a line to sign."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, BinaryIO

from services.reporting.conferences import labels
from services.reporting.conferences.figures import FIGURES
from services.reporting.conferences.reading import Head, Whole
from services.reporting.conferences.roster import Chair, Conference, Member
from services.reporting.naming import level_label
from shared import printed
from shared.printed import FONT, day_text, instant_text

_HEADS = 4
_FEN = 100
_SIGNED = "填报单位(盖章):                    负责人:                    填表人:                    填表日期:      年    月    日"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the members' table."""

    heading: str
    width: int
    cell: Callable[[Member], Any]


_COLUMNS = (
    Column("成员单位", 24, lambda m: m.unit.name),
    Column("单位性质", 11, lambda m: labels.UNIT_CLASSES.get(m.unit.unit_class, m.unit.unit_class)),
    Column("单位党组织", 22, lambda m: m.unit.organisation_name),
    Column("加入时间", 11, lambda m: m.since.isoformat()),
    Column("席位", 6, lambda m: m.seats),
    Column("代表(职务)", 14, lambda m: m.representative_post),
    Column("联络员(职务)", 14, lambda m: m.unit.liaison_post),
    Column("生效协议(份)", 9, lambda m: m.agreements),
    Column("出借场地(次)", 9, lambda m: m.shared["hall_loans"]),
    Column("人才、物资(次)", 9, lambda m: m.shared["skill_loans"] + m.shared["equipment_loans"]),
    Column("支持资金(元)", 11, lambda m: m.shared["funds_fen"] / _FEN),
)
_MEMBERS = {"序号": 6, **{column.heading: column.width for column in _COLUMNS}}
_AGREEMENTS = {"序号": 6, "联席会": 30, "协议名称": 34, "缔约单位": 50, "开始": 12, "结束": 12}
_FIGURES = {"序号": 8, "指标": 40, "单位": 16, "数量": 24}


def write(out: BinaryIO, roster: Whole) -> None:
    """Write the file anew, row by row as the conferences come."""
    out.seek(0)
    out.truncate()
    title = _title(roster.head)
    printed.write_workbook(out, title, "党建联席会", lambda book: _fill(book, roster))


def file_name(head: Head) -> str:
    """What the file is called when it is saved."""
    return f"{_title(head)} {head.question.moment.as_of.isoformat()}.xlsx"


def _title(head: Head) -> str:
    return f"{head.place.name}党建联席会名册"


def _fill(book: Any, roster: Whole) -> None:
    members = _Page(book, roster.head, "名册", _MEMBERS)
    agreements = _Page(book, roster.head, "共建协议", _AGREEMENTS)
    numbers = count(1)
    for one in roster.conferences:
        members.band(_conference_text(one))
        for number, member in enumerate(one.members, 1):
            members.row(number, *(column.cell(member) for column in _COLUMNS))
        for cells in _agreements(one):
            agreements.row(next(numbers), *cells)
    members.sign()
    agreements.sign()
    figures = _Page(book, roster.head, "汇总", _FIGURES)
    for number, (name, figure) in enumerate(FIGURES.items(), 1):
        figures.row(number, figure.label, figure.unit, roster.values[name])
    figures.sign()


def _conference_text(one: Conference) -> str:
    chairs = f"本期轮值会长:{_chair_text(one.chair)}  下期轮值会长:{_chair_text(one.chair_next)}"
    return f"{one.name}({level_label(one.level)},{one.division_name})  {chairs}"


def _chair_text(chair: Chair | None) -> str:
    if chair is None:
        return "—"
    kind = labels.CHAIRS.get(chair.kind, chair.kind)
    until = day_text(chair.ends - timedelta(days=1)) if chair.ends else ""
    return f"{chair.unit.name}({kind},{day_text(chair.begins)}至{until})"


def _agreements(one: Conference) -> Iterator[tuple[str, ...]]:
    for found in one.agreements:
        parties = "、".join(unit.name for unit in found.parties)
        term = (found.begins.isoformat(), found.ends.isoformat())
        yield one.name, found.title, parties, *term


class _Styles:
    """The formats of the book's cells."""

    def __init__(self, book: Any) -> None:
        cell = {**FONT, "border": 1, "text_wrap": True}
        self.note = book.add_format({**FONT, "font_size": 10})
        self.heading = book.add_format({**cell, "bold": True, "align": "center"})
        self.band = book.add_format({**FONT, "border": 1, "bold": True, "bg_color": "#F2F2F2"})
        self.text = book.add_format(cell)
        self.number = book.add_format({**cell, "num_format": "#,##0", "align": "right"})
        self.yuan = book.add_format({**cell, "num_format": "#,##0.00", "align": "right"})


class _Page:
    """One sheet, written from top to bottom; ``columns`` are their headings and widths."""

    def __init__(self, book: Any, head: Head, name: str, columns: Mapping[str, int]) -> None:
        self._sheet, self._styles = book.add_worksheet(name), _Styles(book)
        self._last, self._next = len(columns) - 1, _HEADS
        positions = head.question.positions
        source = f"membership:{positions.membership} resources:{positions.resources}"
        widths = tuple(columns.values())
        printed.print_setup(self._sheet, widths, heads=_HEADS, source=source, wide=True)
        printed.write_title(book, self._sheet, _title(head), self._last)
        for row, text in enumerate(_notes(head), 1):
            self._sheet.merge_range(row, 0, row, self._last, text, self._styles.note)
        self._sheet.write_row(3, 0, list(columns), self._styles.heading)

    def band(self, text: str) -> None:
        """A line over all columns."""
        self._sheet.merge_range(self._next, 0, self._next, self._last, text, self._styles.band)
        self._next += 1

    def row(self, *cells: Any) -> None:
        """Numbers as numbers, yuan with their fen."""
        for column, value in enumerate(cells):
            match value:
                case float():
                    self._sheet.write_number(self._next, column, value, self._styles.yuan)
                case int():
                    self._sheet.write_number(self._next, column, value, self._styles.number)
                case _:
                    self._sheet.write_string(self._next, column, value, self._styles.text)
        self._next += 1

    def sign(self) -> None:
        """The line at the end, where who answers for it signs."""
        row = self._next + 1
        self._sheet.merge_range(row, 0, row, self._last, _SIGNED, self._styles.note)


def _notes(head: Head) -> tuple[str, str]:
    asked = head.question
    period = f"{day_text(asked.period.first)}至{day_text(asked.period.last)}"
    known = instant_text(head.known_at)
    day = f"名册时点:{day_text(asked.moment.as_of)}  共享期间:{period}"
    return day, f"计量单位:家、席、份、次、元  数据录入截至:{known}"
