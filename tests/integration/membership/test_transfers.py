"""The letter workflow over HTTP, for each kind of transfer."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from tests.support.running_membership import DETAILS, person
from tests.support.running_service import Client, problem_of
from tests.support.yuhua_district import District, done

REASON = {"kind": "internal", "reason": "residence_changed"}
INTERNAL = {
    **REASON,
    "releasing": {"organisation_id": "b-111"},
    "receiving": {"organisation_id": "c-21"},
}
SHENZHEN = {"name": "深圳市南山区委组织部", "province": "44"}
XIANGTAN = {"name": "湘潭市岳塘区委组织部", "province": "43"}


def requested(client: Client, **body: Any) -> str:
    answer = client.post("/transfers", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["stream"]).removeprefix("transfer-")


def letter_written(district: District, member_id: str, **changed: Any) -> str:
    """An internal transfer of the member whose letter is out."""
    transfer_id = requested(district.secretary, **INTERNAL, member_ids=[member_id], **changed)
    step(district.street, transfer_id, "release-approval", by="c-11")
    step(district.street, transfer_id, "letter", by="c-11", prefix="雨组转")
    return transfer_id


def step(client: Client, transfer_id: str, name: str, **body: Any) -> dict[str, Any]:
    return done(client.post(f"/transfers/{transfer_id}/{name}", body))


def shown(client: Client, transfer_id: str) -> dict[str, Any]:
    answer = client.get(f"/transfers/{transfer_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_internal_from_request_to_receipt(district: District) -> None:
    member_id = district.member(1)
    transfer_id = letter_written(district, member_id)
    on_the_way = shown(district.street, transfer_id)
    step(district.other_street, transfer_id, "acceptance", by="c-21")
    step(district.other_street, transfer_id, "placement", by="c-21", organisation_id="b-211")
    step(district.other_street, transfer_id, "receipt", by="c-21")

    assert on_the_way["stage_label"] == "待接收"
    assert on_the_way["letter"].startswith("雨组转〔")
    assert on_the_way["travellers"][0]["person"]["name"] == "王**"
    ended = shown(district.other_street, transfer_id)
    assert (ended["stage"], ended["placed_in"], ended["carried"]) == (
        "receipt_returned",
        "b-211",
        1,
    )
    member = district.other_street.get(f"/members/{member_id}").json()
    assert (member["organisation_id"], member["open_transfer"]) == ("b-211", None)
    assert district.street.get(f"/members/{member_id}").status_code == 404


def test_who_was_away_and_lost_gives_no_warning_where_he_went(district: District) -> None:
    member_id = district.member(30)
    path, since = f"/members/{member_id}", "2024-01-01"
    away = {"since": since, "place": "深圳市", "effective_date": "2024-07-01"}
    done(district.secretary.post(f"{path}/floating", away))
    done(district.secretary.post(f"{path}/lost-contact", {"since": since}))
    before = district.secretary.get("/warnings").json()["items"]

    transfer_id = letter_written(district, member_id)
    step(district.other_street, transfer_id, "acceptance", by="c-21")
    step(district.other_street, transfer_id, "placement", by="c-21", organisation_id="b-211")

    assert member_id in {one["member_id"] for one in before}
    after = district.other_street.get("/warnings").json()["items"]
    assert member_id not in {one["member_id"] for one in after}


def test_everything_that_happened_is_shown(district: District) -> None:
    member_id = district.member(2)
    transfer_id = letter_written(district, member_id)

    history = district.street.get(f"/members/{member_id}/history").json()["items"]
    steps = district.street.get(f"/transfers/{transfer_id}/history").json()["items"]

    types = [entry["type"] for entry in history]
    assert {"member-registered", "transfer-opened", "transfer-requested", "letter-issued"} <= set(
        types
    )
    assert types[-1] == "member-registered"
    assert all(entry["label"] for entry in history)
    assert "letter-entered" in {entry["type"] for entry in steps}


def test_the_ledger_holds_every_counterfoil(district: District) -> None:
    transfer_id = letter_written(district, district.member(3))
    step(district.secretary, transfer_id, "withdrawal", cause_text="不再转出")

    ledger = district.street.get("/letters", organisation_id="c-11").json()["items"]
    sheet = district.street.get("/letters.xlsx")

    numbers = [one["number"] for one in ledger]
    assert numbers == list(range(1, len(numbers) + 1))
    voided = next(one for one in ledger if one["transfer_id"] == transfer_id)
    assert voided["void_cause"] == "withdrawn"
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == len(ledger) + 1
    assert rows[0][0] == "介绍信编号"


def test_refused_release_and_returned_letter_need_a_cause(district: District) -> None:
    first = requested(district.secretary, **INTERNAL, member_ids=[district.member(4)])
    unstated = district.street.post(f"/transfers/{first}/release-refusal", {"by": "c-11"})
    wordless = district.street.post(
        f"/transfers/{first}/release-refusal", {"by": "c-11", "cause": "other"}
    )
    step(district.street, first, "release-refusal", by="c-11", cause="dues_unsettled")
    second = letter_written(district, district.member(5))
    returned = {"by": "c-21", "cause": "not_moved_here", "cause_text": "查无此人"}
    step(district.other_street, second, "return", **returned)

    assert problem_of(unstated)[2] == [("cause", "missing")]
    assert problem_of(wordless)[2] == [("cause_text", "cause-missing")]
    assert shown(district.street, first)["stage_label"] == "不同意转出"
    assert shown(district.street, second)["cause_label"] == "未在本地工作或居住"


def test_an_expired_letter_leaves_a_pocket_member_until_it_is_reissued(district: District) -> None:
    clock, member_id = district.running.clock, district.member(6)
    transfer_id = letter_written(district, member_id)
    letter = shown(district.street, transfer_id)["letter"]

    clock.ahead = timedelta(days=11)
    late = district.other_street.post(f"/transfers/{transfer_id}/acceptance", {"by": "c-21"})
    expire(district)
    warned = district.street.get("/warnings", reason="pocket_member").json()["items"]
    again = {"by": "c-11", "prefix": "雨组转", "replaces": letter}
    step(district.street, transfer_id, "letter/reissue", **again)
    left = district.street.get("/warnings", reason="pocket_member").json()["items"]

    assert problem_of(late)[:2] == (409, "letter-has-expired")
    labels = {one["member_id"]: one["warnings"][0]["label"] for one in warned}
    assert labels[member_id] == "介绍信超期未落转(口袋党员)"
    assert member_id not in {one["member_id"] for one in left}
    step(district.other_street, transfer_id, "acceptance", by="c-21")


def expire(district: District) -> None:
    """Let the clerk look now, as he does every minute."""
    assert district.running.service.clerks["membership.expiry"].look() >= 1
    district.running.written.event = district.running.newest_event()


def test_out_of_the_city_the_receipt_says_that_they_were_accepted(district: District) -> None:
    for number, kind, side in ((7, "cross_province", SHENZHEN), (8, "in_province", XIANGTAN)):
        member_id = district.member(number)
        body = {**INTERNAL, "kind": kind, "receiving": side, "member_ids": [member_id]}
        transfer_id = requested(district.secretary, **body)
        step(district.street, transfer_id, "release-approval", by="c-11")
        step(district.street, transfer_id, "letter", by="c-11", prefix="雨组转", valid_days=60)
        step(district.street, transfer_id, "outside-receipt", by="c-11")

        member = district.street.get(f"/members/{member_id}").json()
        assert (member["on_register"], member["standing_label"]) == (False, "转出")


def test_into_the_city_with_a_letter_from_outside(district: District) -> None:
    day = (district.running.clock.today - timedelta(days=3)).isoformat()
    until = (district.running.clock.today + timedelta(days=30)).isoformat()
    for number, kind, side in (
        (9, "cross_province", SHENZHEN),
        (10, "in_province", XIANGTAN),
        (11, "off_register_in", {"name": "某部队政治部"}),
    ):
        body = {
            **REASON,
            "kind": kind,
            "releasing": side,
            "receiving": {"organisation_id": "c-21"},
            "incoming": [{"person": person(number), "details": DETAILS}],
        }
        transfer_id = requested(district.other_street, **body)
        arriving = shown(district.other_street, transfer_id)["travellers"]
        letter = {
            "by": "c-21",
            "number": f"外〔2026〕{number}号",
            "issued_on": day,
            "valid_until": until,
        }
        step(district.other_street, transfer_id, "outside-letter", **letter)
        step(district.other_street, transfer_id, "acceptance", by="c-21")
        step(district.other_street, transfer_id, "placement", by="c-21", organisation_id="b-211")
        step(district.other_street, transfer_id, "receipt", by="c-21")

        assert arriving[0]["person"]["name"] == "王**"
        member = district.other_street.get(f"/members/{arriving[0]['member_id']}").json()
        assert (member["organisation_id"], member["on_register"]) == ("b-211", True)


def test_steps_out_of_turn_and_in_the_wrong_name_are_refused(district: District) -> None:
    member_id = district.member(12)
    transfer_id = requested(district.secretary, **INTERNAL, member_ids=[member_id])
    path = f"/transfers/{transfer_id}"

    early = district.other_street.post(f"{path}/acceptance", {"by": "c-21"})
    not_entitled = district.street.post(f"{path}/release-approval", {"by": "430111001"})
    twice = district.secretary.post("/transfers", {**INTERNAL, "member_ids": [member_id]})
    retired = {**INTERNAL, "reason": "retired", "member_ids": [district.member(13)]}
    to_no_community = district.secretary.post(
        "/transfers", {**retired, "receiving": {"organisation_id": "430111002"}}
    )

    assert problem_of(early) == (409, "step-out-of-order", [("transfer_id", "step-out-of-order")])
    assert problem_of(not_entitled) == (
        409,
        "not-entitled-to-transfer",
        [("by", "not-entitled-to-transfer")],
    )
    assert problem_of(twice)[1] == "transfer-already-open"
    assert problem_of(to_no_community)[1] == "must-go-to-community"


def test_transfers_are_listed_by_stage_side_and_member(district: District) -> None:
    member_id = district.member(14)
    transfer_id = requested(district.secretary, **INTERNAL, member_ids=[member_id])

    mine = district.street.get("/transfers", member_id=member_id).json()["items"]
    here = district.other_street.get(
        "/transfers", within="c-21", side="receiving", stage="requested"
    )
    none = district.street.get("/transfers", member_id=member_id, stage="accepted").json()["items"]

    assert [one["transfer_id"] for one in mine] == [transfer_id]
    assert transfer_id in {one["transfer_id"] for one in here.json()["items"]}
    assert none == []
