"""The petition report as an office prints it: figures and rates on one sheet, groups on the next."""

from collections.abc import Iterator
from typing import Any

from services.reporting.petitions.counting import Values
from services.reporting.petitions.figures import FIGURES, RATES, SHOWN_OF_GROUPS, Rate
from services.reporting.petitions.reading import Report
from shared import printed
from shared.printed import FONT, day_text, instant_text

GROUP_LABELS = {
    "channel": "渠道",
    "kind": "类型",
    "mode": "办理方式",
    "category": "类别",
    "unit": "承办单位",
    "place": "辖区",
}
_FIGURE_WIDTHS = (16, 28, 8, 12)
_FIGURE_HEADINGS = ("项目", "指标", "单位", "数量")
_GROUP_WIDTHS = (10, 24, 8, 8, 8, 12, 9, 9, 9, 12)
_HEADS = 4
_SECTIONS = {
    "backlog_by_stage": "在办环节",
    "backlog_by_age": "在办时长",
    "breaches_by_promise": "超时环节",
}


def workbook(report: Report) -> bytes:
    """The file's content."""
    return printed.workbook(_title(report), "诉求办理", lambda book: _fill(book, report))


def file_name(report: Report) -> str:
    """What the file is called when it is saved."""
    return f"{_title(report)} {report.head.question.moment.as_of.isoformat()}.xlsx"


def percentage(rate: Rate, values: Values) -> float | None:
    """The share, rounded to four places; None when there is nothing to share."""
    of = values[rate.of]
    return round(values[rate.share] / of, 4) if of else None


def _title(report: Report) -> str:
    return f"{report.head.place.name}诉求办理情况统计表"


def _fill(book: Any, report: Report) -> None:
    figures, groups = book.add_worksheet("总表"), book.add_worksheet("分组")
    _begin(book, figures, report, _FIGURE_HEADINGS, _FIGURE_WIDTHS)
    _write_rows(book, figures, [*_figures(report), *_rates(report)])
    shown = [FIGURES[name].label for name in SHOWN_OF_GROUPS]
    headings = ("分组", "名称", *shown, *(rate.label for rate in RATES))
    _begin(book, groups, report, headings, _GROUP_WIDTHS)
    _write_rows(book, groups, list(_groups(report)))


def _begin(
    book: Any, page: Any, report: Report, headings: tuple[str, ...], widths: tuple[int, ...]
) -> None:
    source = f"petitions:{report.head.position}"
    printed.print_setup(page, widths, heads=_HEADS, source=source)
    last, question = len(headings) - 1, report.head.question
    printed.write_title(book, page, _title(report), last)
    note = book.add_format({**FONT, "font_size": 10})
    period = f"登记期间:{day_text(question.period.first)}至{day_text(question.period.last)}"
    page.merge_range(1, 0, 1, last, f"统计时点:{day_text(question.moment.as_of)}  {period}", note)
    known = f"数据录入截至:{instant_text(report.head.known_at)}"
    page.merge_range(2, 0, 2, last, f"计量单位:件、次  {known}", note)
    bold = book.add_format({**FONT, "bold": True, "align": "center", "border": 1})
    page.write_row(3, 0, headings, bold)


def _figures(report: Report) -> Iterator[tuple[Any, ...]]:
    for name, figure in FIGURES.items():
        section = _SECTIONS.get(name.partition(".")[0], "诉求")
        unit = "件" if name.startswith("backlog") or section == "诉求" else "次"
        yield section, figure.label, unit, report.counts.whole[name]


def _rates(report: Report) -> Iterator[tuple[Any, ...]]:
    for rate in RATES:
        yield "比率", rate.label, "%", percentage(rate, report.counts.whole)


def _groups(report: Report) -> Iterator[tuple[Any, ...]]:
    for group, label in GROUP_LABELS.items():
        for word, called in report.labels[group].items():
            values = report.counts.groups[group][word]
            shown = (values[name] for name in SHOWN_OF_GROUPS)
            yield label, called, *shown, *(percentage(rate, values) for rate in RATES)


def _write_rows(book: Any, page: Any, rows: list[tuple[Any, ...]]) -> None:
    """Numbers as numbers, shares as percentages; a rate of nothing is a dash."""
    text = book.add_format({**FONT, "border": 1})
    number = book.add_format({**FONT, "border": 1, "num_format": "#,##0"})
    share = book.add_format({**FONT, "border": 1, "num_format": "0.0%"})
    dash = book.add_format({**FONT, "border": 1, "align": "right"})
    for at, row in enumerate(rows, _HEADS):
        for column, value in enumerate(row):
            match value:
                case None:
                    page.write_string(at, column, "—", dash)
                case float():
                    page.write_number(at, column, value, share)
                case int():
                    page.write_number(at, column, value, number)
                case _:
                    page.write_string(at, column, value, text)
