"""Agreements: signed by all, renewed term by term, fulfilled on days of their terms."""

from datetime import date
from typing import Any

import pytest

from services.resources.domain.agreement import rejections as refused
from services.resources.domain.agreement.commands import (
    EndAgreement,
    RenewAgreement,
    ReportBreach,
    SignAgreement,
)
from services.resources.domain.agreement.events import (
    AgreementRenewed,
    AgreementSigned,
    AgreementStage,
    FulfilmentRecorded,
    Obligation,
)
from services.resources.domain.rejection import Rejection
from services.resources.domain.terms import ShareKind
from services.resources.domain.unit.unit import UnknownUnit
from tests.unit.resources.agreed import HALL, OF_AGREEMENT, draft, fulfil, of, signed
from tests.unit.resources.scene import FORESTRY, SCHOOL, found, street

LATER = date(2027, 3, 1)
"""The last day of the first term."""


def test_an_agreement_is_in_force_once_every_party_signed() -> None:
    scene = street().given(found(FORESTRY, SCHOOL), draft(parties=(FORESTRY, SCHOOL)))
    stages = []
    for unit in (SCHOOL, FORESTRY):
        (event,) = scene.when(SignAgreement(unit_id=unit, **OF_AGREEMENT))
        assert isinstance(event, AgreementSigned)
        stages.append(event.stage)
    assert stages == [AgreementStage.DRAFT, AgreementStage.IN_FORCE]


def test_each_booking_counts_once_and_what_it_undoes_is_taken_back() -> None:
    scene = signed().given(fulfil(120), fulfil(240, "booking:b2"))
    (event,) = scene.when(fulfil(0))
    assert isinstance(event, FulfilmentRecorded)
    assert (event.amount, event.total) == (-120, 240)


def test_what_was_told_of_a_wrong_day_is_taken_back_and_told_of_the_right_one() -> None:
    day, late = date(2026, 3, 20), of(date(2026, 5, 1))
    scene = signed().given(fulfil(120, **late), fulfil(0, **late))
    (event,) = scene.when(fulfil(120, " booking:b1 ", used_on=day, **late))
    assert isinstance(event, FulfilmentRecorded)
    assert (event.source, event.used_on, event.total) == ("booking:b1", day, 120)


def test_a_further_term_is_as_long_as_the_first_may_be() -> None:
    scene = signed(ends=date(2029, 3, 1))
    with pytest.raises(refused.AgreementTooLong):
        scene.decide(RenewAgreement(ends=date(2032, 3, 2), **OF_AGREEMENT))
    (event,) = scene.when(RenewAgreement(ends=date(2032, 3, 1), **OF_AGREEMENT))
    assert isinstance(event, AgreementRenewed)
    assert (event.term, event.ends_before) == (2, date(2029, 3, 1))


def test_terms_are_agreed_on_one_at_a_time() -> None:
    scene = signed().given(RenewAgreement(ends=date(2028, 3, 1), **OF_AGREEMENT))
    again = date(2029, 3, 1)
    with pytest.raises(refused.TermStillAhead) as early:
        scene.decide(RenewAgreement(ends=again, **of(LATER)))
    assert early.value.field == "ends"
    (event,) = scene.when(RenewAgreement(ends=again, **of(date(2027, 3, 2))))
    assert isinstance(event, AgreementRenewed)
    assert event.term == 3


def test_what_was_promised_is_due_anew_in_each_term() -> None:
    room = Obligation(2, FORESTRY, ShareKind.VENUE, "提供会议室", 60)
    scene = signed(obligations=(HALL, room)).given(
        fulfil(720), RenewAgreement(ends=date(2028, 3, 1), **OF_AGREEMENT)
    )
    told = of(date(2027, 4, 1))
    days = (LATER, date(2027, 3, 2))
    found = [scene.when(fulfil(60, f"booking:{day}", used_on=day, **told))[0] for day in days]
    counted = [
        (each.number, each.term, each.in_term, each.total)
        for each in found
        if isinstance(each, FulfilmentRecorded)
    ]
    assert counted == [(2, 1, 60, 60), (1, 2, 60, 780)]


def test_a_use_of_the_term_counts_although_it_is_told_after_the_end() -> None:
    scene = signed().given(EndAgreement(cause_text="场地改建", **of(date(2026, 6, 1))))
    used_on = date(2026, 6, 1)
    scene.when(fulfil(120, used_on=used_on, **of(date(2026, 7, 1))))
    scene.when(fulfil(90, used_on=used_on, **of(date(2026, 8, 1))))
    assert scene.states["agreement-a"].fulfilled(1) == 90


@pytest.mark.parametrize(
    "used_on", [date(2026, 3, 1), date(2026, 6, 2), date(2026, 7, 2), None], ids=str
)
def test_no_day_counts_outside_the_term_or_ahead(used_on: date | None) -> None:
    """Asked a month after it was ended, on 1 July; left out, that day is meant."""
    scene = signed().given(EndAgreement(cause_text="场地改建", **of(date(2026, 6, 1))))
    with pytest.raises(refused.UsedOutsideTerm) as outside:
        scene.decide(fulfil(120, used_on=used_on, **of(date(2026, 7, 1))))
    assert outside.value.field == "used_on"


def test_a_day_to_come_does_not_count_yet() -> None:
    with pytest.raises(refused.UsedOutsideTerm):
        signed().decide(fulfil(120, used_on=date(2026, 3, 3)))


def test_what_nobody_was_bound_by_cannot_be_fulfilled() -> None:
    scene = street().given(found(FORESTRY, SCHOOL), draft())
    scene.given(EndAgreement(cause_text="未签署", **OF_AGREEMENT))
    with pytest.raises(refused.AgreementStageWrong):
        scene.decide(fulfil(120))


@pytest.mark.parametrize(
    ("command", "rejection"),
    [
        (draft(title="另一协议"), refused.AgreementIdTaken),
        (draft(agreement_id="b", ends=date(2020, 1, 1)), refused.AgreementBackwards),
        (draft(agreement_id="b", ends=date(2030, 1, 1)), refused.AgreementTooLong),
        (draft(agreement_id="b", parties=("nobody",)), UnknownUnit),
        (draft(agreement_id="b", obligations=()), refused.ObligationsUnsuitable),
        (RenewAgreement(ends=date(2026, 12, 31), **OF_AGREEMENT), refused.AgreementBackwards),
        (SignAgreement(unit_id=SCHOOL, **OF_AGREEMENT), refused.NotAParty),
        (fulfil(1, kind=ShareKind.FUND), refused.NoObligationOfThatKind),
        (EndAgreement(**OF_AGREEMENT), refused.TermNotOver),
        (
            ReportBreach(breach_id="x", number=2, cause_text="未开放", **OF_AGREEMENT),
            refused.UnknownObligation,
        ),
    ],
)
def test_what_breaks_a_rule_of_agreements_is_refused(
    command: Any, rejection: type[Rejection]
) -> None:
    with pytest.raises(rejection):
        signed().decide(command)
