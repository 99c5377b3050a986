"""Agreements, the yearly sheet, the three lists, pairings, funds and outside tasks."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.agreement import commands as agreement
from services.resources.domain.agreement import rejections as about_agreement
from services.resources.domain.agreement.events import (
    AgreementSigned,
    AgreementStage,
    FulfilmentRecorded,
    Obligation,
)
from services.resources.domain.agreement.fulfilling import Fulfilment, fulfilment_of
from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.domain.assessment.events import SheetLine, YearlySheetIssued
from services.resources.domain.booking.commands import RecordUse
from services.resources.domain.fund import commands as fund
from services.resources.domain.fund.decider import DrawDownAbovePledge, ReturnAboveDrawn
from services.resources.domain.pairing import commands as pairing
from services.resources.domain.pairing.decider import DeedNotDone, Pairing
from services.resources.domain.pairing.events import ScorerRole
from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.commands import SetRule
from services.resources.domain.terms import ShareKind
from services.resources.domain.unit.unit import UnknownUnit
from tests.unit.resources.scene import (
    FORESTRY,
    ONE,
    SCHOOL,
    TODAY,
    Scene,
    asked,
    at,
    found,
    offer,
    on,
    slot,
    street,
)

OF_AGREEMENT: dict[str, Any] = {"agreement_id": "a", **asked()}
OF_FUND: dict[str, Any] = {"fund_id": "f", **asked()}
OF_PAIRING: dict[str, Any] = {"pairing_id": "p", **asked()}


def draft(**given: Any) -> agreement.DraftAgreement:
    asked_for: dict[str, Any] = {
        "conference_id": ONE,
        "title": "共建协议",
        "parties": (FORESTRY,),
        "obligations": (Obligation(1, FORESTRY, ShareKind.VENUE, "提供礼堂", 720),),
        "begins": TODAY,
        "ends": date(2027, 3, 1),
        **OF_AGREEMENT,
        **given,
    }
    return agreement.DraftAgreement(**asked_for)


def signed() -> Scene:
    scene = street().given(found(FORESTRY, SCHOOL), draft())
    return scene.given(agreement.SignAgreement(unit_id=FORESTRY, **OF_AGREEMENT))


def fulfil(amount: int, source: str = "booking:b1", **given: Any) -> agreement.RecordFulfilment:
    asked_for: dict[str, Any] = {
        "unit_id": FORESTRY,
        "kind": ShareKind.VENUE,
        **OF_AGREEMENT,
        **given,
    }
    return agreement.RecordFulfilment(amount=amount, source=source, **asked_for)


def test_an_agreement_is_in_force_once_every_party_signed() -> None:
    scene = street().given(found(FORESTRY, SCHOOL), draft(parties=(FORESTRY, SCHOOL)))
    stages = []
    for unit in (SCHOOL, FORESTRY):
        (event,) = scene.when(agreement.SignAgreement(unit_id=unit, **OF_AGREEMENT))
        assert isinstance(event, AgreementSigned)
        stages.append(event.stage)
    assert stages == [AgreementStage.DRAFT, AgreementStage.IN_FORCE]


def test_each_booking_counts_once_and_what_it_undoes_is_taken_back() -> None:
    scene = signed().given(fulfil(120), fulfil(240, "booking:b2"))
    (event,) = scene.when(fulfil(0))
    assert isinstance(event, FulfilmentRecorded)
    assert (event.amount, event.total) == (-120, 240)


def test_the_yearly_sheet_says_what_was_promised_and_done_and_is_reissued_on_news() -> None:
    scene = signed().given(fulfil(120))
    sheet = IssueYearlySheet(unit_id=FORESTRY, year=2026, agreement_ids=("a",), **asked())
    (first,) = scene.when(sheet)
    assert isinstance(first, YearlySheetIssued)
    assert first.lines == (SheetLine("a", 1, ShareKind.VENUE, 720, 120, 120),)
    breach: dict[str, Any] = {"breach_id": "x", "number": 1, "cause_text": "未按约开放"}
    scene.when(agreement.ReportBreach(**breach, **OF_AGREEMENT))
    (second,) = scene.when(sheet)
    assert isinstance(second, YearlySheetIssued)
    assert (second.edition, second.open_breaches) == (2, 1)
    scene.when(agreement.RemedyBreach(breach_id="x", note="已补开", **OF_AGREEMENT))
    scene.when(agreement.RenewAgreement(ends=date(2028, 3, 1), **OF_AGREEMENT))


@pytest.mark.parametrize(
    ("command", "rejection"),
    [
        (draft(title="另一协议"), about_agreement.AgreementIdTaken),
        (draft(agreement_id="b", ends=date(2020, 1, 1)), about_agreement.AgreementBackwards),
        (draft(agreement_id="b", ends=date(2030, 1, 1)), about_agreement.AgreementTooLong),
        (draft(agreement_id="b", parties=("nobody",)), UnknownUnit),
        (draft(agreement_id="b", obligations=()), about_agreement.ObligationsUnsuitable),
        (agreement.SignAgreement(unit_id=SCHOOL, **OF_AGREEMENT), about_agreement.NotAParty),
        (fulfil(1, kind=ShareKind.FUND), about_agreement.NoObligationOfThatKind),
        (agreement.EndAgreement(**OF_AGREEMENT), about_agreement.TermNotOver),
    ],
)
def test_what_breaks_a_rule_of_agreements_is_refused(
    command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection):
        signed().decide(command)


def test_uses_and_vouchers_under_an_agreement_fulfil_it_and_returns_undo() -> None:
    scene = signed().given(offer())
    use = RecordUse(
        booking_id="u1",
        wanted=slot(at(1, 9)),
        unit_id=SCHOOL,
        purpose="党课",
        agreement_id="a",
        **asked(),
    )
    (used,) = scene.when(use)
    venue = fulfilment_of(used)
    assert venue == Fulfilment("a", FORESTRY, ShareKind.VENUE, 120, "booking:hall:u1")
    given: dict[str, Any] = {"unit_id": FORESTRY, "community_code": ONE, "purpose": "助学"}
    scene.given(fund.PledgeFund(fen=500_000, agreement_id="a", **given, **OF_FUND))
    (drawn,) = scene.when(fund.DrawDown(voucher="v1", fen=300_000, **OF_FUND))
    (back,) = scene.when(fund.ReturnMoney(voucher="v1", receipt="r", fen=100_000, **OF_FUND))
    amounts = [(each.amount, each.source) for each in map(fulfilment_of, (drawn, back)) if each]
    assert amounts == [(300_000, "voucher:f:v1"), (200_000, "voucher:f:v1")]
    assert fulfilment_of(scene.happened[0]) is None


def test_no_more_is_drawn_than_pledged_and_no_more_returned_than_drawn() -> None:
    pledge = fund.PledgeFund(
        unit_id=FORESTRY, community_code=ONE, purpose="助学", fen=500_000, **OF_FUND
    )
    scene = street().given(pledge, fund.DrawDown(voucher="v1", fen=300_000, **OF_FUND))
    with pytest.raises(DrawDownAbovePledge) as refused:
        scene.decide(fund.DrawDown(voucher="v2", fen=200_001, **OF_FUND))
    assert refused.value.field == "fen"
    with pytest.raises(ReturnAboveDrawn):
        scene.decide(fund.ReturnMoney(voucher="v1", receipt="r", fen=300_001, **OF_FUND))


def test_promised_deeds_are_scored_once_by_each_scorer_when_done() -> None:
    scene = street().given(
        pairing.PairDepartment(unit_id=FORESTRY, community_code=ONE, year=2026, **OF_PAIRING),
        pairing.PromiseDeed(number=1, text="修缮凉亭", due=date(2026, 6, 1), **OF_PAIRING),
    )
    score: dict[str, Any] = {"number": 1, "role": ScorerRole.COMMUNITY_OFFICER, **OF_PAIRING}
    with pytest.raises(DeedNotDone):
        scene.decide(pairing.ScoreDeed(points=90, **score))
    scene.given(
        pairing.ReportDeedDone(number=1, **OF_PAIRING),
        pairing.ScoreDeed(points=90, **score),
        pairing.ScoreDeed(points=70, **{**score, "actor": "account-2"}),
        pairing.ScoreDeed(points=80, **score),
    )
    state = scene.states["pairing-p"]
    assert isinstance(state, Pairing)
    assert state.average(ScorerRole.COMMUNITY_OFFICER) == 75


def test_a_rule_of_the_city_changes_without_a_release() -> None:
    longer = SetRule(name="chair-term-months", value=12, source="雨联席〔2026〕1号", **asked())
    scene = street().given(longer, found(FORESTRY, SCHOOL, **on(TODAY)))
    terms = scene.states[f"conference-{ONE}"].rotation.terms
    assert terms[0].ends == date(2027, 3, 2)
