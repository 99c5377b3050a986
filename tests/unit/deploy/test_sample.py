"""The sample district: figures of a published report, exactly; people of nobody."""

import io
from collections import Counter
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from deploy.sample.calendar_years import age_on, years_after
from deploy.sample.chance import seeded
from deploy.sample.identities import IdentityNumbers
from deploy.sample.million import MOST, members
from deploy.sample.organisations import INDUSTRY
from deploy.sample.roster_files import write_roster_files
from deploy.sample.yuhua import SampleDistrict, yuhua
from services.membership.domain.organisation.kinds import FAMILY, HOLDS_MEMBERS, SUPERIORS
from services.membership.domain.terms import Gender, OrganisationKind, Post, Standing
from services.membership.roster.export import write_roster
from services.membership.roster.identity_number import parse_identity_number
from services.membership.roster.reader import read_roster
from services.membership.roster.row import RosterRow, RosterValues

TODAY = date(2026, 11, 20)
DAYS = (TODAY, date(2024, 2, 29), date(2027, 12, 31), date(2028, 1, 1))


@pytest.fixture(scope="module")
def district() -> SampleDistrict:
    return yuhua(TODAY, seeded(1))


@pytest.fixture(scope="module")
def everybody(district: SampleDistrict) -> tuple[RosterValues, ...]:
    return district.direct + district.transferring


def bands(everybody: tuple[RosterValues, ...], day: date) -> list[int]:
    ages = [age_on(day, each.birth_date) for each in everybody]
    return [
        sum(age < 35 for age in ages),
        sum(35 <= age <= 60 for age in ages),
        sum(age > 60 for age in ages),
    ]


def test_the_city_is_whole(district: SampleDistrict) -> None:
    levels = Counter(each.level for each in district.divisions)
    assert levels == {"city": 1, "district": 9, "street": 172, "community": 1649}
    known = {""}
    for division in district.divisions:
        assert division.parent_code in known
        known.add(division.code)


def test_78_communities_take_part_and_guangjiqiao_is_one(district: SampleDistrict) -> None:
    names = {each.code: each.name for each in district.divisions}
    assert len(set(district.enrolled)) == 78
    assert "广济桥社区居委会" in {names[code] for code in district.enrolled}
    assert all("社区" in names[code] and code.startswith("430111") for code in district.enrolled)


def test_the_district_has_the_organisations_of_the_report(district: SampleDistrict) -> None:
    below = [each for each in district.organisations if each.id.startswith("430111")]
    kinds = Counter(each.kind for each in below)
    assert (kinds[OrganisationKind.PRIMARY_COMMITTEE], kinds[OrganisationKind.GENERAL_BRANCH]) == (
        2,
        18,
    )
    assert kinds[OrganisationKind.BRANCH] == 62
    assert kinds[OrganisationKind.WORKING_COMMITTEE] == len(
        {code[:9] for code in district.enrolled}
    )
    responsible = {each.division_code for each in below} & set(district.enrolled)
    assert len(responsible) == 73
    assert any(each.name.startswith("广济桥社区党") for each in below)


def test_the_tree_can_be_established_in_this_order(district: SampleDistrict) -> None:
    known: dict[str, OrganisationKind] = {}
    names: set[tuple[str | None, str]] = set()
    for each in district.organisations + district.enterprises:
        assert each.id not in known
        if each.superior is not None:
            assert known[each.superior] in SUPERIORS[each.kind]
        assert (each.superior, each.name) not in names
        known[each.id] = each.kind
        names.add((each.superior, each.name))


def test_each_enterprise_branch_merges_into_a_branch_of_a_community(
    district: SampleDistrict,
) -> None:
    kinds = {each.id: each.kind for each in district.organisations + district.enterprises}
    branches = [each.id for each in district.enterprises if each.id != INDUSTRY]
    assert [each.branch for each in district.transfers] == branches
    for transfer in district.transfers:
        assert FAMILY[kinds[transfer.branch]] == FAMILY[kinds[transfer.into]]
        assert transfer.into.startswith("430111")


def test_1640_are_direct_and_2151_come_in_branches_of_at_most_50(district: SampleDistrict) -> None:
    assert (len(district.direct), len(district.transferring)) == (1640, 2151)
    assert max(Counter(each.organisation_id for each in district.transferring).values()) <= 50
    kinds = {each.id: each.kind for each in district.organisations}
    assert {kinds[each.organisation_id] for each in district.direct} <= HOLDS_MEMBERS


def test_after_the_transfers_each_size_is_what_the_rules_advise(district: SampleDistrict) -> None:
    into = {each.branch: each.into for each in district.transfers}
    sizes = Counter(each.organisation_id for each in district.direct)
    sizes.update(into[each.organisation_id] for each in district.transferring)
    for each in district.organisations:
        if each.kind is OrganisationKind.BRANCH:
            assert 3 <= sizes[each.id] <= 50
        elif each.kind is OrganisationKind.GENERAL_BRANCH:
            assert 50 <= sizes[each.id] < 100
        elif each.kind is OrganisationKind.PRIMARY_COMMITTEE:
            assert sizes[each.id] >= 100


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_totals_are_exact_for_a_year_around_the_day(day: date, seed: int) -> None:
    district = yuhua(day, seeded(seed))
    everybody = district.direct + district.transferring
    for shift in (-365, 0, 365):
        assert bands(everybody, day + timedelta(days=shift)) == [847, 1872, 1072]
    college = sum(each.education.is_college_or_above for each in everybody)
    assert (college, len(everybody) - college) == (1668, 2123)


@pytest.mark.parametrize("day", DAYS)
def test_every_life_is_possible(day: date) -> None:
    district = yuhua(day, seeded(3))
    for each in district.direct + district.transferring:
        assert years_after(each.birth_date, 18) <= each.join_date <= day
        if each.standing is Standing.FULL:
            assert each.full_date is not None
            assert years_after(each.join_date, 1) <= each.full_date <= day
        else:
            assert each.full_date is None
            assert each.join_date > years_after(day, -1)


def test_numbers_are_valid_and_nobody_has_anothers(everybody: tuple[RosterValues, ...]) -> None:
    for each in everybody:
        found = parse_identity_number(each.identity_number)
        assert (found.birth_date, found.gender) == (each.birth_date, each.gender)
    assert len({each.identity_number for each in everybody}) == 3791
    assert all(each.phone is not None and each.phone.startswith("100") for each in everybody)


def test_a_number_once_drawn_is_not_drawn_again() -> None:
    numbers = IdentityNumbers(seeded(1), ("430111",))
    drawn = [numbers.draw(TODAY, Gender.MALE) for _ in range(300)]
    assert len(set(drawn)) == 300


def test_classes_and_standings_are_mixed(everybody: tuple[RosterValues, ...]) -> None:
    classes = Counter(each.member_class for each in everybody)
    assert len(classes) >= 4
    assert 5 <= sum(each.standing is Standing.PROBATIONARY for each in everybody) <= 200


def test_each_organisation_of_the_district_has_one_secretary(district: SampleDistrict) -> None:
    secretaries = Counter(
        each.organisation_id for each in district.direct if Post.SECRETARY in each.posts
    )
    assert set(secretaries.values()) == {1}
    assert len(secretaries) == 2 + 18 + 62
    assert not any(each.posts for each in district.transferring)


def test_the_same_seed_gives_the_same_people() -> None:
    assert yuhua(TODAY, seeded(1)) == yuhua(TODAY, seeded(1))
    assert yuhua(TODAY, seeded(1)).direct != yuhua(TODAY, seeded(2)).direct


def test_the_files_are_read_without_a_bad_row(district: SampleDistrict, tmp_path: Path) -> None:
    paths = write_roster_files(district, tmp_path)
    assert [path.stem for path in paths][-1] == INDUSTRY
    read: list[RosterValues] = []
    for path in paths:
        with path.open("rb") as source:
            for found in read_roster(source):
                assert isinstance(found, RosterRow)
                assert found.values.organisation_id.startswith(path.stem)
                read.append(found.values)
    assert Counter(read) == Counter(district.direct + district.transferring)


def test_the_same_seed_gives_the_same_files(district: SampleDistrict, tmp_path: Path) -> None:
    first = write_roster_files(district, tmp_path / "first")
    second = write_roster_files(yuhua(TODAY, seeded(1)), tmp_path / "second")
    for one, other in zip(first, second, strict=True):
        rows = [list(read_roster(io.BytesIO(path.read_bytes()))) for path in (one, other)]
        assert rows[0] == rows[1]


class TestMillion:
    def test_it_streams_valid_members_without_end_or_repeat(self) -> None:
        found = list(members(60_000, 5))
        assert len({each.identity_number for each in found}) == 60_000
        for each in islice(found, 0, None, 97):
            number = parse_identity_number(each.identity_number)
            assert (number.birth_date, number.gender) == (each.birth_date, each.gender)
            assert years_after(each.birth_date, 18) <= each.join_date < date(2026, 1, 1)

    def test_it_can_be_imported(self) -> None:
        out = io.BytesIO()
        write_roster(members(500, 5, ("430111001001", "430111001002")), out, masked=False)
        found = list(read_roster(out))
        assert len(found) == 500
        assert all(isinstance(each, RosterRow) for each in found)

    def test_the_same_seed_gives_the_same_members(self) -> None:
        assert list(members(50, 5)) == list(members(50, 5))
        assert list(members(50, 5)) != list(members(50, 6))

    def test_it_starts_at_once_for_a_million_and_says_when_numbers_run_out(self) -> None:
        assert next(members(1_000_000, 1)).identity_number
        with pytest.raises(ValueError, match="at most"):
            next(members(MOST + 1, 1))
