"""Appeals that belong together, and what they need of others."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.petitions.domain.directory.rejections import PlaceOutsideDistrict
from services.petitions.domain.petition import linking, needs
from services.petitions.domain.petition import rejections as refused
from services.petitions.domain.petition.causes import NeedKind, NeedOutcome, RefusalCause
from services.petitions.domain.petition.commands import (
    AcceptPetition,
    ArriveOnSite,
    ClosePetition,
    LinkDuplicate,
    MarkRepeat,
    PublishNeed,
    RecordNeedOutcome,
    RefusePetition,
    WithdrawNeed,
)
from services.petitions.domain.petition.events import DuplicateLinked, NeedPublished
from services.petitions.domain.petition.likeness import SKETCH_SIZE, likeness, sketch
from services.petitions.domain.petition.words import Priority, Status, Stop
from services.petitions.domain.rejection import Rejection
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    ELSEWHERE,
    Scene,
    after,
    dispatch,
    names,
    register,
    resolve,
    told,
)


def three() -> Scene:
    return Scene().given(register("p1"), register("p2"), register("p3"))


def test_a_duplicate_is_linked_and_not_deleted() -> None:
    scene = three()
    event, _ = scene.when(told(LinkDuplicate, main_id="p2"))
    assert isinstance(event, DuplicateLinked)
    assert {end.stop for end in event.stopped} == {Stop.VOID}
    assert scene.standing().status is Status.LINKED
    with pytest.raises(refused.PetitionIsClosed):
        scene.decide(dispatch())


def test_duplicates_hang_on_one_main_appeal() -> None:
    scene = three().given(told(LinkDuplicate, main_id="p2"))
    with pytest.raises(linking.LinkToMainAppeal) as refusal:
        scene.decide(told(LinkDuplicate, petition_id="p3", main_id="p1"))
    assert "'p2'" in refusal.value.message
    with pytest.raises(linking.LinkToMainAppeal):
        scene.decide(told(LinkDuplicate, petition_id="p2", main_id="p1"))


def test_an_appeal_on_which_others_hang_is_not_linked_itself() -> None:
    scene = three()
    assert names(scene.when(told(LinkDuplicate, main_id="p2"))) == [
        "DuplicateLinked",
        "PetitionMadeMain",
    ]
    assert names(scene.when(told(LinkDuplicate, petition_id="p3", main_id="p2"))) == [
        "DuplicateLinked"
    ]
    scene.given(register("p4"))
    with pytest.raises(linking.HasDuplicates) as refusal:
        scene.decide(told(LinkDuplicate, petition_id="p2", main_id="p4"))
    assert refusal.value.field == "petition_id"
    assert "'p4'" in refusal.value.message


def test_what_a_main_appeal_hears_never_comes_before_its_last_step() -> None:
    scene = three().given(resolve(after(hours=2), petition_id="p2"))
    _, made = scene.when(told(LinkDuplicate, after(hours=1), main_id="p2"))
    assert (made.petition_id, made.at) == ("p2", after(hours=2))


def test_what_a_main_appeal_hears_is_no_step_of_its_own() -> None:
    scene = three().given(dispatch(petition_id="p2", lead_id=COMMUNITY))
    scene.given(told(LinkDuplicate, after(minutes=6), main_id="p2"))
    before = told(ArriveOnSite, after(minutes=7), petition_id="p2", at=after(minutes=5))
    assert names(scene.when(before)) == ["UnitOnSite"]


@pytest.mark.parametrize(
    "over",
    [
        [told(RefusePetition, petition_id="p2", cause=RefusalCause.IN_COURT)],
        [resolve(petition_id="p2"), told(ClosePetition, petition_id="p2")],
    ],
)
def test_an_appeal_that_is_over_is_no_main_appeal(over: list[Any]) -> None:
    scene = three().given(*over)
    with pytest.raises(linking.MainAppealIsOver) as refusal:
        scene.decide(told(LinkDuplicate, main_id="p2"))
    assert refusal.value.field == "main_id"
    assert scene.standing("p2").status.label in refusal.value.label
    assert "mark" in refusal.value.message


def test_whom_nothing_more_is_done_for_is_told_what_he_can_do() -> None:
    scene = three().given(
        told(LinkDuplicate, main_id="p2"),
        told(RefusePetition, petition_id="p3", cause=RefusalCause.IN_COURT),
    )
    labels = {}
    for one in ("p1", "p3"):
        with pytest.raises(refused.PetitionIsClosed) as refusal:
            scene.decide(told(ClosePetition if one == "p1" else AcceptPetition, petition_id=one))
        labels[one] = refusal.value.label
        assert "reopen" not in refusal.value.message
    assert "主诉求" in labels["p1"]
    assert "另行登记" in labels["p3"]


@pytest.mark.parametrize(
    ("command", "rejection", "field"),
    [
        (told(LinkDuplicate, main_id="p1"), linking.SameAppeal, "main_id"),
        (told(LinkDuplicate, main_id="p9"), refused.UnknownPetition, "main_id"),
        (told(MarkRepeat, earlier_id="p1"), linking.SameAppeal, "earlier_id"),
        (told(MarkRepeat, earlier_id="p9"), refused.UnknownPetition, "earlier_id"),
        (told(MarkRepeat, earlier_id="p2", by=ELSEWHERE), refused.NotEntitledToDirect, "by"),
    ],
)
def test_a_link_to_nothing_is_refused(command: Any, rejection: type[Rejection], field: str) -> None:
    with pytest.raises(rejection) as refusal:
        three().decide(command)
    assert refusal.value.field == field


def test_a_repeat_weighs_more_and_more() -> None:
    scene = three().given(told(MarkRepeat, earlier_id="p2"))
    assert scene.petition().priority is Priority.RAISED
    scene.when(told(MarkRepeat, earlier_id="p3"))
    assert scene.petition().priority is Priority.TOP
    assert scene.petition().repeats == ("p2", "p3")


def need(**given: Any) -> PublishNeed:
    asked: dict[str, Any] = {
        "need_id": "n1",
        "kind": NeedKind.VENUE,
        "amount": 80,
        "measure": "seat",
        "wanted_from": date(2026, 6, 10),
        "wanted_until": date(2026, 6, 12),
        **given,
    }
    command: PublishNeed = told(PublishNeed, **asked)
    return command


def outcome(result: NeedOutcome, now: Any = None) -> RecordNeedOutcome:
    command: RecordNeedOutcome = told(
        RecordNeedOutcome, now or after(days=1), need_id="n1", outcome=result, reference="claim-7"
    )
    return command


def test_a_need_is_published_for_the_place_of_the_appeal_and_answered() -> None:
    scene = Scene().given(register())
    (event,) = scene.when(need())
    assert isinstance(event, NeedPublished)
    assert (event.need.place_code, event.need.amount, event.need.measure) == (COMMUNITY, 80, "seat")
    scene.given(
        outcome(NeedOutcome.CLAIMED),
        resolve(after(days=2)),
        told(ClosePetition, after(days=3)),
        outcome(NeedOutcome.FULFILLED, after(days=4)),
    )
    assert [result for _, result in scene.petition().needs] == [NeedOutcome.FULFILLED]


@pytest.mark.parametrize(
    ("given", "rejection", "field"),
    [
        ({"amount": 0}, needs.NeedAmountNotPositive, "amount"),
        ({"measure": "张三的电话"}, needs.MeasureInvalid, "measure"),
        ({"wanted_until": date(2026, 6, 9)}, needs.DatesTurnedRound, "wanted_until"),
        ({"place": "999"}, PlaceOutsideDistrict, "place"),
        ({"by": ELSEWHERE}, refused.NotEntitledToDirect, "by"),
    ],
)
def test_a_need_that_cannot_be_is_refused(
    given: dict[str, Any], rejection: type[Rejection], field: str
) -> None:
    with pytest.raises(rejection) as refusal:
        Scene().given(register()).decide(need(**given))
    assert refusal.value.field == field


def test_a_need_is_withdrawn_and_then_not_answered() -> None:
    scene = Scene().given(register(), need())
    with pytest.raises(needs.NeedIdTaken):
        scene.decide(need(amount=90))
    assert names(scene.when(told(WithdrawNeed, need_id="n1"))) == ["NeedWithdrawn"]
    with pytest.raises(needs.NeedWasWithdrawn):
        scene.decide(outcome(NeedOutcome.CLAIMED))
    for command in (
        told(WithdrawNeed, need_id="n9"),
        replace(outcome(NeedOutcome.CLAIMED), need_id="n9"),
    ):
        with pytest.raises(needs.UnknownNeed):
            scene.decide(command)


KEY = b"k" * 32
LEAK = "三栋二单元楼道水管爆裂,水一直流到一楼,请尽快派人来修。"
SAME = "3栋2单元楼道的水管爆了!水一直流到一楼,请快派人来修"
OTHER = "小区门口停车位被占用,希望规范停车秩序。"


def test_like_texts_are_found_alike_and_others_are_not() -> None:
    assert likeness(sketch(LEAK, KEY), sketch(LEAK, KEY)) == 1
    assert likeness(sketch(LEAK, KEY), sketch(SAME, KEY)) > 0.4
    assert likeness(sketch(LEAK, KEY), sketch(OTHER, KEY)) < 0.1


def test_a_sketch_gives_nothing_away_without_its_key() -> None:
    assert likeness(sketch(LEAK, KEY), sketch(LEAK, b"x" * 32)) == 0
    assert len(sketch(LEAK + SAME + OTHER + "请帮忙联系供水公司抢修", KEY)) == SKETCH_SIZE
    assert sketch(" 。,", KEY) == ()
    assert likeness((), ()) == 0
    assert sketch("水", KEY)
