"""The yearly sheet: what a unit promised and did in a calendar year, by agreements that bound it then."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.agreement.commands import (
    EndAgreement,
    RemedyBreach,
    RenewAgreement,
    ReportBreach,
)
from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.domain.assessment.events import SheetLine, YearlySheetIssued
from services.resources.domain.terms import ShareKind
from tests.unit.resources.agreed import OF_AGREEMENT, draft, fulfil, of, signed
from tests.unit.resources.scene import FORESTRY, SCHOOL, Scene, asked, found, on, street

NEW_YEAR = date(2027, 1, 10)


def issued(scene: Scene, year: int, asked_on: date) -> YearlySheetIssued:
    (sheet,) = scene.decide(
        IssueYearlySheet(unit_id=FORESTRY, year=year, agreement_ids=("a",), **on(asked_on))
    )
    assert isinstance(sheet, YearlySheetIssued)
    return sheet


def test_the_yearly_sheet_says_what_was_promised_and_done_and_is_reissued_on_news() -> None:
    scene = signed().given(fulfil(120))
    sheet = IssueYearlySheet(unit_id=FORESTRY, year=2026, agreement_ids=("a",), **asked())
    (first,) = scene.when(sheet)
    assert isinstance(first, YearlySheetIssued)
    assert first.lines == (SheetLine("a", 1, ShareKind.VENUE, 720, 120, 120, 120),)
    scene.when(breach("x"))
    (second,) = scene.when(sheet)
    assert isinstance(second, YearlySheetIssued)
    assert (second.edition, second.open_breaches) == (2, 1)
    scene.when(RemedyBreach(breach_id="x", note="已补开", **OF_AGREEMENT))
    (third,) = scene.when(sheet)
    assert isinstance(third, YearlySheetIssued)
    assert (third.edition, third.open_breaches) == (3, 0)


def breach(breach_id: str, **given: Any) -> ReportBreach:
    told = {"number": 1, "cause_text": "未按约开放", **OF_AGREEMENT, **given}
    return ReportBreach(breach_id=breach_id, **told)


def test_a_use_counts_in_the_year_in_which_it_was_whenever_it_is_told() -> None:
    told = fulfil(120, used_on=date(2026, 11, 24), **of(NEW_YEAR))
    scene = signed().given(told, fulfil(30, "booking:b2", **of(NEW_YEAR)))
    found = [issued(scene, year, NEW_YEAR).lines[0].in_year for year in (2026, 2027)]
    assert found == [120, 30]


def test_what_is_taken_back_is_missing_in_the_year_in_which_it_counted() -> None:
    scene = signed().given(fulfil(120), fulfil(90, used_on=NEW_YEAR, **of(NEW_YEAR)))
    found = [issued(scene, year, NEW_YEAR).lines[0].in_year for year in (2026, 2027)]
    assert found == [90, 0]


def test_a_renewed_agreement_is_judged_by_the_last_term_that_began_by_the_years_end() -> None:
    scene = signed().given(
        fulfil(700),
        RenewAgreement(ends=date(2028, 3, 1), **OF_AGREEMENT),
        fulfil(20, "booking:b2", **of(NEW_YEAR)),
        fulfil(60, "booking:b3", **of(date(2027, 3, 2))),
    )
    found = [issued(scene, year, date(2027, 12, 1)).lines[0] for year in (2026, 2027)]
    assert [(each.in_year, each.in_term, each.in_all) for each in found] == [
        (700, 720, 780),
        (80, 60, 780),
    ]


def test_an_agreement_ended_early_is_on_no_sheet_of_a_later_year() -> None:
    scene = signed(ends=date(2028, 12, 31)).given(breach("x"))
    scene.given(EndAgreement(cause_text="场地改建", **of(date(2026, 3, 30))))
    found = [issued(scene, year, date(2028, 5, 1)) for year in (2026, 2028)]
    assert [(len(each.lines), each.open_breaches) for each in found] == [(1, 1), (0, 0)]


@pytest.mark.parametrize("ended", [False, True], ids=["not begun", "never began"])
def test_a_term_that_has_not_begun_judges_nobody(ended: bool) -> None:
    scene = signed(ends=date(2026, 6, 30)).given(
        fulfil(720), RenewAgreement(ends=date(2027, 6, 30), **OF_AGREEMENT)
    )
    asked_on = date(2026, 4, 1)
    if ended:
        scene.given(EndAgreement(cause_text="场地改建", **of(date(2026, 4, 30))))
        asked_on = NEW_YEAR
    assert issued(scene, 2026, asked_on).lines[0].in_term == 720


def test_an_agreement_ended_before_its_first_day_is_on_no_sheet() -> None:
    scene = signed(begins=date(2026, 9, 1), ends=date(2027, 8, 31))
    scene.given(EndAgreement(cause_text="场地改建", **of(date(2026, 4, 30))))
    assert issued(scene, 2026, NEW_YEAR).lines == ()


def test_an_agreement_that_not_all_signed_is_on_no_sheet() -> None:
    scene = street().given(found(FORESTRY, SCHOOL), draft())
    scene.given(EndAgreement(cause_text="未签署", **OF_AGREEMENT))
    assert issued(scene, 2026, NEW_YEAR).lines == ()


def test_a_breach_is_on_the_sheet_of_the_year_in_which_it_was_reported() -> None:
    scene = signed().given(breach("x"), breach("y", **of(NEW_YEAR)), breach("z", **of(NEW_YEAR)))
    assert [issued(scene, year, NEW_YEAR).open_breaches for year in (2026, 2027)] == [1, 2]
