"""Given what happened, what people read about it; and nothing that identifies anybody."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from services.membership import codec
from services.membership.domain.disclosure.events import SealedDataRead
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.domain.member.causes import RemovalCause
from services.membership.domain.member.commands import (
    ChangeMemberClass,
    CorrectMember,
    RemoveMember,
)
from services.membership.domain.terms import MemberClass
from services.membership.projections.disclosures import DISCLOSURES
from services.membership.projections.history.changes import FIELDS, Change, changes_of, told_by
from services.membership.projections.history.labels import LABELS
from services.membership.projections.history.project import HEARD, PROJECTION
from services.membership.projections.history.table import ENTRIES, TRAVELLERS
from tests.contracts.golden import MEMBERSHIP
from tests.support.logged import RECORDED
from tests.unit.membership.projections.projecting import projected
from tests.unit.membership.register_scene import (
    LEFT,
    TODAY,
    accepted,
    district,
    on,
    register,
    released,
    request,
)

_NOT_TOLD = {
    "member_id",
    "transfer_id",
    "before",
    "after",
    "sealed",
    "incoming",
    "member_ids",
    "effective_date",
}


def changes(command: Any) -> dict[str, Change]:
    event = district().given(register()).when(command)[0]
    return {change.field: change for change in changes_of(told_by(event))}


def test_everything_that_can_happen_to_people_has_a_label() -> None:
    assert {codec.NAMES[name] for name in LABELS} == set(HEARD)


@pytest.mark.parametrize("cls", HEARD, ids=lambda cls: cls.__name__)
def test_every_particular_is_either_told_or_kept_back_on_purpose(cls: type) -> None:
    assert is_dataclass(cls)
    assert {field.name for field in fields(cls)} <= FIELDS.keys() | _NOT_TOLD


@pytest.mark.parametrize("name", sorted(LABELS))
def test_no_sealed_text_is_told(name: str) -> None:
    event = MEMBERSHIP.decoded(MEMBERSHIP.stored_file(name, 1))
    sealed = [getattr(event, "sealed", ""), *(p.sealed for p in getattr(event, "incoming", ()))]
    told = str(told_by(event))
    assert not any(text and text in told for text in sealed)


def test_a_change_is_shown_with_what_was_before_in_words() -> None:
    command = ChangeMemberClass(member_id="m1", member_class=MemberClass.RETIRED, **on(TODAY))
    assert changes(command) == {
        "member_class": Change(
            "member_class", "党员类别", "in_service", "retired", "在职", "离退休"
        )
    }


def test_a_removal_for_taking_no_part_says_since_when_and_that_there_was_no_reason() -> None:
    given: dict[str, Any] = {"cause": RemovalCause.NO_PARTICIPATION, "without_reason": True}
    told = changes(RemoveMember(member_id="m1", since=date(2025, 6, 1), **given, **on(TODAY)))
    assert (told["since"].after, told["without_reason"].after_label) == ("2025-06-01", "是")
    left = changes(RemoveMember(member_id="m1", **LEFT, **on(TODAY)))
    assert not {"since", "without_reason"} & left.keys()


def test_personal_data_is_only_said_to_have_been_given() -> None:
    told = changes(CorrectMember(member_id="m1", sealed="s-2", **on(TODAY)))
    assert told["personal_data"] == Change("personal_data", "个人信息", None, None, None, None)


def test_an_entry_says_who_did_it_when_and_for_which_transfer() -> None:
    scene = district().given(register("m1", "be1"), request(), *released(), accepted())
    tables = projected(PROJECTION, scene.happened)
    rows = tables.rows(ENTRIES)
    assert {(row["actor"], row["recorded_at"]) for row in rows} == {("officer-1", RECORDED)}
    assert [row["type"] for row in rows if row["transfer_id"] == "t1"] == [
        "transfer-requested",
        "transfer-opened",
        "release-approved",
        "letter-issued",
        "letter-entered",
        "transfer-accepted",
        "affiliation-transferred",
    ]
    opened = next(row for row in rows if row["type"] == "transfer-opened")
    assert (opened["member_id"], opened["event_id"]) == ("m1", "member-m1@2")
    assert tables.rows(TRAVELLERS) == [{"member_id": "m1", "transfer_id": "t1"}]


def test_readings_of_sealed_data_are_kept_one_by_one() -> None:
    read = SealedDataRead("m1", "officer-7", DisclosurePurpose.VIEWED, ("name", "phone"), TODAY)
    rows = projected(DISCLOSURES.projection, [read, read]).rows(DISCLOSURES.table)
    assert [row["event_id"] for row in rows] == ["disclosure-m1@1", "disclosure-m1@2"]
    assert {(row["reader"], row["purpose"]) for row in rows} == {("officer-7", "viewed")}
    assert {change.after_label for change in changes_of(told_by(read))} == {
        "officer-7",
        "查阅",
        "name、phone",
    }
