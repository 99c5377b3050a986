"""What follows of itself: exactly once, whatever is killed in between and however often it is run."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.commands import (
    ChangeMemberClass,
    EraseMember,
    FollowOrganisation,
)
from services.membership.domain.organisation.commands import (
    DissolveOrganisation,
    MergeOrganisation,
    MoveOrganisation,
)
from services.membership.domain.streams import member_stream, transfer_stream
from services.membership.domain.terms import MemberClass
from services.membership.domain.transfer.commands import ReissueLetter
from services.membership.domain.transfer.transfer import Stage
from services.membership.policies import following, forgetting
from services.membership.policies.expiry import Expiry
from services.membership.policies.following import Following
from services.membership.policies.forgetting import Forgetting
from services.membership.projections.members import queries as members
from shared.event_store import Metadata, NewEvent, StoredEvent, StreamAppend
from shared.policies.behind_view import BehindView
from shared.policies.clerk import Clerk
from shared.policies.reaction import Reaction
from shared.subscription.promise import Fenced
from tests.support.office import Office, handle_all
from tests.unit.membership.register_scene import ENTERED, TODAY, on, released, request

CITY = ("d",)


class Killed(BaseException):
    """The process is gone: no handler sees it."""


def follow(office: Office, batch: int = 500) -> None:
    """Run the policy to the end of what the register's view shows."""
    office.catch_up()
    policy = Following(office.engine, office.membership, lambda: office.now)
    source = BehindView(office.engine, office.log, "membership.members")
    handle_all(Reaction(office.engine, following.NAME, policy.react), source, batch)


def places(office: Office, *member_ids: str) -> list[str]:
    facts = [office.membership.member(member_id).facts for member_id in member_ids]
    return [each.organisation_path for each in facts if each is not None]


def types(office: Office, stream: str) -> list[str]:
    return [event.type for event in office.store.read_stream(stream)]


def test_members_follow_a_move_a_merger_and_a_dissolution(office: Office) -> None:
    moved, merged, dissolved, untouched = (
        office.register(number, home) for number, home in enumerate(("b1", "be1", "be2", "e"), 1)
    )
    office.when(
        MoveOrganisation(organisation_id="g1", superior_id="s2", **on(TODAY)),
        MergeOrganisation(organisation_id="be1", into_id="b2", **on(TODAY)),
        DissolveOrganisation(organisation_id="be2", **on(TODAY)),
    )
    follow(office)
    assert places(office, moved, merged, dissolved, untouched) == [
        "d/s2/g1/b1",
        "d/s2/g1/b2",
        "d/s2/e",
        "d/s2/e",
    ]
    with office.looking() as db:
        shown = {row.member_id: row.path for row in members.each(db, CITY)}
        assert list(map(shown.get, (moved, merged, dissolved))) == [
            "d/s2/g1/b1",
            "d/s2/g1/b2",
            "d/s2/e",
        ]
    event = office.store.read_stream(member_stream(moved))[-1]
    assert event.type == "affiliation-followed-organisation"
    assert '"causation_id":"organisation-tree@' in event.metadata
    assert '"organisation_path":"d/s2/g1/b1"' in event.metadata


def test_a_change_dated_back_is_followed_from_its_day_or_the_members_last_fact(
    office: Office,
) -> None:
    early, late = office.register(1, "b1"), office.register(2, "b1")
    office.when(
        ChangeMemberClass(member_id=late, member_class=MemberClass.RETIRED, **on(TODAY)),
        MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY - timedelta(days=9))),
    )
    follow(office)
    days = [office.store.read_stream(member_stream(m))[-1].effective_date for m in (early, late)]
    assert days == [TODAY - timedelta(days=9), TODAY]


def test_a_policy_that_was_far_behind_dates_alike(office: Office) -> None:
    """It meets the member's own fact long before the tree's."""
    one = office.register(1, "b1")
    office.when(MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)))
    follow(office, batch=1)
    assert office.store.read_stream(member_stream(one))[-1].effective_date == TODAY


def test_who_was_entered_while_the_tree_changed_follows_too(office: Office) -> None:
    """A decision that still saw the old tree is stored behind the tree's own fact."""
    one = office.register(1, "b1")
    office.when(MoveOrganisation(organisation_id="g1", superior_id="s2", **on(TODAY)))
    (seen,) = office.store.read_stream(member_stream(one))
    sealed = office.membership.member(one).sealed
    own = office.sealer.seal("late", office.sealer.unseal(one, sealed) or {})
    data = seen.data.replace(sealed, own).replace(one, "late")
    late = NewEvent(seen.type, seen.schema_version, data, seen.effective_date)
    append = StreamAppend(member_stream("late"), 0, [late], Metadata(command_id="late"))
    office.store.append([append], office.now)
    assert places(office, "late") == ["d/s1/g1/b1"]
    follow(office)
    assert places(office, "late") == ["d/s2/g1/b1"]


def test_following_twice_or_after_a_kill_writes_nothing_twice(office: Office) -> None:
    ids = [office.register(number, "b1") for number in range(1, 6)]
    office.when(MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)))
    office.catch_up()
    policy = Following(office.engine, office.membership, lambda: office.now)

    def react_and_die(batch: Sequence[StoredEvent]) -> None:
        policy.react(batch)
        raise Killed

    with pytest.raises(Killed):
        handle_all(Reaction(office.engine, following.NAME, react_and_die), office.log)
    head = office.log.head()
    follow(office)
    follow(office)
    assert office.log.head() == head
    assert {tuple(types(office, member_stream(m))) for m in ids} == {
        ("member-registered", "affiliation-followed-organisation")
    }


def test_a_refused_member_stops_nobody_else(office: Office) -> None:
    gone, stays = office.register(1, "b1"), office.register(2, "b1")
    office.when(MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)))
    office.when(FollowOrganisation(member_id=gone, **on(TODAY)))
    follow(office)
    assert places(office, gone, stays) == ["d/s1/g1/b2"] * 2


def test_the_policy_does_not_run_ahead_of_the_view_it_asks(office: Office) -> None:
    source = BehindView(office.engine, office.log, "membership.members")
    assert source.read(0, 100) == []
    office.catch_up()
    shown = office.log.head()
    office.register(1, "b1")
    assert [entry.position for entry in source.read(0, 100)] == list(range(1, shown + 1))
    assert source.read(shown, 100) == []


def test_of_two_instances_one_reacts_and_the_other_stands_by(office: Office) -> None:
    reacting = Reaction(office.engine, "membership.test", lambda _: None)
    standing_by = Reaction(office.engine, "membership.test", lambda _: None)
    reacting.resume("log")
    with pytest.raises(Fenced):
        standing_by.resume("log")
    reacting.close()
    standing_by.resume("log")
    standing_by.close()


def test_a_key_is_destroyed_though_the_request_died_before_it(office: Office) -> None:
    one = office.register(1, "b1", name="欧阳墨白")
    sealed = office.membership.member(one).sealed
    ground = ErasureGround.BY_ORDER
    office.when(EraseMember(member_id=one, ground=ground, order="裁定", **on(TODAY)))
    assert office.sealer.unseal(one, sealed) is not None
    policy = Forgetting(office.ring, office.drop_copies)
    for _ in range(2):
        handle_all(Reaction(office.engine, forgetting.NAME, policy.react), office.log)
        assert office.sealer.unseal(one, sealed) is None


def lettered(office: Office, number: int) -> str:
    """A transfer whose letter was good to ten days after `ENTERED`."""
    one = office.register(number, "be1")
    asked = {**on(ENTERED), "transfer_id": f"t{number}"}
    office.when(request(member_ids=(one,), **asked), *released(**asked))
    return one


def test_letters_past_their_validity_expire_once_also_after_a_standstill(office: Office) -> None:
    one, other = lettered(office, 1), lettered(office, 2)
    office.when(ChangeMemberClass(member_id=other, member_class=MemberClass.RETIRED, **on(TODAY)))
    office.catch_up()
    expiry = Expiry(office.engine, office.membership, lambda: office.now)
    assert sum(act() for act in expiry.acts()) == 2
    assert sum(act() for act in expiry.acts()) == 0  # the view still shows them as due
    office.catch_up()
    assert sum(act() for act in expiry.acts()) == 0
    assert types(office, transfer_stream("t1")).count("transfer-expired") == 1
    days = [office.store.read_stream(transfer_stream(t))[-1].effective_date for t in ("t1", "t2")]
    assert days == [ENTERED + timedelta(days=11), TODAY]
    expired = office.store.read_stream(transfer_stream("t1"))[-1]
    assert '"organisation_path":"d/s2/e/be1"' in expired.metadata
    pocket = office.membership.member(one).pocket_since
    assert pocket == ENTERED + timedelta(days=10)


def test_a_letter_expires_the_day_after_its_last_in_the_citys_time(office: Office) -> None:
    lettered(office, 1)
    office.catch_up()
    expiry = Expiry(office.engine, office.membership, lambda: office.now)
    still_good = office.now.replace(year=2024, month=1, day=20, hour=15, minute=59)
    office.now = still_good
    assert sum(act() for act in expiry.acts()) == 0
    office.now = still_good + timedelta(minutes=1)
    assert sum(act() for act in expiry.acts()) == 1


def test_a_letter_that_was_reissued_meanwhile_does_not_expire(office: Office) -> None:
    lettered(office, 1)
    office.catch_up()
    letter = office.membership.transfer("t1").letter
    assert letter is not None
    office.when(
        ReissueLetter(transfer_id="t1", by="e", prefix="雨组转", replaces=letter.text, **on(TODAY))
    )
    expiry = Expiry(office.engine, office.membership, lambda: office.now)
    assert sum(act() for act in expiry.acts()) == 0
    assert office.membership.transfer("t1").stage is Stage.AWAITING_ACCEPTANCE


def test_a_clerk_works_beside_the_requests_until_he_is_stopped(office: Office) -> None:
    lettered(office, 1)
    office.catch_up()
    expiry = Expiry(office.engine, office.membership, lambda: office.now)
    clerk = Clerk(office.engine, "membership.expiry", expiry.acts, every_seconds=0.01)
    clerk.start()
    clerk.stop()
    assert types(office, transfer_stream("t1")).count("transfer-expired") <= 1
