"""Given messages, then these rows: the projection is a pure function."""

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec import structs

from services.reporting.projections.hearing import PassedOver
from services.reporting.projections.kinds import NUMBERS
from services.reporting.projections.messages import (
    MEMBER_REASONS,
    heard,
)
from services.reporting.projections.organisations import key_of
from services.reporting.projections.statistics import STATISTICS
from shared.contracts.membership import MESSAGES
from shared.contracts.membership.rules import RuleSetV1
from shared.messaging.hearing import UnknownMessage
from shared.messaging.promise import Message
from tests.support.bundles import bundled
from tests.support.told_by_membership import DAY, Membership, district, received
from tests.support.written import Written, chosen, written_by

LATER = date(2026, 3, 1)


def written(*messages: Message) -> Written:
    return written_by(STATISTICS, messages)


def last(city: Membership) -> Message:
    return received(city.told[-1])


def _reason(name: str) -> str:
    return str(MEMBER_REASONS.index(name))


def test_a_registered_member_is_one_more() -> None:
    city = district()
    city.registers("m1", "b1")

    rows = written(last(city)).rows

    assert rows.keys() == {"member_ledger"}
    assert rows["member_ledger"] == [
        {
            "sequence": f"{len(city.told):020d}",
            "recorded_at": "2026-01-01T20:00:00Z",
            "was_organisation_key": None,
            "now_organisation_key": key_of("b1"),
            "effective_date": "2026-01-10",
            "was_birth_date": None,
            "now_birth_date": "1980-06-15",
            "was_kind": None,
            "now_kind": NUMBERS["full", "in_service", "university", "female"],
            "reason": _reason("member-registered"),
            "event_id": "member-m1@1",
        }
    ]


def test_a_correction_takes_one_and_adds_one() -> None:
    city = district()
    city.registers("m1", "b1")
    city.corrects("m1", LATER, gender="male")

    rows = written(last(city)).rows["member_ledger"]

    kinds = [NUMBERS["full", "in_service", "university", gender] for gender in ("male", "female")]
    assert chosen(rows, "was_kind", "now_kind") == [(kinds[1], kinds[0])]


def test_who_died_is_one_less() -> None:
    city = district()
    city.registers("m1", "b1")
    city.buries("m1", LATER)

    rows = written(last(city)).rows["member_ledger"]

    [row] = chosen(rows, "was_organisation_key", "now_organisation_key", "now_kind", "reason")
    assert row == (key_of("b1"), None, None, _reason("member-deceased"))


def test_a_transfer_is_counted_and_written_down() -> None:
    city = district()
    city.registers("m1", "b1")
    city.requests("t1", "internal", LATER, "m1")
    asked = last(city)
    city.transfers("m1", "b3", LATER, "t1")

    rows = written(asked, last(city)).rows

    assert chosen(rows["transfer_requests"], "transfer_id", "kind") == [("t1", "internal")]
    moved = chosen(rows["transfer_moves"], "member_id", "from_path", "to_path")
    assert moved == [("m1", "4301/430111/s1/b1", "4301/430111/s2/b3")]
    counted = chosen(rows["member_ledger"], "was_organisation_key", "now_organisation_key")
    assert counted == [(key_of("b1"), key_of("b3"))]


def test_who_comes_from_outside_or_goes_there_has_no_path_there() -> None:
    city = district()
    city.registers("m1", "s1", transfer="t1")
    came = last(city)
    city.transfers("m1", None, LATER, "t2")

    rows = written(came, last(city)).rows["transfer_moves"]

    paths = [("", "4301/430111/s1"), ("4301/430111/s1", "")]
    assert chosen(rows, "from_path", "to_path") == paths


def test_an_organisation_is_established_moved_and_ended() -> None:
    city = district()
    city.establishes("b9", "s1", division="430111001002")
    told = [last(city)]
    city.moves("b9", "s2", LATER)
    told.append(last(city))
    city.merges("b9", "b3", LATER)
    told.append(last(city))

    rows = written(*told).rows

    assert chosen(rows["organisation_places"], "change", "below_id", "path", "living") == [
        ("1", "s1", "4301/430111/s1/b9", "t"),
        ("0", "s2", "4301/430111/s2/b9", "t"),
        ("-1", "b3", "4301/430111/s2/b9", "f"),
    ]
    assert chosen(rows["organisation_names"], "name") == [("b9党组织",)]


def test_territory_is_listed() -> None:
    city = Membership()
    city.registers_division("4301", None, "city")
    city.enrols("430111001001")

    rows = written(*map(received, city.told)).rows

    assert chosen(rows["divisions"], "code", "parent_code") == [("4301", None)]
    assert chosen(rows["communities"], "code", "effective_date") == [("430111001001", str(DAY))]


def test_what_changes_nothing_that_is_counted_writes_nothing() -> None:
    city = Membership()
    city.tell("rules", RuleSetV1("letter-days-inside", 10, "days", "test", DAY))

    assert not written(last(city)).rows


@pytest.mark.parametrize("kind", ["membership.comet-seen.v1", "membership.member-registered.v2"])
def test_a_message_of_tomorrow_cannot_be_read(kind: str) -> None:
    """It may well change what is counted: passed over, it would make a figure silently wrong."""
    with pytest.raises(UnknownMessage, match=f"{kind} is not known to this release"):
        heard(b'{"type": "%s", "data": {}}' % kind.encode())


def test_a_known_message_that_changes_nothing_is_passed_over() -> None:
    assert isinstance(heard(b'{"type": "membership.log-reached.v1", "data": {}}'), PassedOver)


@pytest.mark.parametrize("missing", ["organisation_id", "birth_date", "standing"])
def test_a_message_that_lacks_what_is_counted_cannot_be_read(missing: str) -> None:
    city = district()
    city.registers("m1", "b1")
    message: dict[str, Any] = msgspec.json.decode(city.told[-1].value)
    del message["data"]["after"][missing]

    with pytest.raises(msgspec.ValidationError, match=missing):
        heard(msgspec.json.encode(message))


def test_a_dead_letter_says_what_it_is() -> None:
    city = district()
    told = STATISTICS.describe(last(city))
    broken = STATISTICS.describe(msgspec.structs.replace(last(city), value=b"{"))

    assert (told.key, told.type) == ("territory", "membership.community-enrolled.v1")
    assert broken.type == "unreadable"


def test_every_message_that_counts_members_is_read() -> None:
    """A new message with facts before and after must not be passed over."""
    counting = {
        name.split(".")[1]
        for name, contract in MESSAGES.items()
        if {"member_id", "before", "after"} <= set(contract.__dataclass_fields__)
    }

    assert counting == set(MEMBER_REASONS)


def test_a_bundle_with_a_message_that_cannot_be_taken_is_refused_whole() -> None:
    city = district()
    city.registers("m1", "b1")
    told = last(city)
    unknown = structs.replace(told, value=told.value.replace(b"member-registered", b"member-lost"))

    with pytest.raises(msgspec.ValidationError):
        STATISTICS.project_bundle(bundled([told, unknown, told]), Written())


@pytest.mark.parametrize(
    "sent",
    [(b"%s,%s", b"%s"), (b"%s,%s", b""), (b"%s%s", b" "), (b"%s\n%s",), (b"%s,",), (b"%s],[%s",)],
)
def test_values_that_are_not_one_message_each_are_refused(sent: tuple[bytes, ...]) -> None:
    """Two messages in one value and none in another would else be counted; one by one neither is."""
    city = district()
    city.registers("m1", "b1")
    told = last(city)
    values = [value.replace(b"%s", told.value) for value in sent]

    with pytest.raises((ValueError, msgspec.DecodeError)):
        STATISTICS.project_bundle(
            bundled([structs.replace(told, value=value) for value in values]), Written()
        )
