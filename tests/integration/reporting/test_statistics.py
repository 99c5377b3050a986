"""The district statistics, from messages to answers."""

from datetime import date

from tests.integration.reporting.conftest import Running
from tests.support.told_by_membership import DAY, Membership, district


def figures(answer: dict[str, object], *names: str) -> list[int]:
    """The values of figures, by the names the links use."""
    found = []
    for name in names:
        section, _, word = name.partition(".")
        figure = answer[section]
        assert isinstance(figure, dict)
        found.append((figure[word] if word else figure)["value"])
    return found


def members(running: Running, organisation: str, **query: object) -> int:
    answer = running.told(f"/statistics/{organisation}", **query)
    return figures(answer, "members")[0]


def test_a_district_is_counted(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1", birth_date=date(1995, 1, 1), education="primary", gender="male")
    city.registers("m2", "b2", standing="probationary", member_class="retired")
    city.registers("m3", "b3", birth_date=date(1950, 1, 1), education="college")
    city.registers("m4", "b3")
    city.suspends("m4", DAY)
    reporting.publish(city)

    answer = reporting.told("/statistics/430111")

    assert answer["organisation"] == {
        "id": "430111",
        "name": "430111党组织",
        "kind": "district_committee",
        "kind_label": "区委",
        "path": "4301/430111",
        "living": True,
    }
    assert figures(answer, "communities", "communities_with_organisation") == [4, 3]
    assert figures(answer, "communities_without_organisation") == [1]
    assert figures(answer, "organisations.branch", "organisations.working_committee") == [3, 2]
    assert figures(answer, "members", "members_suspended") == [3, 1]
    assert figures(answer, "members_by_age.under_35", "members_by_age.35_to_60") == [1, 1]
    assert figures(answer, "members_by_age.over_60", "members_by_age_band.61_and_over") == [1, 1]
    assert figures(answer, "members_by_education.college_and_above") == [2]
    assert figures(answer, "members_by_education_level.primary") == [1]
    assert figures(answer, "members_by_class.retired", "members_by_class.in_service") == [1, 2]
    assert figures(answer, "members_by_standing.full") == [2]
    assert figures(answer, "members_by_standing.probationary") == [1]
    assert figures(answer, "members_by_gender.male", "members_by_gender.female") == [1, 2]


def test_a_street_sees_its_own_part_only(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1")
    city.registers("m3", "b3")
    reporting.publish(city)

    answer = reporting.told("/statistics/s1")

    assert figures(answer, "members", "organisations.branch") == [1, 2]
    assert figures(answer, "communities", "communities_with_organisation") == [2, 2]


def test_the_answer_says_what_it_is_as_of(reporting: Running) -> None:
    city = district()
    position = reporting.publish(city)

    answer = reporting.get("/statistics/430111")

    assert answer.headers["View-Position"] == answer.json()["position"] == position
    assert answer.json()["as_of"] == "2026-06-01"
    assert answer.json()["known_at"] == "2026-06-01T04:00:00Z"
    assert answer.json()["period"] == {"from": "2026-01-01", "to": "2026-06-01"}


def test_both_times(reporting: Running) -> None:
    """Told in May that somebody had died in March: April's list still had him."""
    city = district()
    city.registers("m1", "b1", date(2026, 2, 1))
    city.registers("m2", "b1", date(2026, 2, 1))
    before = city.recorded_at
    city.buries("m2", date(2026, 3, 1))
    reporting.publish(city)

    assert members(reporting, "430111") == 1
    assert members(reporting, "430111", as_of="2026-01-31") == 0
    assert members(reporting, "430111", as_of="2026-02-28") == 2
    assert members(reporting, "430111", as_of="2026-03-01") == 1
    assert members(reporting, "430111", as_of="2026-03-01", known_at=before.isoformat()) == 2


def test_ages_move_with_the_calendar(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1", birth_date=date(1991, 3, 10))
    city.registers("m2", "b1", birth_date=date(1992, 2, 29))
    reporting.publish(city)

    def under_35(day: str) -> int:
        answer = reporting.told("/statistics/b1", as_of=day)
        return figures(answer, "members_by_age.under_35")[0]

    assert under_35("2026-03-09") == 2
    assert under_35("2026-03-10") == 1


def test_a_moved_branch_is_where_it_was_on_the_day(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1")
    city.moves("b1", "s2", date(2026, 4, 1))
    reporting.publish(city)

    assert [members(reporting, street, as_of="2026-03-31") for street in ("s1", "s2")] == [1, 0]
    assert [members(reporting, street, as_of="2026-04-01") for street in ("s1", "s2")] == [0, 1]
    assert members(reporting, "430111") == 1
    moved = reporting.told("/statistics/b1")["organisation"]
    assert moved["path"] == "4301/430111/s2/b1"


def test_members_of_an_ended_branch_are_its_successors(reporting: Running) -> None:
    """Also before their own messages say so, or without any."""
    city = district()
    city.registers("m1", "b1")
    city.registers("m3", "b3")
    city.merges("b1", "b3", date(2026, 4, 1), followed=False)
    city.dissolves("b2", date(2026, 4, 1))
    reporting.publish(city)

    answer = reporting.told("/statistics/s2")
    assert figures(answer, "members", "organisations.branch") == [2, 1]
    assert members(reporting, "s1") == 0
    assert members(reporting, "s1", as_of="2026-03-31") == 1
    ended = reporting.told("/statistics/b2")["organisation"]
    assert not ended["living"]


def test_transfers_of_a_period(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1")
    city.registers("m2", "b3")
    city.requests("t1", "internal", date(2026, 2, 1), "m1")
    city.transfers("m1", "s2", date(2026, 2, 10), "t1")
    city.transfers("m1", "b3", date(2026, 2, 12), "t1")
    city.requests("t2", "cross_province", date(2026, 3, 1), "m2")
    city.transfers("m2", None, date(2026, 3, 5), "t2")
    city.requests("t3", "off_register_in", date(2026, 3, 1), "m9")
    city.registers("m9", "s1", date(2026, 3, 20), transfer="t3")
    reporting.publish(city)

    def passed(organisation: str, **query: object) -> list[int]:
        answer = reporting.told(f"/statistics/{organisation}", **query)
        return figures(answer, "transferred_in", "transferred_out")

    assert passed("430111") == [1, 1]
    assert passed("s1") == [1, 1]
    assert passed("s2") == [1, 1]
    assert passed("b3") == [1, 1]
    assert passed("s2", from_="2026-03-01") == [0, 1]
    assert passed("s2", to="2026-02-28") == [1, 0]
    assert passed("s2", as_of="2026-02-28", to="2026-05-31") == [1, 0]
    by_kind = reporting.told("/statistics/430111")
    assert figures(by_kind, "transferred_in_by_kind.off_register_in") == [1]
    assert figures(by_kind, "transferred_out_by_kind.cross_province") == [1]


def test_an_organisation_keeps_the_name_it_had(reporting: Running) -> None:
    city = district()
    city.renames("b1", "红旗支部", date(2026, 5, 1))
    reporting.publish(city)

    def name(**query: object) -> str:
        return str(reporting.told("/statistics/b1", **query)["organisation"]["name"])

    assert [name(as_of="2026-04-30"), name()] == ["b1党组织", "红旗支部"]


def test_a_class_we_do_not_know_is_counted_as_other(reporting: Running) -> None:
    city = district()
    city.registers("m1", "b1", member_class="abroad")
    reporting.publish(city)

    answer = reporting.told("/statistics/b1")

    assert figures(answer, "members", "members_by_class.other") == [1, 1]


def test_before_anything_was_told(reporting: Running) -> None:
    """The view is there from the first start, and empty."""
    reporting.publish(Membership())

    assert reporting.get("/statistics/430111").status_code == 403
