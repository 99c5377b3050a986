"""The joint-conference roster, from the messages of two services to its answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.integration.reporting.conftest import Running
from tests.unit.resources.scene import ONE, STREET, TWO

DISTRICT = "430111"


def figures(answer: dict[str, Any], *names: str) -> list[int]:
    return [answer["figures"][name]["value"] for name in names]


def conference(answer: dict[str, Any], one: str = ONE) -> dict[str, Any]:
    return next(each for each in answer["conferences"] if each["conference_id"] == one)


def member(answer: dict[str, Any], unit: str, one: str = ONE) -> dict[str, Any]:
    return next(each for each in conference(answer, one)["members"] if each["unit_id"] == unit)


def seated(answer: dict[str, Any], one: str = ONE) -> dict[str, int]:
    return {each["unit_id"]: each["seats"]["value"] for each in conference(answer, one)["members"]}


def chairs(answer: dict[str, Any], one: str = ONE) -> tuple[str, str]:
    """Who sits and who comes next."""
    told = conference(answer, one)
    return told["chair"]["unit_id"], told["chair_next"]["unit_id"]


@pytest.mark.parametrize(
    ("as_of", "counted"),
    [
        ("2026-03-01", [0, 0, 0, 0, 0, 0, 0]),
        ("2026-03-31", [4, 3, 7, 7, 0, 1, 0]),
        ("2026-05-31", [4, 3, 7, 9, 1, 2, 500_000]),
        ("2026-07-15", [4, 3, 8, 11, 1, 3, 400_000]),
        ("2026-08-01", [3, 3, 6, 9, 1, 3, 400_000]),
        ("2026-09-30", [3, 3, 6, 9, 1, 3, 400_000]),
    ],
)
def test_what_stands_on_a_day_is_counted(autumn: Running, as_of: str, counted: list[int]) -> None:
    """A unit that departed is not counted from that day on; what it did in the period is."""
    answer = autumn.told(f"/joint-conferences/{DISTRICT}", as_of=as_of)

    names = ("resident_units", "conferences", "memberships", "seats", "agreements_in_force")
    assert figures(answer, *names, "hall_loans", "funds_fen") == counted
    assert len(answer["conferences"]) == counted[1]


def test_each_place_has_its_own_and_a_subtree_all_below_it(autumn: Running) -> None:
    here = {code: autumn.told(f"/joint-conferences/{code}") for code in (ONE, TWO, STREET, "4301")}

    assert [len(answer["conferences"]) for answer in here.values()] == [1, 1, 3, 3]
    assert [figures(a, "resident_units")[0] for a in here.values()] == [2, 1, 3, 3]
    assert [figures(a, "hall_loans")[0] for a in here.values()] == [3, 0, 3, 3]
    order = [each["division_code"] for each in here["4301"]["conferences"]]
    assert order == [STREET, ONE, TWO], "each behind those above it"
    assert here[ONE]["place"] == {
        "code": ONE,
        "name": f"{ONE}区划",
        "level": "community",
        "level_label": "社区",
    }


def test_a_member_unit_is_told_with_posts_and_never_with_names(autumn: Running) -> None:
    answer = autumn.told(f"/joint-conferences/{ONE}")

    told = member(answer, "forestry")
    assert (told["name"], told["class_label"], told["since"]) == ("林业局", "机关", "2026-03-02")
    assert (told["representative_post"], told["liaison_post"]) == ("党组书记", "工会主席")
    assert told["organisation"] == {"organisation_id": "e", "name": ""}
    assert told["agreements_in_force"]["value"] == 1
    shared = {name: figure["value"] for name, figure in told["shared"].items() if figure["value"]}
    assert shared == {"hall_loans": 3, "hall_minutes": 360, "funds_fen": 400_000}
    assert seated(answer) == {"forestry": 1, "school": 3, "firm": 2}
    assert "sealed" not in str(answer)


def test_what_a_unit_shared_counts_in_the_period_and_where_it_was(autumn: Running) -> None:
    spring = {"from_": "2026-04-01", "to": "2026-05-31"}
    answer = autumn.told(f"/joint-conferences/{STREET}", **spring)

    assert figures(answer, "hall_loans", "funds_fen") == [1, 500_000]
    assert member(answer, "forestry")["shared"]["hall_loans"]["value"] == 1
    assert member(answer, "forestry", STREET)["shared"]["hall_loans"]["value"] == 1, "below it"
    assert answer["period"] == {"from": "2026-04-01", "to": "2026-05-31"}


@pytest.mark.parametrize(
    ("as_of", "sits", "comes"),
    [
        ("2026-03-02", "forestry", "school"),
        ("2026-06-30", "forestry", "school"),
        ("2026-07-01", "forestry", "hospital"),
        ("2026-08-01", "forestry", "school"),
        ("2026-09-01", "forestry", "school"),
        ("2026-09-02", "school", "forestry"),
    ],
)
def test_the_chair_now_and_next_on_a_day(
    autumn: Running, as_of: str, sits: str, comes: str
) -> None:
    """Swapped in July; the unit that was to chair left in August; the term ends with 1 September."""
    assert chairs(autumn.told(f"/joint-conferences/{ONE}", as_of=as_of)) == (sits, comes)


def test_every_conference_has_one_chair_on_every_day(autumn: Running) -> None:
    founded = date(2026, 3, 2)
    for days in range(0, 211, 14):
        day = (founded + timedelta(days=days)).isoformat()
        answer = autumn.told(f"/joint-conferences/{DISTRICT}", as_of=day)
        assert figures(answer, "chairs", "chairs_next") == [3, 3], day


def test_a_term_tells_how_it_came_about(autumn: Running) -> None:
    coming = conference(autumn.told(f"/joint-conferences/{ONE}", as_of="2026-07-15"))["chair_next"]

    assert (coming["begins"], coming["ends"]) == ("2026-09-02", "2027-03-02")
    assert (coming["kind"], coming["kind_label"]) == ("swapped", "调换")


def test_a_chair_that_leaves_hands_over_the_same_day(autumn: Running) -> None:
    for as_of, sits in (("2026-07-31", "hospital"), ("2026-08-01", "forestry")):
        answer = autumn.told(f"/joint-conferences/{STREET}", as_of=as_of)
        assert chairs(answer, STREET)[0] == sits


def test_what_was_not_known_yet_is_not_told(autumn: Running) -> None:
    """On 1 July the swap was recorded at noon; the use of 10 June only the day after it."""
    before = "2026-07-01T03:00:00Z"
    answer = autumn.told(f"/joint-conferences/{ONE}", as_of="2026-07-01", known_at=before)
    assert chairs(answer) == ("forestry", "school")

    on_the_day = {"as_of": "2026-06-10", "known_at": "2026-06-10T12:00:00Z"}
    assert figures(autumn.told(f"/joint-conferences/{ONE}", **on_the_day), "hall_loans") == [2]
    later = autumn.told(f"/joint-conferences/{ONE}", as_of="2026-06-10")
    assert figures(later, "hall_loans") == [3]


def every_cell(told: Any) -> Iterator[tuple[str, int | None]]:
    """Each link of the answer, with the value it stands behind where it is of a figure."""
    if isinstance(told, dict):
        for name in ("why", "liaison_why"):
            if name in told:
                yield told[name], told.get("value")
        for each in told.values():
            yield from every_cell(each)
    elif isinstance(told, list):
        for each in told:
            yield from every_cell(each)


@pytest.mark.parametrize("as_of", ["2026-05-31", "2026-09-30"])
def test_every_cell_is_the_sum_of_the_events_behind_it(autumn: Running, as_of: str) -> None:
    cells = dict(every_cell(autumn.told(f"/joint-conferences/{STREET}", as_of=as_of)))

    assert len(cells) > 50
    for why, value in cells.items():
        behind = autumn.told(why)
        changes = sum(event["change"] for event in behind["events"])
        assert behind["value"] == changes, why
        assert changes == value if value is not None else behind["events"], why


def test_events_are_told_as_people_say_them_page_by_page(autumn: Running) -> None:
    """One event founded the conference with three members: pages may end between them."""
    path: str | None = (
        f"/joint-conferences/{ONE}/events?figure=memberships&as_of=2026-03-02&limit=1"
    )
    units = []
    while path:
        page = autumn.told(path)
        units += [(event["unit_id"], event["reason_label"]) for event in page["events"]]
        path = page["next"]

    assert units == [(one, "成立联席会") for one in ("forestry", "school", "hospital")]
    assert (page["label"], page["unit_label"], page["value"]) == ("成员单位", "家次", 3)


def test_conferences_come_page_by_page(autumn: Running) -> None:
    path: str | None = f"/joint-conferences/{DISTRICT}?limit=1"
    found = []
    while path:
        page = autumn.told(path)
        found += [each["conference_id"] for each in page["conferences"]]
        path = page["next"]

    assert found == [STREET, ONE, TWO]
    assert figures(page, "conferences") == [3], "the figures are of the whole"
