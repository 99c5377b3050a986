"""Views are rebuilt from the log alike, also after people were forgotten, who are nowhere then."""

import pytest

from services.membership.domain.disclosure.commands import RecordDisclosure
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.domain.member.causes import ErasureGround
from services.membership.domain.member.commands import (
    AssignPost,
    CorrectMember,
    EraseMember,
    RecordDecease,
)
from services.membership.domain.organisation.commands import RenameOrganisation
from services.membership.domain.terms import Education, Post
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import PlaceInBranch, RequestTransfer
from services.membership.domain.transfer.events import inside, outside
from services.membership.policies.forgetting import NAME, Forgetting
from services.membership.projections.members import queries as members
from services.membership.projections.members.counts import counted
from services.membership.projections.members.queries import MemberFilter
from services.membership.projections.transfers import queries as transfers
from shared.policies.behind_view import BehindView
from shared.policies.reaction import Reaction
from shared.subscription.rebuild import Rebuild
from tests.support.office import Office, everything_stored, handle_all, person_of
from tests.unit.membership.register_scene import (
    DETAILS,
    TODAY,
    accepted,
    on,
    released,
    request,
)

CITY = ("d",)
PLANTED = "欧阳墨白"


def much_happened(office: Office) -> str:
    """A bit of everything; answers the id of the person with the planted name."""
    planted = office.register(1, "be1", name=PLANTED)
    other = office.register(2, "b1")
    office.when(
        AssignPost(member_id=other, post=Post.SECRETARY, **on(TODAY)),
        CorrectMember(member_id=other, education=Education.COLLEGE, **on(TODAY)),
        request(member_ids=(planted,)),
        *released(),
        accepted(),
        PlaceInBranch(transfer_id="t1", by="s1", organisation_id="b2", **on(TODAY)),
        RenameOrganisation(organisation_id="b1", name="第一党支部", **on(TODAY)),
        RecordDisclosure(
            member_id=planted, purpose=DisclosurePurpose.VIEWED, fields=("name",), **on(TODAY)
        ),
    )
    return planted


def erase(office: Office, member_id: str) -> None:
    office.when(RecordDecease(member_id=member_id, **on(TODAY)))
    asked = EraseMember(member_id=member_id, ground=ErasureGround.LEFT_REGISTER, **on(TODAY))
    office.people.erase(asked, office.acting())


def test_every_view_is_rebuilt_row_by_row_alike(office: Office) -> None:
    much_happened(office)
    assert office.rebuilt() == dict.fromkeys(office.views, True)


def test_a_rebuilt_view_goes_on(office: Office) -> None:
    much_happened(office)
    office.rebuilt()
    three = office.register(3, "b1")
    with office.looking() as db:
        assert members.get(db, three, CITY) is not None
    assert office.rebuilt() == dict.fromkeys(office.views, True)


def test_a_forgotten_person_is_nowhere_and_counts_stay(office: Office) -> None:
    planted = much_happened(office)
    office.register(3, "b1", name="丁一")
    office.rebuilt()  # so that retired copies stand beside the live views
    token, number = office.blind.name(PLANTED), person_of(1, PLANTED).identity_number
    assert token in everything_stored(office.engine)
    sealed = office.membership.member(planted).sealed
    erase(office, planted)
    office.catch_up()
    assert token in everything_stored(office.engine)  # a retired copy still remembers
    forgetting = Forgetting(office.ring, office.drop_copies)
    shown = BehindView(office.engine, office.log, "membership.members")
    handle_all(Reaction(office.engine, NAME, forgetting.react), shown)
    assert token not in everything_stored(office.engine)
    assert office.rebuilt() == dict.fromkeys(office.views, True)

    stored = everything_stored(office.engine)
    for trace in (PLANTED, number, token, office.blind.identity_number(number)):
        assert trace not in stored
    assert sealed not in everything_stored(office.engine, but=["event_log.events"])
    assert office.sealer.unseal(planted, sealed) is None
    with office.looking() as db:
        row = members.get(db, planted, CITY)
        assert row is not None
        assert (row.forgotten, row.sealed, row.birth_date) == (True, "", DETAILS.birth_date)
        everybody = members.listed(db, CITY, MemberFilter(on_register=None)).items
        assert len(everybody) == 3
        assert counted(db, ["d"])["d"].full == 2


def test_what_a_dead_rebuild_has_half_built_remembers_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_rebuild: Rebuild) -> None:
        raise ZeroDivisionError

    planted, token = much_happened(office), office.blind.name(PLANTED)
    office.catch_up()
    with monkeypatch.context() as patch:
        patch.setattr(Rebuild, "_compare", die)
        with pytest.raises(ZeroDivisionError):
            office.views["membership.members"].rebuild().run()
    erase(office, planted)
    office.catch_up()
    assert token in everything_stored(office.engine)

    forgetting = Forgetting(office.ring, office.drop_copies)
    handle_all(Reaction(office.engine, NAME, forgetting.react), office.log)

    assert token not in everything_stored(office.engine)


def test_who_is_forgotten_by_order_stays_counted(office: Office) -> None:
    one = office.register(1, "b1", name=PLANTED)
    asked = EraseMember(member_id=one, ground=ErasureGround.BY_ORDER, order="裁定", **on(TODAY))
    office.people.erase(asked, office.acting())
    assert office.rebuilt() == dict.fromkeys(office.views, True)
    with office.looking() as db:
        assert counted(db, ["d"])["d"].full == 1


def test_people_on_their_way_in_are_shown_sealed_to_the_receiver(office: Office) -> None:
    command = RequestTransfer(
        transfer_id="t1",
        kind=TransferKind.CROSS_PROVINCE,
        reason=TransferReason.RESIDENCE_CHANGED,
        releasing=outside("深圳市南山区委", "44"),
        receiving=inside("b1"),
        **on(TODAY),
    )
    office.people.request_transfer(command, office.acting(), [(person_of(1, PLANTED), DETAILS)])
    with office.looking() as db:
        (traveller,) = transfers.travellers(db, "t1", CITY)
        assert traveller.arriving is not None
        opened = office.sealer.unseal(traveller.member_id, traveller.arriving.sealed)
        assert opened is not None
        assert opened["name"] == PLANTED
        assert transfers.travellers(db, "t1", ("d/s2",)) == []
    assert PLANTED not in everything_stored(office.engine)
    assert office.rebuilt() == dict.fromkeys(office.views, True)
