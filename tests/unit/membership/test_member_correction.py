"""Correcting what was entered wrongly of a member."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast
from services.membership.domain.member.causes import (
    ErasureGround,
    SuspensionCause,
)
from services.membership.domain.member.commands import (
    CorrectMember,
    EraseMember,
    ExtendProbation,
    RemoveMember,
    SuspendMembership,
)
from services.membership.domain.member.events import MemberCorrected, PostRelieved
from services.membership.domain.member.rejections import (
    DateNotReached,
    FullBeforeJoining,
    JoinedUnderAge,
    MemberIsForgotten,
    MemberNotOnRegister,
    NotAMembershipStanding,
    SealedDataMissing,
    UnknownMember,
)
from services.membership.domain.member.standing import ProbationNotServed
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Education, Gender, Post, Standing
from tests.unit.membership.register_scene import (
    DETAILS,
    ENTERED,
    LEFT,
    TODAY,
    district,
    facts,
    on,
    probationary,
    register,
    said,
)

PATH = "d/s1/g1/b1"


def test_what_was_recorded_wrongly_is_put_right() -> None:
    scene = district().given(register())
    command = CorrectMember(
        member_id="m1",
        education=Education.POSTGRADUATE,
        gender=Gender.MALE,
        birth_date=date(1989, 3, 1),
        join_date=date(2011, 7, 1),
        full_date=date(2012, 7, 1),
        sealed="sealed anew",
        **on(TODAY),
    )
    right = replace(
        DETAILS,
        education=Education.POSTGRADUATE,
        gender=Gender.MALE,
        birth_date=date(1989, 3, 1),
    )
    assert scene.when(command) == (
        MemberCorrected(
            member_id="m1",
            before=facts("b1", PATH),
            after=facts("b1", PATH, right),
            join_date=date(2011, 7, 1),
            full_date=date(2012, 7, 1),
            sealed="sealed anew",
            effective_date=TODAY,
        ),
    )
    assert scene.member().sealed == "sealed anew"


def test_what_is_not_corrected_stays() -> None:
    scene = district().given(register())
    (event,) = scene.when(CorrectMember(member_id="m1", education=Education.COLLEGE, **on(TODAY)))
    assert isinstance(event, MemberCorrected)
    assert (event.join_date, event.full_date) == (DETAILS.join_date, DETAILS.full_date)
    assert event.sealed == ""
    assert scene.member().sealed == "sealed-m1"


def test_a_standing_entered_wrongly_is_put_right_and_loses_its_full_date() -> None:
    scene = district().given(register())
    (event,) = scene.when(
        CorrectMember(member_id="m1", standing=Standing.PROBATIONARY, **on(TODAY))
    )
    assert isinstance(event, MemberCorrected)
    assert event.after.standing is Standing.PROBATIONARY
    assert event.full_date is None


def test_who_was_no_full_member_leaves_his_posts_with_the_standing() -> None:
    scene = district().given(register(posts=(Post.SECRETARY,)))
    _, *left = scene.when(
        CorrectMember(member_id="m1", standing=Standing.PROBATIONARY, **on(TODAY))
    )
    assert left == [PostRelieved("m1", "b1", Post.SECRETARY, TODAY)]
    assert scene.member().posts == ()


def as_full(full_date: date | None, **given: Any) -> CorrectMember:
    asked = {**on(TODAY), "standing": Standing.FULL, "full_date": full_date, **given}
    return CorrectMember(member_id="m1", **asked)


@pytest.mark.parametrize("full_date", [None, date(2026, 3, 9)])
def test_a_correction_makes_nobody_full_before_his_probation_ends(full_date: date | None) -> None:
    joined = date(2025, 3, 10)
    scene = district().given(register(details=probationary(joined), **on(joined)))
    with pytest.raises(ProbationNotServed) as refused:
        scene.when(as_full(full_date))
    assert refused.value.field == "full_date"
    assert "2026-03-10" in refused.value.label
    scene.given(as_full(date(2026, 3, 10)))
    assert scene.member().standing is Standing.FULL


def test_the_probation_of_a_corrected_joining_date_counts_and_so_does_its_extension() -> None:
    joined, until = date(2025, 3, 10), date(2026, 6, 1)
    scene = district().given(register(details=probationary(joined), **on(joined)))
    assert scene.decide(as_full(date(2025, 3, 10), join_date=date(2024, 3, 10)))
    scene.given(
        ExtendProbation(member_id="m1", until=until, note=said("尚需考察"), **on(date(2026, 3, 10)))
    )
    with pytest.raises(ProbationNotServed):
        scene.when(as_full(date(2026, 5, 31)))
    assert scene.decide(as_full(until))


def test_a_suspended_member_is_corrected_but_for_his_standing() -> None:
    scene = district().given(
        register(),
        SuspendMembership(
            member_id="m1", cause=SuspensionCause.OTHER, note=said("出国定居"), **on(ENTERED)
        ),
        CorrectMember(member_id="m1", education=Education.COLLEGE, **on(TODAY)),
    )
    with pytest.raises(NotAMembershipStanding):
        scene.when(CorrectMember(member_id="m1", standing=Standing.FULL, **on(TODAY)))
    with pytest.raises(JoinedUnderAge):
        scene.when(CorrectMember(member_id="m1", birth_date=date(1994, 7, 2), **on(TODAY)))


@pytest.mark.parametrize(
    ("refusal", "field", "given"),
    [
        (JoinedUnderAge, "join_date", {"birth_date": date(1994, 7, 2)}),
        (DateNotReached, "join_date", {"join_date": TODAY + timedelta(days=1)}),
        (FullBeforeJoining, "full_date", {"full_date": date(2012, 6, 30)}),
        (NotAMembershipStanding, "standing", {"standing": Standing.REMOVED}),
        (SealedDataMissing, "sealed", {"sealed": ""}),
        (EffectiveDateBeforeLast, "effective_date", on(ENTERED - timedelta(days=1))),
        (UnknownMember, "member_id", {"member_id": "m9"}),
    ],
)
def test_a_correction_is_refused(
    refusal: type[Rejection], field: str, given: dict[str, Any]
) -> None:
    asked = {"member_id": "m1", "education": Education.COLLEGE, **on(TODAY), **given}
    with pytest.raises(refusal) as refused:
        district().given(register()).when(CorrectMember(**asked))
    assert refused.value.field == field


def test_nothing_is_sealed_for_a_forgotten_person() -> None:
    scene = district().given(
        register(),
        EraseMember(
            member_id="m1", ground=ErasureGround.BY_ORDER, order="法院决定 1 号", **on(TODAY)
        ),
    )
    with pytest.raises(MemberIsForgotten):
        scene.when(CorrectMember(member_id="m1", sealed="anew", **on(TODAY)))


def test_who_left_is_not_corrected() -> None:
    scene = district().given(register(), RemoveMember(member_id="m1", **LEFT, **on(TODAY)))
    with pytest.raises(MemberNotOnRegister):
        scene.when(CorrectMember(member_id="m1", education=Education.COLLEGE, **on(TODAY)))
