"""What is booked by an agreement is what who lends it promised there; else nothing would count."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.resources.domain.agreement.commands import (
    DraftAgreement,
    EndAgreement,
    SignAgreement,
)
from services.resources.domain.agreement.events import Obligation
from services.resources.domain.agreement.rejections import (
    AgreementNotInForce,
    NothingPromised,
    UnknownAgreement,
)
from services.resources.domain.booking import commands
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import UnknownResource
from services.resources.domain.terms import ShareKind
from tests.unit.resources.lending import USER, book, together
from tests.unit.resources.scene import ONE, TODAY, Scene, asked, at, found, offer, slot, street

HALL, ROOM = slot(at(10, 9)), slot(at(10, 9), resource_id="room")
PROJECTOR = slot(at(10, 9), resource_id="projector", amount=1)


def given(*signed: str) -> Scene:
    """The forestry department promised its hall in agreement ``a``, and lends a projector as well."""
    draft = DraftAgreement(
        agreement_id="a",
        conference_id=ONE,
        title="共建协议",
        parties=("forestry",),
        obligations=(Obligation(1, "forestry", ShareKind.VENUE, "提供礼堂", 720),),
        begins=TODAY,
        ends=date(2026, 12, 31),
        **asked(),
    )
    return street().given(
        found("forestry", "school"),
        offer(),
        offer("room", owner_unit_id="school", name="活动室"),
        offer("projector", kind=ShareKind.EQUIPMENT, name="投影仪"),
        draft,
        *(SignAgreement(agreement_id="a", unit_id=each, **asked()) for each in signed),
    )


ASKED: dict[str, Any] = {
    "book": book("b", HALL),
    "together": together(HALL, PROJECTOR),
    "series": commands.BookSeries(
        series_id="s", wanted=HALL, every=commands.Every.DAY, times=2, **USER
    ),
    "use": commands.RecordUse(booking_id="u", wanted=slot(at(1, 9)), **USER),
}


@pytest.mark.parametrize("kind", ASKED)
def test_only_what_is_in_force_is_fulfilled(kind: str) -> None:
    by_a, by_b = (replace(ASKED[kind], agreement_id=each) for each in "ab")
    assert given("forestry").when(by_a)
    ended = given("forestry").given(EndAgreement(agreement_id="a", cause_text="改制", **asked()))
    for scene, command, refused in (
        (given("forestry"), by_b, UnknownAgreement),
        (given(), by_a, AgreementNotInForce),
        (ended, by_a, AgreementNotInForce),
    ):
        refusal = refused_by(scene, command, refused)
        assert refusal.field == "agreement_id"
        assert refusal.label


@pytest.mark.parametrize("wanted", [ROOM, PROJECTOR], ids=["no party's", "not promised"])
def test_what_nobody_promised_is_not_booked_by_the_agreement(wanted: commands.Wanted) -> None:
    command = book("b", wanted, agreement_id="a")
    assert refused_by(given("forestry"), command, NothingPromised).field == "agreement_id"
    nowhere = replace(command, wanted=replace(wanted, resource_id="nowhere"))
    assert refused_by(given("forestry"), nowhere, UnknownResource)


def test_what_was_booked_by_an_agreement_stays_so_when_it_ends() -> None:
    command = book("b", HALL, agreement_id="a")
    scene = given("forestry").given(command)
    scene.given(EndAgreement(agreement_id="a", cause_text="改制", **asked()))
    assert scene.decide(command) == ()


def refused_by(scene: Scene, command: Any, rejection: type[Rejection]) -> Rejection:
    with pytest.raises(rejection) as refused:
        scene.decide(command)
    return refused.value
