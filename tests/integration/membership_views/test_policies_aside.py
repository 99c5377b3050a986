"""What a view has set aside: who asks it waits behind it, who only goes behind it does not."""

from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.commands import EraseMember
from services.membership.domain.organisation.commands import MergeOrganisation
from services.membership.domain.streams import member_stream
from services.membership.policies import following, forgetting
from services.membership.policies.forgetting import Forgetting
from shared.event_store import Metadata, NewEvent, StreamAppend
from shared.policies.behind_view import BehindView
from shared.policies.reaction import Reaction
from tests.integration.membership_views.test_policies import follow, places
from tests.support.looking import parked
from tests.support.office import Office, handle_all
from tests.unit.membership.register_scene import TODAY, on


def test_an_event_nobody_can_read_keeps_nobody_else_behind_and_waits_with_its_stream(
    office: Office,
) -> None:
    """The view that the policy asks has set it aside; so the policy does, and goes on."""
    stays = office.register(1, "b1")
    broken = [NewEvent("member-registered", 1, text, TODAY) for text in ("{}", "{}")]
    told = StreamAppend("member-broken", 0, broken, Metadata("broken"))
    office.store.append([told], office.now)
    office.when(MergeOrganisation(organisation_id="b1", into_id="b2", **on(TODAY)))

    follow(office)

    assert places(office, stays) == ["d/s1/g1/b2"]
    found = parked(office.engine, following.NAME)
    at = [e.position for e in office.log.read(0, 1_000) if e.stream == "member-broken"]
    first = "Unfit: membership.members has set it aside: retry it there first"
    assert found == {at[0]: first, at[1]: "follows an entry that was set aside"}


def test_who_only_goes_behind_a_view_does_not_wait_for_what_it_has_set_aside(
    office: Office,
) -> None:
    """A person is forgotten although the view could not take something of his."""
    one, other = office.register(1, "b1"), office.register(2, "b1")
    sealed = office.membership.member(one).sealed
    office.when(
        EraseMember(member_id=other, ground=ErasureGround.BY_ORDER, order="裁定", **on(TODAY))
    )
    seen = office.store.read_stream(member_stream(other))[-1]
    broken = NewEvent("member-corrected", 1, "{}", TODAY)
    forgotten = NewEvent(seen.type, seen.schema_version, seen.data.replace(other, one), TODAY)
    told = StreamAppend(member_stream(one), 1, [broken, forgotten], Metadata("broken"))
    office.store.append([told], office.now)
    office.catch_up()
    assert len(parked(office.engine, "membership.members")) == 2
    source = BehindView(office.engine, office.log, "membership.members", asked=False)
    policy = Forgetting(office.ring, office.drop_copies)

    handle_all(Reaction(office.engine, forgetting.NAME, policy.react), source)

    assert office.sealer.unseal(one, sealed) is None
    assert parked(office.engine, forgetting.NAME) == {}
