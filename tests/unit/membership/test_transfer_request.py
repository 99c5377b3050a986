"""Asking for a transfer: which sides, which reasons, which people."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.domain.command import EffectiveDateBeforeLast, EffectiveDateInFuture
from services.membership.domain.member.affiliation_events import TransferOpened
from services.membership.domain.member.causes import RemovalCause
from services.membership.domain.member.commands import RemoveMember
from services.membership.domain.member.rejections import (
    MemberNotOnRegister,
    UnknownMember,
)
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    EstablishOrganisation,
)
from services.membership.domain.organisation.rejections import (
    OrganisationEnded,
    UnknownOrganisation,
)
from services.membership.domain.rejection import Rejection
from services.membership.domain.transfer.causes import (
    TransferKind,
    TransferReason,
)
from services.membership.domain.transfer.events import (
    Endpoint,
    TransferRequested,
    inside,
    outside,
)
from services.membership.domain.transfer.people import (
    MemberNamedTwice,
    MembersDoNotFitSides,
    NotAWholeOrganisation,
    NotTheMembersOrganisation,
    OneMemberATransfer,
    TransferAlreadyOpen,
)
from services.membership.domain.transfer.request import TransferIdTaken
from services.membership.domain.transfer.sides import (
    AwaySinceMissing,
    AwayTooShort,
    MustGoToCommunity,
    OutsideNameMissing,
    ProvinceDoesNotFitKind,
    ProvinceUnknown,
    SameOrganisationOnBothSides,
    SidesDoNotFitKind,
)
from services.membership.domain.transfer.steps import (
    NoTransferAuthority,
)
from tests.unit.membership.register_scene import (
    ENTERED,
    FOUNDED,
    TODAY,
    K,
    on,
    person,
    register,
    request,
    said,
)
from tests.unit.membership.transfer_scene import CHANGDE, CROSS, SHENZHEN, three_members

IN_PROVINCE = TransferKind.IN_PROVINCE
WHOLE, OFF_REGISTER = TransferKind.WHOLE_ORGANISATION, TransferKind.OFF_REGISTER_IN
A_DAY = timedelta(days=1)


def requested(**given: Any) -> TransferRequested:
    asked: dict[str, Any] = {
        "transfer_id": "t1",
        "kind": TransferKind.INTERNAL,
        "reason": TransferReason.WORKPLACE_CHANGED,
        "reason_since": None,
        "releasing": inside("be1"),
        "receiving": inside("b1"),
        "member_ids": ("m1",),
        "organisation_id": "",
        "incoming": (),
        "effective_date": TODAY,
    }
    return TransferRequested(**{**asked, **given})


def test_a_request_binds_the_member_to_one_transfer() -> None:
    there = three_members()
    before = there.member().facts
    assert there.when(request()) == (requested(), TransferOpened("m1", "t1", TODAY))
    assert there.member().facts == before


def test_a_whole_branch_binds_all_its_members() -> None:
    command = request(kind=WHOLE, reason=TransferReason.RESTRUCTURED, member_ids=("m1", "m2"))
    assert three_members().when(command) == (
        requested(
            kind=WHOLE,
            reason=TransferReason.RESTRUCTURED,
            member_ids=("m1", "m2"),
            organisation_id="be1",
        ),
        TransferOpened("m1", "t1", TODAY),
        TransferOpened("m2", "t1", TODAY),
    )


def test_people_from_outside_are_told_about_and_not_yet_members() -> None:
    command = request(SHENZHEN, kind=CROSS, incoming=(person(),))
    there = three_members()
    assert there.when(command) == (
        requested(kind=CROSS, releasing=SHENZHEN, member_ids=("n1",), incoming=(person(),)),
        TransferOpened("n1", "t1", TODAY),
    )
    assert there.member("n1").facts is None


@pytest.mark.parametrize(
    "command",
    [
        request(receiving=CHANGDE, kind=IN_PROVINCE),
        request(receiving=SHENZHEN, kind=CROSS),
        request(SHENZHEN, kind=WHOLE, incoming=(person("n1"), person("n2"))),
        request(receiving=SHENZHEN, kind=WHOLE, member_ids=("m1", "m2")),
        request(outside("某部队政治部"), kind=OFF_REGISTER, incoming=(person(),)),
        request(reason=TransferReason.RETIRED),
        request(reason=TransferReason.ENTERPRISE_DISSOLVED, receiving="g1"),
        request(receiving=SHENZHEN, kind=CROSS, reason=TransferReason.RETIRED),
        request(reason=TransferReason.AWAY_SIX_MONTHS, reason_since=date(2025, 12, 1)),
    ],
)
def test_each_kind_has_its_sides_and_each_reason_its_place(command: Any) -> None:
    assert isinstance(three_members().when(command)[0], TransferRequested)


REFUSED: list[tuple[type[Rejection], str, dict[str, Any]]] = [
    (EffectiveDateInFuture, "effective_date", on(TODAY + A_DAY)),
    (EffectiveDateBeforeLast, "effective_date", on(ENTERED - A_DAY)),
    (SidesDoNotFitKind, "kind", {"receiving": SHENZHEN}),
    (SidesDoNotFitKind, "kind", {"kind": CROSS}),
    (SidesDoNotFitKind, "kind", {"kind": OFF_REGISTER}),
    (
        SidesDoNotFitKind,
        "kind",
        {"kind": WHOLE, "releasing": CHANGDE, "receiving": SHENZHEN},
    ),
    (UnknownOrganisation, "receiving", {"receiving": inside("nowhere")}),
    (OrganisationEnded, "receiving", {"receiving": inside("be2")}),
    (NoTransferAuthority, "receiving", {"receiving": inside("lone")}),
    (SameOrganisationOnBothSides, "receiving", {"receiving": inside("be1")}),
    (
        OutsideNameMissing,
        "receiving.name",
        {"kind": CROSS, "receiving": Endpoint(province="44")},
    ),
    (
        ProvinceUnknown,
        "receiving.province",
        {"kind": CROSS, "receiving": outside("深圳市委", "广东")},
    ),
    (ProvinceUnknown, "receiving.province", {"kind": CROSS, "receiving": outside("深圳市委")}),
    (ProvinceDoesNotFitKind, "receiving.province", {"kind": CROSS, "receiving": CHANGDE}),
    (
        ProvinceDoesNotFitKind,
        "receiving.province",
        {"kind": IN_PROVINCE, "receiving": SHENZHEN},
    ),
    (
        ProvinceDoesNotFitKind,
        "releasing.province",
        {
            "kind": IN_PROVINCE,
            "releasing": SHENZHEN,
            "receiving": inside("b1"),
            "incoming": (person(),),
            "member_ids": (),
        },
    ),
    (
        MustGoToCommunity,
        "receiving",
        {"reason": TransferReason.RETIRED, "receiving": inside("s1")},
    ),
    (
        MustGoToCommunity,
        "receiving",
        {"reason": TransferReason.ENTERPRISE_DISSOLVED, "receiving": inside("e")},
    ),
    (AwaySinceMissing, "reason_since", {"reason": TransferReason.AWAY_SIX_MONTHS}),
    (
        AwayTooShort,
        "reason_since",
        {"reason": TransferReason.AWAY_SIX_MONTHS, "reason_since": date(2025, 12, 2)},
    ),
    (MembersDoNotFitSides, "member_ids", {"member_ids": ()}),
    (MembersDoNotFitSides, "member_ids", {"incoming": (person(),), "member_ids": ("m1",)}),
    (MembersDoNotFitSides, "incoming", {"kind": CROSS, "releasing": SHENZHEN}),
    (OneMemberATransfer, "member_ids", {"member_ids": ("m1", "m2")}),
    (MemberNamedTwice, "member_ids", {"kind": WHOLE, "member_ids": ("m1", "m1")}),
    (NotTheMembersOrganisation, "releasing", {"member_ids": ("m3",)}),
    (UnknownMember, "member_ids", {"member_ids": ("m9",)}),
    (MemberNotOnRegister, "member_ids", {"member_ids": ("m4",)}),
    (NotAWholeOrganisation, "releasing", {"kind": WHOLE, "releasing": inside("e")}),
]


@pytest.mark.parametrize(("refusal", "field", "given"), REFUSED)
def test_a_request_is_refused(refusal: type[Rejection], field: str, given: dict[str, Any]) -> None:
    there = three_members().given(
        DissolveOrganisation(organisation_id="be2", **on(TODAY)),
        EstablishOrganisation(
            organisation_id="lone",
            name="无审批权限的党委",
            kind=K.PRIMARY_COMMITTEE,
            may_transfer=False,
            **on(FOUNDED),
        ),
        register("m4", "be1"),
        RemoveMember(
            member_id="m4",
            cause=RemovalCause.ASKED_TO_LEAVE,
            note=said("书面申请退党"),
            **on(TODAY),
        ),
    )
    with pytest.raises(refusal) as refused:
        there.when(replace(request(), **given))
    assert refused.value.field == field


def test_a_member_has_one_open_transfer() -> None:
    there = three_members().given(request())
    with pytest.raises(TransferAlreadyOpen):
        there.when(request(receiving="b2", transfer_id="t2"))


def test_an_id_is_not_used_for_another_request() -> None:
    there = three_members().given(request())
    with pytest.raises(TransferIdTaken):
        there.when(request(receiving="b2"))
