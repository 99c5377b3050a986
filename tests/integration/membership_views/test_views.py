"""The read models on PostgreSQL: what is asked of them, and how far each caller sees."""

from services.membership.domain.disclosure.commands import RecordDisclosure
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.domain.member.commands import (
    AssignPost,
)
from services.membership.domain.organisation.advice import advise
from services.membership.domain.terms import OrganisationKind, Post
from services.membership.projections.disclosures import DISCLOSURES
from services.membership.projections.history import queries as history
from services.membership.projections.members import queries as members
from services.membership.projections.members.counts import Counts, counted
from services.membership.projections.members.queries import MemberFilter
from services.membership.projections.organisations import queries as organisations
from services.membership.projections.organisations.queries import OrganisationFilter
from tests.integration.membership_views.sights import CITY, ELSEWHERE, NOBODY, STREET
from tests.support.office import Office
from tests.unit.membership.register_scene import (
    TODAY,
    accepted,
    on,
    probationary,
    released,
    request,
)


def test_the_tree_is_listed_as_far_as_one_sees(office: Office) -> None:
    with office.looking() as db:
        assert organisations.path_of(db, "b1") == "d/s1/g1/b1"
        assert organisations.path_of(db, "nowhere") is None
        page = organisations.listed(db, STREET)
        assert [row.organisation_id for row in page.items] == ["s1", "g1", "b1", "b2"]
        assert organisations.listed(db, NOBODY).items == []
        assert organisations.get(db, "b1", ELSEWHERE) is None
        branches = OrganisationFilter(kind=OrganisationKind.BRANCH, within="d/s2")
        assert [r.organisation_id for r in organisations.listed(db, CITY, branches).items] == [
            "be1",
            "be2",
        ]
        assert organisations.names_of(db, ["e", "nobody"]) == {"e": "e基层党委"}


def test_a_list_of_organisations_comes_in_pages(office: Office) -> None:
    with office.looking() as db:
        first = organisations.listed(db, CITY, limit=7)
        second = organisations.listed(db, CITY, after=first.following, limit=7)
        found = [row.organisation_id for row in (*first.items, *second.items)]
        assert (len(first.items), len(set(found)), second.following) == (7, 10, None)


def test_members_are_found_by_what_identifies_them_without_showing_it(office: Office) -> None:
    one = office.register(1, "b1", name="欧阳青")
    office.register(2, "b1", name="李四")
    with office.looking() as db:
        for which in (
            MemberFilter(name_token=office.blind.name("欧阳 青")),
            MemberFilter(identity_token=office.blind.identity_number("430100000000000001")),
            MemberFilter(phone_token=office.blind.phone("+86 138 0000 0001")),
        ):
            found = members.listed(db, CITY, which).items
            assert [row.member_id for row in found] == [one]
            assert members.listed(db, ELSEWHERE, which).items == []
        opened = office.sealer.unseal(one, found[0].sealed)
        assert opened is not None
        assert opened["name"] == "欧阳青"


def test_members_are_listed_organisation_by_organisation_in_pages(office: Office) -> None:
    for number, home in enumerate(("b2", "be1", "b1", "b1"), 1):
        office.register(number, home)
    with office.looking() as db:
        first = members.listed(db, CITY, limit=3)
        second = members.listed(db, CITY, after=first.following, limit=3)
        paths = [row.path for row in (*first.items, *second.items)]
        assert paths == ["d/s1/g1/b1", "d/s1/g1/b1", "d/s1/g1/b2", "d/s2/e/be1"]
        assert [row.path for row in members.each(db, STREET)] == paths[:3]
        assert len(members.ids_in(db, "b1")) == 2
        assert members.ids_in(db, "b1", except_at="d/s1/g1/b1") == ()


def test_members_are_chosen_by_what_they_are(office: Office) -> None:
    secretary = office.register(1, "b1")
    young = office.register(2, "b1", details=probationary(TODAY), day=TODAY)
    office.when(AssignPost(member_id=secretary, post=Post.SECRETARY, **on(TODAY)))
    with office.looking() as db:
        posted = members.listed(db, CITY, MemberFilter(post=Post.SECRETARY)).items
        assert [(row.member_id, row.posts) for row in posted] == [
            (secretary, {Post.SECRETARY: TODAY})
        ]
        standing = MemberFilter(standing=probationary(TODAY).standing)
        assert [row.member_id for row in members.listed(db, CITY, standing).items] == [young]
        assert members.listed(db, CITY, MemberFilter(within="d/s2")).items == []
        assert {row.member_id for row in members.several(db, [secretary, young, "x"], CITY)} == {
            secretary,
            young,
        }


def test_members_are_counted_with_all_below_and_size_is_advised_on(office: Office) -> None:
    for number, home in enumerate(("b1", "b1", "b2", "be1"), 1):
        office.register(number, home)
    office.register(9, "b2", details=probationary(TODAY), day=TODAY)
    with office.looking() as db:
        assert counted(db, ["d", "d/s1/g1", "d/s1/g1/b2", "d/s2/e/be2"]) == {
            "d": Counts(full=4, probationary=1),
            "d/s1/g1": Counts(full=3, probationary=1),
            "d/s1/g1/b2": Counts(full=1, probationary=1),
            "d/s2/e/be2": Counts(),
        }
        row = organisations.get(db, "b2", CITY)
        assert row is not None
        advice = advise(row.as_organisation(), 1, 2, office.membership.rules(), TODAY)
        assert [each.slug for each in advice] == ["too-few-full-members"]


def test_everything_that_happened_to_a_member_is_told_latest_first(office: Office) -> None:
    one = office.register(1, "be1")
    office.when(request(member_ids=(one,)), *released(), accepted())
    office.when(
        RecordDisclosure(
            member_id=one, purpose=DisclosurePurpose.VIEWED, fields=("name",), **on(TODAY)
        )
    )
    with office.looking() as db:
        page = history.of_member(db, one, STREET)
        assert [entry.label for entry in page.items] == [
            "查阅个人信息",
            "组织关系变更",
            "接收",
            "介绍信存根登记",
            "开具介绍信",
            "转出审批通过",
            "启动组织关系转接",
            "申请转接",
            "登记入册",
        ]
        assert history.of_member(db, one, ("d/s2",)).items == []
        first = history.of_member(db, one, STREET, limit=5)
        second = history.of_member(db, one, STREET, after=first.following, limit=5)
        assert [*first.items, *second.items] == page.items
        steps = history.of_transfer(db, "t1")
        assert {entry.transfer_id for entry in steps.items} == {"t1"}
        assert len(steps.items) == 5


def test_who_read_whose_data_is_seen_by_who_sees_the_member(office: Office) -> None:
    one = office.register(1, "b1")
    read = RecordDisclosure(
        member_id=one, purpose=DisclosurePurpose.EXPORTED, fields=("name", "phone"), **on(TODAY)
    )
    office.when(read, read)
    at_street, elsewhere = (
        members.in_scope(DISCLOSURES.subject, path) for path in (STREET, ELSEWHERE)
    )
    with office.looking() as db:
        (last, first) = DISCLOSURES.listed(db, at_street).items
        assert (last.reader, last.purpose, last.fields) == (
            "officer-1",
            DisclosurePurpose.EXPORTED,
            ["name", "phone"],
        )
        assert first.event_id == f"disclosure-{one}@1"
        assert DISCLOSURES.listed(db, elsewhere).items == []
        assert DISCLOSURES.listed(db, at_street, reader="officer-2").items == []
