"""Given what happened to a member, what the register shows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.membership.domain.member.causes import ErasureGround, Origin, SuspensionCause
from services.membership.domain.member.commands import (
    AssignPost,
    CorrectMember,
    EndFloating,
    EraseMember,
    RecordDecease,
    RecordFloating,
    RecordFloatingContact,
    RegainContact,
    RelievePost,
    ReportLostContact,
    RestoreMembership,
    StartRectification,
    SuspendMembership,
)
from services.membership.domain.terms import Education, Post, Standing
from services.membership.domain.transfer.causes import TransferKind
from services.membership.domain.transfer.commands import (
    PlaceInBranch,
    PresentOutsideLetter,
    RecordOutsideReceipt,
)
from services.membership.domain.transfer.events import outside
from services.membership.projections.members.opened_log import NO_TOKENS, opened_log
from services.membership.projections.members.project import PROJECTION
from services.membership.projections.members.table import MEMBERS
from shared.event_store import StoredEvent
from shared.subscription.opened_log import OpenedEvent, SealedTextUnopened
from tests.support.logged import Entries
from tests.support.tables import MemoryTables
from tests.unit.membership.projections.projecting import (
    BLIND,
    opened_as_is,
    projected,
    recorded,
)
from tests.unit.membership.register_scene import (
    DETAILS,
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
    said,
)
from tests.unit.membership.transfer_scene import LATE, SHENZHEN

LATER = date(2025, 3, 1)


def shown(scene: Register) -> dict[str, Any]:
    return projected(PROJECTION, scene.happened).row(MEMBERS, "m1")


def m1(command: type[Any], day: date = LATER, **given: Any) -> Any:
    return command(member_id="m1", **{**on(day), **given})


def test_who_is_registered_stands_there_with_what_is_known_and_can_be_found() -> None:
    row = shown(district().given(register("m1", "b1", posts=(Post.SECRETARY,))))
    expected = {
        "organisation_id": "b1",
        "path": "d/s1/g1/b1",
        "on_register": True,
        "standing": Standing.FULL,
        "education": Education.UNIVERSITY,
        "join_date": DETAILS.join_date,
        "origin": Origin.DIRECT,
        "registered_on": ENTERED,
        "version": 1,
        "sealed": "sealed-m1",
        "name_token": BLIND.name("sealed-m1"),
        "identity_token": BLIND.identity_number("m1"),
        "phone_token": None,
        "secretary_since": ENTERED,
        "deputy_secretary_since": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_correction_shows_the_new_facts_and_new_personal_data() -> None:
    corrected = m1(CorrectMember, education=Education.COLLEGE, sealed="changed")
    row = shown(district().given(register(), corrected))
    assert row["education"] is Education.COLLEGE
    assert (row["sealed"], row["name_token"]) == ("changed", BLIND.name("changed"))
    assert (row["changed_on"], row["version"]) == (LATER, 2)


def test_a_correction_without_personal_data_keeps_it() -> None:
    row = shown(district().given(register(), m1(CorrectMember, education=Education.COLLEGE)))
    assert (row["sealed"], row["name_token"]) == ("sealed-m1", BLIND.name("sealed-m1"))


def test_a_suspended_member_shows_why_and_what_he_was_until_he_is_restored() -> None:
    suspended = m1(SuspendMembership, cause=SuspensionCause.OTHER, note=said("出国定居"))
    scene = district().given(register(), suspended)
    row = shown(scene)
    assert row["standing"] is Standing.SUSPENDED
    assert (row["suspended_since"], row["standing_before"]) == (LATER, Standing.FULL)
    row = shown(scene.given(m1(RestoreMembership, TODAY)))
    assert row["standing"] is Standing.FULL
    assert (row["suspension_cause"], row["suspended_since"], row["standing_before"]) == (None,) * 3


def test_contact_is_lost_and_regained() -> None:
    scene = district().given(register(), m1(ReportLostContact, since=date(2025, 1, 1)))
    assert shown(scene)["contact_lost_since"] == date(2025, 1, 1)
    assert shown(scene.given(m1(RegainContact)))["contact_lost_since"] is None


def test_a_floating_member_shows_where_since_when_and_the_last_contact_until_he_is_back() -> None:
    since = date(2024, 9, 1)
    away = m1(RecordFloating, since=since, place="深圳市")
    lost = m1(ReportLostContact, since=since)
    scene = district().given(register(), away, lost, m1(RecordFloatingContact, TODAY))
    row = shown(scene)
    assert (row["floating_since"], row["floating_place"]) == (since, "深圳市")
    assert (row["contacted_on"], row["contact_lost_since"]) == (TODAY, None)
    moved_on = m1(RecordFloating, TODAY, since=since, place="东莞市")
    assert shown(scene.given(moved_on))["contacted_on"] == TODAY
    row = shown(scene.given(m1(EndFloating, TODAY)))
    assert (row["floating_since"], row["floating_place"], row["contacted_on"]) == (None,) * 3


def test_posts_are_held_until_relieved() -> None:
    scene = district().given(register(), m1(AssignPost, post=Post.PUBLICITY_MEMBER))
    assert shown(scene)["publicity_member_since"] == LATER
    relieved = m1(RelievePost, TODAY, post=Post.PUBLICITY_MEMBER)
    assert shown(scene.given(relieved))["publicity_member_since"] is None


def test_who_dies_leaves_the_register_with_his_last_organisation_and_nothing_to_look_after() -> (
    None
):
    rectified = m1(StartRectification, deadline=date(2026, 1, 1), note=said("旷会"))
    post = m1(AssignPost, post=Post.SECRETARY)
    row = shown(district().given(register(), post, rectified, m1(RecordDecease, TODAY)))
    assert (row["on_register"], row["standing"]) == (False, Standing.DECEASED)
    assert row["path"] == "d/s1/g1/b1"
    assert (row["secretary_since"], row["rectification_deadline"]) == (None, None)


def test_who_is_forgotten_is_blank_but_counted() -> None:
    erased = m1(EraseMember, TODAY, ground=ErasureGround.BY_ORDER, order="法院裁定")
    row = shown(district().given(register(), erased))
    assert (row["forgotten"], row["sealed"], row["on_register"]) == (True, "", True)
    assert (row["name_token"], row["identity_token"], row["phone_token"]) == (None,) * 3


def test_a_transfer_binds_the_member_moves_him_and_lets_him_go() -> None:
    scene = district().given(register("m1", "be1"), request())
    assert shown(scene)["open_transfer"] == "t1"
    scene.given(*released(), accepted())
    assert shown(scene)["path"] == "d/s1"
    placed = PlaceInBranch(
        **{**on(TODAY), "transfer_id": "t1", "by": "s1", "organisation_id": "b1"}
    )
    row = shown(scene.given(placed))
    assert (row["path"], row["open_transfer"]) == ("d/s1/g1/b1", None)


def test_who_left_the_city_and_comes_back_begins_anew() -> None:
    out = request(
        receiving=outside("深圳市南山区委", "44"),
        kind=TransferKind.CROSS_PROVINCE,
        **on(ENTERED),
    )
    gone = RecordOutsideReceipt(**{**on(LATER), "transfer_id": "t1", "by": "e"})
    post = m1(AssignPost, ENTERED, post=Post.SECRETARY)
    days = on(ENTERED)
    scene = district().given(register("m1", "be1"), post, out, *released(**days), gone)
    row = shown(scene)
    assert (row["on_register"], row["standing"]) == (False, Standing.TRANSFERRED_OUT)
    assert row["path"] == "d/s2/e/be1"
    letter: dict[str, Any] = {"number": "深组转 77", "issued_on": TODAY, "valid_until": LATE}
    back: dict[str, Any] = {**on(TODAY), "transfer_id": "t2", "by": "s1"}
    scene.given(
        request(
            SHENZHEN,
            kind=TransferKind.CROSS_PROVINCE,
            incoming=(replace(person("m1"), sealed="again"),),
            transfer_id="t2",
        ),
        PresentOutsideLetter(**letter, **back),
        accepted(transfer_id="t2"),
        PlaceInBranch(**back, organisation_id="b2"),
    )
    row = shown(scene)
    assert (row["path"], row["on_register"], row["standing"]) == ("d/s1/g1/b2", True, Standing.FULL)
    assert (row["sealed"], row["secretary_since"], row["registered_on"]) == ("again", None, TODAY)


def test_who_has_no_key_any_more_has_no_tokens() -> None:
    row = shown(district().given(register("m1", sealed="?")))
    assert (row["sealed"], row["name_token"], row["identity_token"]) == ("?", None, None)


def test_a_text_that_does_not_open_spoils_its_own_entry_only() -> None:
    scene = district().given(register("m1"), register("m2", sealed="spoilt"), register("m3"))

    def open_many(people: Any) -> Any:
        listed = list(people)
        if any(text == "spoilt" for _, text in listed):
            raise ValueError("a sealed text does not open")
        return opened_as_is(listed)

    log = opened_log(Entries(recorded(scene.happened)), open_many, BLIND)
    entries = log.read(0, 100)
    tables = MemoryTables()
    for entry in entries:
        if entry.fault:
            with pytest.raises(SealedTextUnopened, match="does not open"):
                PROJECTION.project(entry, tables)
        else:
            PROJECTION.project(entry, tables)
    assert [entry.stream for entry in entries if entry.fault] == ["member-m2"]
    assert [row["name_token"] for row in tables.rows(MEMBERS)] == [
        BLIND.name("sealed-m1"),
        BLIND.name("sealed-m3"),
    ]


def test_an_entry_keeps_what_the_log_says_of_it() -> None:
    stored = recorded(district().happened)
    log = opened_log(Entries(stored), opened_as_is, BLIND)
    entries = log.read(0, 100)
    assert [as_stored(entry) for entry in entries] == stored
    assert {(entry.found, entry.fault) for entry in entries} == {(NO_TOKENS, "")}
    assert log.head() == len(stored)


def as_stored(entry: OpenedEvent) -> StoredEvent:
    return StoredEvent(*(getattr(entry, name) for name in StoredEvent.__struct_fields__))
