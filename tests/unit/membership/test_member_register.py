"""Entering members in the register and putting right what was entered wrongly."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast, EffectiveDateInFuture
from services.membership.domain.member.causes import (
    ErasureGround,
    Origin,
)
from services.membership.domain.member.commands import (
    EraseMember,
    ExpelMember,
    RecordDecease,
    RemoveMember,
)
from services.membership.domain.member.events import MemberRegistered
from services.membership.domain.member.posts import PostNamedTwice, PostNeedsFullMember
from services.membership.domain.member.rejections import (
    DateNotReached,
    FullBeforeJoining,
    JoinedUnderAge,
    MayNotRegisterAgain,
    MemberAlreadyRegistered,
    MemberIsForgotten,
    NotAMembershipStanding,
    OrganisationHoldsNoMembers,
    OrganisationNotYetThere,
    ProbationaryHasNoFullDate,
    SealedDataMissing,
    TransferMustRunItsCourse,
)
from services.membership.domain.organisation.commands import DissolveOrganisation
from services.membership.domain.organisation.rejections import (
    OrganisationEnded,
    UnknownOrganisation,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Education, Post, Standing
from tests.unit.membership.register_scene import (
    DETAILS,
    ENTERED,
    FOUNDED,
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


def test_a_person_is_registered_with_what_is_counted_and_what_is_sealed() -> None:
    command = register(posts=(Post.SECRETARY,), origin=Origin.ADMISSION)
    assert district().when(command) == (
        MemberRegistered(
            member_id="m1",
            before=None,
            after=facts("b1", PATH),
            join_date=date(2012, 7, 1),
            full_date=date(2013, 7, 1),
            posts=(Post.SECRETARY,),
            sealed="sealed-m1",
            origin=Origin.ADMISSION,
            transfer_id=None,
            effective_date=ENTERED,
        ),
    )


def test_the_same_person_sealed_anew_is_no_news() -> None:
    scene = district().given(register())
    assert scene.decide(register(sealed="sealed with another nonce")) == ()


def test_the_full_date_of_an_old_member_may_be_unknown() -> None:
    (event,) = district().when(register(details=replace(DETAILS, full_date=None)))
    assert isinstance(event, MemberRegistered)
    assert event.full_date is None


REFUSED: list[tuple[type[Rejection], str, dict[str, Any]]] = [
    (EffectiveDateInFuture, "effective_date", on(TODAY + timedelta(days=1))),
    (UnknownOrganisation, "organisation_id", {"organisation_id": "nowhere"}),
    (OrganisationEnded, "organisation_id", {"organisation_id": "be2"}),
    (OrganisationHoldsNoMembers, "organisation_id", {"organisation_id": "pg"}),
    (OrganisationHoldsNoMembers, "organisation_id", {"organisation_id": "s1"}),
    (OrganisationNotYetThere, "effective_date", on(FOUNDED - timedelta(days=1))),
    (
        NotAMembershipStanding,
        "details.standing",
        {"details": replace(DETAILS, standing=Standing.SUSPENDED)},
    ),
    (
        JoinedUnderAge,
        "details.join_date",
        {"details": replace(DETAILS, join_date=date(2008, 2, 29))},
    ),
    (
        DateNotReached,
        "details.join_date",
        {"details": probationary(ENTERED + timedelta(days=1))},
    ),
    (
        FullBeforeJoining,
        "details.full_date",
        {"details": replace(DETAILS, full_date=date(2012, 6, 30))},
    ),
    (
        DateNotReached,
        "details.full_date",
        {"details": replace(DETAILS, full_date=ENTERED + timedelta(days=1))},
    ),
    (
        ProbationaryHasNoFullDate,
        "details.full_date",
        {"details": replace(DETAILS, standing=Standing.PROBATIONARY)},
    ),
    (
        PostNeedsFullMember,
        "posts",
        {"details": probationary(date(2023, 6, 1)), "posts": (Post.SECRETARY,)},
    ),
    (PostNamedTwice, "posts", {"posts": (Post.SECRETARY, Post.SECRETARY)}),
    (SealedDataMissing, "sealed", {"sealed": ""}),
    (TransferMustRunItsCourse, "origin", {"origin": Origin.TRANSFER}),
]


@pytest.mark.parametrize(("refusal", "field", "given"), REFUSED)
def test_a_registration_is_refused(
    refusal: type[Rejection], field: str, given: dict[str, Any]
) -> None:
    scene = district().given(DissolveOrganisation(organisation_id="be2", **on(FOUNDED)))
    with pytest.raises(refusal) as refused:
        scene.when(register(**given))
    assert refused.value.field == field


def test_the_eighteenth_birthday_is_soon_enough() -> None:
    district().given(register(details=replace(DETAILS, join_date=date(2008, 3, 1))))


def test_a_member_is_not_registered_twice_with_other_particulars() -> None:
    scene = district().given(register())
    for other in (
        register(organisation_id="b2"),
        register(details=replace(DETAILS, education=Education.COLLEGE)),
        register(details=replace(DETAILS, full_date=date(2013, 7, 2))),
    ):
        with pytest.raises(MemberAlreadyRegistered):
            scene.when(other)


def test_who_was_removed_may_join_anew_on_probation() -> None:
    scene = district().given(
        register(), RemoveMember(member_id="m1", **LEFT, **on(date(2024, 2, 1)))
    )
    with pytest.raises(MayNotRegisterAgain):
        scene.when(register(**on(TODAY)))
    with pytest.raises(MayNotRegisterAgain):
        scene.when(register(details=probationary(date(2024, 1, 31)), **on(TODAY)))
    with pytest.raises(EffectiveDateBeforeLast):
        scene.when(register(details=probationary(date(2024, 3, 1)), **on(date(2024, 1, 31))))
    scene.given(register(details=probationary(date(2025, 3, 1)), **on(TODAY)))


@pytest.mark.parametrize(
    "end",
    [
        ExpelMember(member_id="m1", note=said("严重违纪"), **on(TODAY)),
        RecordDecease(member_id="m1", **on(TODAY)),
    ],
)
def test_who_was_expelled_or_died_is_not_registered_again(end: Any) -> None:
    scene = district().given(register(), end)
    with pytest.raises(MayNotRegisterAgain):
        scene.when(register(details=probationary(TODAY), **on(TODAY)))


def test_who_was_forgotten_is_not_registered_again() -> None:
    scene = district().given(
        register(),
        RemoveMember(member_id="m1", **LEFT, **on(date(2024, 2, 1))),
        EraseMember(member_id="m1", ground=ErasureGround.LEFT_REGISTER, **on(date(2024, 2, 2))),
    )
    with pytest.raises(MemberIsForgotten):
        scene.when(register(details=probationary(date(2025, 3, 1)), **on(TODAY)))
