"""What a service knows of the city, asked of a view that holds a district."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from shared.city.tree import City, Division, DivisionTree, Organisation
from shared.city.view import CityView
from shared.database import open_engine, open_pool

VIEW = CityView("lending")
DIVISIONS = {
    "4301": None,
    "430111": "4301",
    "430111001": "430111",
    "430111001001": "430111001",
    "430111001002": "430111001",
    "430111002": "430111",
    "430112": "4301",
}
ORGANISATIONS = {
    "4301": ("4301", "4301", True, None),
    "s1": ("4301/430111/s1", "430111001", True, None),
    "firm": ("4301/firm", None, True, None),
    "old": ("4301/old", "430112", False, "older"),
    "older": ("4301/older", "430112", False, "s1"),
}


@pytest.fixture
def city(database_url: str) -> Iterator[City]:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"create schema {VIEW.tables.schema}"))
        VIEW.tables.create_all(connection)
        divisions = [
            {"code": code, "name": f"{code}区划", "level": "street", "parent_code": parent}
            for code, parent in DIVISIONS.items()
        ]
        connection.execute(VIEW.divisions.insert(), divisions)
        columns = VIEW.organisations.c.keys()
        organisations = [
            dict(zip(columns, (one, *told), strict=True)) for one, told in ORGANISATIONS.items()
        ]
        connection.execute(VIEW.organisations.insert(), organisations)
    engine.dispose()
    with open_pool(database_url, size=1) as pool:
        yield City(pool, VIEW)


def test_divisions_are_told_as_far_as_they_are_known(city: City) -> None:
    found = city.divisions(["4301", "430111", "nowhere"])

    assert found == {
        "4301": Division("4301", "4301区划", "street", None),
        "430111": Division("430111", "430111区划", "street", "4301"),
    }


def test_organisations_are_told_ended_ones_too(city: City) -> None:
    found = city.organisations(["s1", "firm", "old", "nobody"])

    assert found == {
        "s1": Organisation("s1", "4301/430111/s1", "430111001", True),
        "firm": Organisation("firm", "4301/firm", None, True),
        "old": Organisation("old", "4301/old", "430112", False, "older"),
    }


def test_nobody_is_asked_about_nothing(city: City) -> None:
    asked = (city.divisions, city.organisations, city.places, city.codes_below)

    assert not any(ask([]) for ask in asked)


def test_an_organisation_is_followed_to_where_it_was_merged_into(city: City) -> None:
    assert city.successor("old") == city.organisations(["s1"])["s1"]
    assert city.successor("nobody") is None


def test_the_place_of_a_division_is_its_path_from_the_city_down(city: City) -> None:
    found = city.places(["430111001002", "4301", "430112", "4301", "nowhere"])

    assert found == {
        "430111001002": "4301/430111/430111001/430111001002",
        "4301": "4301",
        "430112": "4301/430112",
    }


def test_a_grant_reaches_where_its_organisation_works_while_it_lives(city: City) -> None:
    tree = DivisionTree(city, lambda *_: Exception())

    found = tree.paths_of(["s1", "firm", "old", "nobody", "4301"])

    assert found == {"s1": "4301/430111/430111001", "4301": "4301"}


def test_the_roots_are_the_living_organisations_without_a_superior(city: City) -> None:
    assert list(city.roots()) == ["4301"]


def test_what_lies_below_a_place(city: City) -> None:
    below = city.codes_below(["4301/430111", "4301/430112"])

    assert sorted(below) == sorted(set(DIVISIONS) - {"4301"})
