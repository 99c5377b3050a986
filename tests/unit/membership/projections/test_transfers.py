"""Given the steps of a transfer, what its row, its sides and its travellers show."""

from datetime import timedelta
from typing import Any

from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PlaceInBranch,
    PlaceOrganisation,
    PresentOutsideLetter,
    RefuseRelease,
    ReissueLetter,
    ReturnReceipt,
    ReturnTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import outside
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections import letters
from services.membership.projections.transfers.project import PROJECTION
from services.membership.projections.transfers.table import (
    ARRIVING,
    SIDES,
    TRANSFERS,
    TRAVELLERS,
    Side,
)
from tests.support.tables import MemoryTables
from tests.unit.membership.projections.projecting import projected
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    Register,
    accepted,
    district,
    on,
    person,
    register,
    released,
    request,
)

FROM_SHENZHEN = request(
    releasing=outside("深圳市南山区委", "44"),
    incoming=(person("n1"),),
    kind=TransferKind.CROSS_PROVINCE,
)
PRESENTED = PresentOutsideLetter(
    transfer_id="t1",
    by="s1",
    number="深组转7号",
    issued_on=TODAY,
    valid_until=TODAY + timedelta(days=10),
    **on(TODAY),
)


def asked() -> Register:
    return district().given(register("m1", "be1"), request())


def tables(scene: Register) -> MemoryTables:
    return projected(PROJECTION, scene.happened)


def shown(scene: Register) -> dict[str, Any]:
    return tables(scene).row(TRANSFERS, "t1")


def sides(scene: Register) -> dict[Side, str]:
    return {row["side"]: row["organisation_id"] for row in tables(scene).rows(SIDES)}


def t1(command: type[Any], **given: Any) -> Any:
    return command(**{**on(TODAY), "transfer_id": "t1", **given})


def test_a_request_shows_both_sides_and_who_travels() -> None:
    row = shown(asked())
    assert (row["stage"], row["kind"]) == (Stage.REQUESTED, TransferKind.INTERNAL)
    assert (row["releasing_id"], row["receiving_id"], row["members"]) == ("be1", "b1", 1)
    assert sides(asked()) == {Side.RELEASING: "be1", Side.RECEIVING: "b1"}
    assert tables(asked()).rows(TRAVELLERS) == [
        {"transfer_id": "t1", "member_id": "m1", "number": 1, "carried": False}
    ]


def test_it_goes_on_step_by_step_and_more_organisations_have_to_do_with_it() -> None:
    scene = asked().given(*released())
    row = shown(scene)
    assert (row["stage"], row["released_by"]) == (Stage.AWAITING_ACCEPTANCE, "e")
    assert row["letter"].startswith("雨组转")
    assert row["valid_until"] > TODAY
    scene.given(accepted())
    assert (shown(scene)["stage"], shown(scene)["carried"]) == (Stage.ACCEPTED, 1)
    assert tables(scene).row(TRAVELLERS, "t1", "m1")["carried"] is True
    scene.given(t1(PlaceInBranch, by="s1", organisation_id="b1"), t1(ReturnReceipt, by="s1"))
    row = shown(scene)
    assert (row["stage"], row["placed_in"], row["placed_on"]) == (
        Stage.RECEIPT_RETURNED,
        "b1",
        TODAY,
    )
    assert sides(scene) == {
        Side.RELEASING: "be1",
        Side.RECEIVING: "b1",
        Side.RELEASED_BY: "e",
        Side.ACCEPTED_BY: "s1",
        Side.PLACED_IN: "b1",
    }


def test_a_refusal_and_a_return_show_their_cause() -> None:
    cause = {"cause": RefusalCause.OTHER, "cause_text": "材料丢失"}
    refused = shown(asked().given(t1(RefuseRelease, by="e", **cause)))
    assert (refused["stage"], refused["cause_text"]) == (Stage.RELEASE_REFUSED, "材料丢失")
    returned = shown(asked().given(*released(), t1(ReturnTransfer, by="s1", **cause)))
    assert (returned["stage"], returned["cause"]) == (Stage.RETURNED, RefusalCause.OTHER)


def test_a_transfer_given_up_is_withdrawn() -> None:
    row = shown(asked().given(t1(WithdrawTransfer, cause_text="不去了")))
    assert (row["stage"], row["cause"], row["cause_text"]) == (Stage.WITHDRAWN, None, "不去了")


def test_an_expired_letter_is_replaced_by_a_new_one() -> None:
    scene = district().given(register("m1", "be1"), request(**on(ENTERED)))
    scene.given(*released(**on(ENTERED)), t1(ExpireTransfer))
    row = shown(scene)
    assert row["stage"] is Stage.EXPIRED
    old = row["letter"]
    scene.given(t1(ReissueLetter, by="e", prefix="雨组转", replaces=old))
    row = shown(scene)
    assert (row["stage"], row["valid_until"] > TODAY) == (Stage.AWAITING_ACCEPTANCE, True)
    assert row["letter"] != old


def test_people_from_outside_are_shown_until_they_are_on_the_register() -> None:
    scene = district().given(FROM_SHENZHEN, PRESENTED)
    row = tables(scene).row(ARRIVING, "n1")
    assert (row["transfer_id"], row["sealed"]) == ("t1", "sealed-n1")
    assert (shown(scene)["releasing_name"], shown(scene)["releasing_province"]) == (
        "深圳市南山区委",
        "44",
    )
    assert sides(scene) == {Side.RECEIVING: "b1"}
    assert tables(scene.given(accepted())).rows(ARRIVING) == []


def test_a_whole_organisation_moves_with_everybody_in_it() -> None:
    whole = {"kind": TransferKind.WHOLE_ORGANISATION, "reason": TransferReason.RESTRUCTURED}
    scene = district().given(
        register("m1", "be1"),
        register("m2", "be1"),
        request(receiving="g1", member_ids=("m1", "m2"), **whole),
        *released(),
        accepted(),
        t1(PlaceOrganisation, by="s1", into="b1"),
    )
    row = shown(scene)
    assert (row["organisation_id"], row["members"], row["carried"]) == ("be1", 2, 2)
    assert (row["placed_in"], sides(scene)[Side.MOVING]) == ("b1", "be1")


def test_the_counterfoil_shows_how_its_letter_ended() -> None:
    scene = asked().given(*released())
    row = projected(letters.PROJECTION, scene.happened).rows(letters.LETTERS)[0]
    assert (row["organisation_id"], row["year"], row["number"]) == ("e", TODAY.year, 1)
    assert (row["transfer_id"], row["members"], row["entered_on"]) == ("t1", 1, TODAY)
    voided = asked().given(*released(), t1(WithdrawTransfer))
    row = projected(letters.PROJECTION, voided.happened).rows(letters.LETTERS)[0]
    assert (row["voided_on"], row["void_cause"], row["receipt_on"]) == (TODAY, "withdrawn", None)
    scene.given(accepted(), t1(PlaceInBranch, by="s1", organisation_id="b1"))
    scene.given(t1(ReturnReceipt, by="s1"))
    row = projected(letters.PROJECTION, scene.happened).rows(letters.LETTERS)[0]
    assert (row["voided_on"], row["receipt_on"]) == (None, TODAY)
