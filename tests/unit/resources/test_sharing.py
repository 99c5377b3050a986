"""What is shared under agreements, funds, and pairings."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.agreement.commands import EndAgreement
from services.resources.domain.agreement.fulfilling import Fulfilment, fulfilment_of
from services.resources.domain.agreement.rejections import (
    AgreementNotInForce,
    NothingPromised,
    OutsideTerm,
    UnknownAgreement,
)
from services.resources.domain.booking.commands import RecordUse
from services.resources.domain.fund import commands as fund
from services.resources.domain.fund.rejections import (
    DrawDownAbovePledge,
    MoreWouldNotCount,
    ReturnAboveDrawn,
)
from services.resources.domain.pairing import commands as pairing
from services.resources.domain.pairing.decider import DeedNotDone, Pairing
from services.resources.domain.pairing.events import ScorerRole
from services.resources.domain.rejection import Rejection
from services.resources.domain.rules.commands import SetRule
from services.resources.domain.terms import ShareKind
from tests.unit.resources.agreed import HALL, MONEY, OF_AGREEMENT, draft, signed
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

OF_FUND: dict[str, Any] = {"fund_id": "f", **asked()}
OF_PAIRING: dict[str, Any] = {"pairing_id": "p", **asked()}


def test_uses_and_vouchers_under_an_agreement_fulfil_it_and_returns_undo() -> None:
    scene = signed(obligations=(HALL, MONEY), begins=date(2026, 3, 1)).given(offer())
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
    assert venue == Fulfilment(
        "a", FORESTRY, ShareKind.VENUE, 120, "booking:hall:u1", at(1, 9).date()
    )
    given: dict[str, Any] = {"unit_id": FORESTRY, "community_code": ONE, "purpose": "助学"}
    scene.given(fund.PledgeFund(fen=500_000, agreement_id="a", **given, **OF_FUND))
    (drawn,) = scene.when(fund.DrawDown(voucher="v1", fen=300_000, **OF_FUND))
    later = {"fund_id": "f", **on(date(2026, 5, 1))}
    (back,) = scene.when(fund.ReturnMoney(voucher="v1", receipt="r", fen=100_000, **later))
    told = [
        (each.amount, each.source, each.used_on)
        for each in map(fulfilment_of, (drawn, back))
        if each
    ]
    assert told == [(300_000, "voucher:f:v1", TODAY), (200_000, "voucher:f:v1", TODAY)]
    assert fulfilment_of(scene.happened[0]) is None


def pledge(**given: Any) -> fund.PledgeFund:
    told: dict[str, Any] = {"unit_id": FORESTRY, "fen": 500_000, "agreement_id": "a", **OF_FUND}
    return fund.PledgeFund(community_code=ONE, purpose="助学", **{**told, **given})


PROMISED = {"obligations": (HALL, MONEY)}
UNSIGNED = street().given(found(FORESTRY, SCHOOL), draft(**PROMISED))
ENDED = signed(**PROMISED).given(EndAgreement(cause_text="改建", **OF_AGREEMENT))


@pytest.mark.parametrize(
    ("scene", "command", "rejection"),
    [
        (signed(**PROMISED), pledge(agreement_id="no-such"), UnknownAgreement),
        (UNSIGNED, pledge(), AgreementNotInForce),
        (ENDED, pledge(), AgreementNotInForce),
        (signed(**PROMISED), pledge(**on(date(2027, 3, 2))), OutsideTerm),
        (signed(), pledge(), NothingPromised),
        (signed(**PROMISED), pledge(unit_id=SCHOOL), NothingPromised),
    ],
    ids=["unknown", "not signed", "ended", "run out", "not of that kind", "not of that unit"],
)
def test_money_is_pledged_by_an_agreement_only_where_it_can_count(
    scene: Scene, command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection) as refused:
        scene.decide(command)
    assert refused.value.field == "agreement_id"


def test_money_may_be_pledged_ahead_of_the_term() -> None:
    """What is drawn counts, and that is later."""
    assert signed(**PROMISED, begins=date(2026, 9, 1)).when(pledge())


def test_a_fund_whose_agreement_is_over_is_raised_by_another() -> None:
    scene = signed(**PROMISED).given(pledge())
    scene.given(EndAgreement(cause_text="改建", **OF_AGREEMENT))
    assert scene.decide(pledge()) == ()
    with pytest.raises(MoreWouldNotCount) as refused:
        scene.decide(pledge(fen=600_000))
    assert refused.value.field == "fen"
    assert scene.when(pledge(fund_id="g", fen=100_000, agreement_id=""))


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
