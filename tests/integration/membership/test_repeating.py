"""The same command twice is carried out once, whatever happened to the first answer."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx

from shared.clock import new_id
from tests.integration.membership.test_transfers import INTERNAL
from tests.support.running_membership import DETAILS, person
from tests.support.yuhua_district import District, done

REGISTERING = {"organisation_id": "b-111", "details": DETAILS, "effective_date": "2021-01-01"}


def test_the_first_answer_is_given_again(district: District) -> None:
    command = new_id()
    body = {**REGISTERING, "person": person(1)}

    first = done(district.street.post("/members", body, Idempotency_Key=command))
    second = done(district.street.post("/members", body, Idempotency_Key=command))

    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first | {"repeated": True} == second


def test_a_transfer_is_requested_once(district: District) -> None:
    command, body = new_id(), {**INTERNAL, "member_ids": [district.member(2)]}

    first, second = (
        done(district.secretary.post("/transfers", body, Idempotency_Key=command)) for _ in "12"
    )

    assert first["stream"] == second["stream"]
    assert second["repeated"]


def test_after_later_changes_the_first_answer_still_stands(district: District) -> None:
    member_id, command = district.member(3), new_id()
    path = f"/members/{member_id}/class"
    first = done(district.street.put(path, {"member_class": "retired"}, Idempotency_Key=command))
    done(district.street.put(path, {"member_class": "floating"}))

    again = done(district.street.put(path, {"member_class": "retired"}, Idempotency_Key=command))

    assert again == first | {"repeated": True}
    assert district.street.get(f"/members/{member_id}").json()["member_class"] == "floating"


def test_a_key_is_its_owners_and_good_for_one_operation(district: District) -> None:
    member_id, command = district.member(4), new_id()
    path = f"/members/{member_id}"
    done(district.street.put(f"{path}/class", {"member_class": "retired"}, Idempotency_Key=command))

    other_act = done(district.street.post(f"{path}/floating", AWAY, Idempotency_Key=command))
    other_hand = done(
        district.organiser.put(
            f"{path}/class", {"member_class": "at_home"}, Idempotency_Key=command
        )
    )

    assert not other_act["repeated"]
    assert not other_hand["repeated"]


AWAY = {"since": "2025-01-01", "place": "广东省深圳市"}


def test_many_at_once_are_carried_out_once(district: District) -> None:
    command, body = new_id(), {**REGISTERING, "person": person(5)}

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda _: district.street.post("/members", body, Idempotency_Key=command), range(8)
            )
        )

    told = [done(answer) for answer in answers]
    assert {one["version"] for one in told} == {1}
    assert sum(not one["repeated"] for one in told) == 1


def test_who_lost_the_answer_repeats_and_finds_it(district: District) -> None:
    """The connection is cut while the command is carried out: the caller knows nothing of it."""
    command, body = new_id(), {**REGISTERING, "person": person(6)}
    client = district.street.http
    with suppress(httpx.TimeoutException):
        client.post("/members", json=body, headers={"Idempotency-Key": command}, timeout=0.001)

    told = done(district.street.post("/members", body, Idempotency_Key=command))

    assert told["version"] == 1
    found = district.street.search(
        "/members/search", {"identity_number": person(6)["identity_number"]}
    )
    assert len(found) == 1


def test_a_key_must_be_a_uuid(district: District) -> None:
    answer = district.street.post(
        "/members", {**REGISTERING, "person": person(7)}, Idempotency_Key="1"
    )

    assert answer.status_code == 422
