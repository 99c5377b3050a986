"""What is booked by an agreement is what who lends it promised there; else nothing would count."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.resources.domain.agreement.commands import (
    DraftAgreement,
    EndAgreement,
    RecordFulfilment,
    SignAgreement,
)
from services.resources.domain.agreement.events import Obligation
from services.resources.domain.agreement.fulfilling import fulfilment_of
from services.resources.domain.agreement.rejections import (
    AgreementNotInForce,
    NothingPromised,
    OutsideTerm,
    UnknownAgreement,
)
from services.resources.domain.booking import commands
from services.resources.domain.rejection import Rejection
from services.resources.domain.resource.decider import UnknownResource
from services.resources.domain.terms import ShareKind
from tests.unit.resources.lending import USER, book, together
from tests.unit.resources.scene import ONE, Scene, asked, at, found, offer, slot, street

HALL, ROOM = slot(at(10, 9)), slot(at(10, 9), resource_id="room")
PROJECTOR = slot(at(10, 9), resource_id="projector", amount=1)
LAST = date(2026, 3, 11)
"""The last day of the agreement."""


def given(*signed: str) -> Scene:
    """The forestry department promised its hall in agreement ``a``, and lends a projector as well."""
    draft = DraftAgreement(
        agreement_id="a",
        conference_id=ONE,
        title="共建协议",
        parties=("forestry",),
        obligations=(Obligation(1, "forestry", ShareKind.VENUE, "提供礼堂", 720),),
        begins=date(2026, 3, 1),
        ends=LAST,
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


ENDED = EndAgreement(agreement_id="a", cause_text="改制", **asked())


@pytest.mark.parametrize("kind", ASKED)
def test_only_what_binds_is_fulfilled(kind: str) -> None:
    by_a, by_b = (replace(ASKED[kind], agreement_id=each) for each in "ab")
    assert given("forestry").when(by_a)
    refusals = [(given("forestry"), by_b, UnknownAgreement), (given(), by_a, AgreementNotInForce)]
    if kind != "use":
        refusals.append((given("forestry").given(ENDED), by_a, AgreementNotInForce))
    for scene, command, refused in refusals:
        refusal = refused_by(scene, command, refused)
        assert refusal.field == "agreement_id"
        assert refusal.label


OUTSIDE: dict[str, Any] = {
    "book": book("b", slot(at(12, 9))),
    "together": together(HALL, replace(PROJECTOR, begins=at(12, 9), ends=at(12, 11))),
    "series": replace(ASKED["series"], times=3, skip_conflicts=True),
    "use before": commands.RecordUse(
        booking_id="u", wanted=slot(datetime(2026, 2, 28, 1, tzinfo=UTC)), **USER
    ),
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_nothing_is_booked_by_an_agreement_for_a_day_on_which_it_does_not_bind(kind: str) -> None:
    """From 1 to 11 March: of a series no day may lie behind that either."""
    command = replace(OUTSIDE[kind], agreement_id="a")
    refusal = refused_by(given("forestry"), command, OutsideTerm)
    assert refusal.field == "agreement_id"
    assert "2026-03-01" in refusal.message
    assert "2026-03-11" in refusal.label


@pytest.mark.parametrize(("day", "counts"), [(1, True), (2, True), (3, False)])
def test_a_use_told_after_the_end_counts_if_it_was_before(day: int, counts: bool) -> None:
    """Ended on 2 March, told on the 5th."""
    scene = given("forestry").given(ENDED)
    told: dict[str, Any] = {**USER, **asked(at(5, 9)), "agreement_id": "a"}
    use = commands.RecordUse(booking_id="u", wanted=slot(at(day, 9)), **told)
    if not counts:
        assert refused_by(scene, use, OutsideTerm)
        return
    (event,) = scene.when(use)
    assert (fulfilled := fulfilment_of(event))
    assert scene.when(RecordFulfilment(**asdict(fulfilled), **asked(at(5, 9))))


@pytest.mark.parametrize("wanted", [ROOM, PROJECTOR], ids=["no party's", "not promised"])
def test_what_nobody_promised_is_not_booked_by_the_agreement(wanted: commands.Wanted) -> None:
    command = book("b", wanted, agreement_id="a")
    assert refused_by(given("forestry"), command, NothingPromised).field == "agreement_id"
    nowhere = replace(command, wanted=replace(wanted, resource_id="nowhere"))
    assert refused_by(given("forestry"), nowhere, UnknownResource)


def test_what_was_booked_by_an_agreement_stays_so_when_it_ends() -> None:
    command = book("b", HALL, agreement_id="a")
    scene = given("forestry").given(command)
    scene.given(ENDED)
    assert scene.decide(command) == ()


def refused_by(scene: Scene, command: Any, rejection: type[Rejection]) -> Rejection:
    with pytest.raises(rejection) as refused:
        scene.decide(command)
    return refused.value
