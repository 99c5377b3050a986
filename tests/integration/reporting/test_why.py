"""Every figure opens the events behind it, and they add up to it: whatever happened."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from services.reporting.paging import START, page
from services.reporting.projections.moment import Moment, Period
from services.reporting.projections.statistics import STATISTICS
from services.reporting.statistics import counting
from services.reporting.statistics.ages import LIMITS, age_on, latest_birth
from services.reporting.statistics.evidence import Question, rows_behind
from services.reporting.statistics.figures import FIGURES, Members
from shared.database import open_engine
from shared.subscription import views
from shared.subscription.rows import BufferedRows
from tests.integration.reporting.conftest import Running
from tests.support.postgres import TestServer
from tests.support.told_by_membership import DAY, Membership, district, received

_BIRTHS = st.dates(date(1930, 1, 1), date(2007, 1, 1))
_STANDINGS = st.sampled_from(["full", "probationary", "suspended"])
_LEVELS = st.sampled_from(["postgraduate", "college", "primary", "unheard_of"])


@st.composite
def histories(draw: st.DrawFn) -> Membership:
    """A district in which anything happens, a few days after one another."""
    city, day = district(), DAY
    for number in range(draw(st.integers(1, 12))):
        day += timedelta(days=draw(st.integers(0, 9)))
        _happen(draw, city, number, day)
    return city


def _happen(draw: st.DrawFn, city: Membership, number: int, day: date) -> None:
    branch = st.sampled_from(sorted(o for o in city.organisations if o.startswith("b")))
    member = st.sampled_from(sorted(city.facts)) if city.facts else st.nothing()
    everything = [*_WITHOUT_MEMBERS, *_WITH_MEMBERS] if city.facts else _WITHOUT_MEMBERS
    match draw(st.sampled_from(everything)):
        case "register":
            facts = {"standing": draw(_STANDINGS), "birth_date": draw(_BIRTHS)}
            came = f"in-{number}" if draw(st.booleans()) else None
            city.registers(f"m{number}", draw(branch), day, transfer=came, **facts)
        case "establish":
            city.establishes(f"b{number + 10}", draw(st.sampled_from(["s1", "s2"])), day=day)
        case "move":
            city.moves(draw(branch), draw(st.sampled_from(["s1", "s2", "430111"])), day)
        case "merge" if len(city.organisations) > 5:
            ended = draw(branch)
            into = draw(branch.filter(lambda other: other != ended))
            city.merges(ended, into, day, followed=draw(st.booleans()))
        case "transfer":
            to = draw(st.none() | branch)
            city.requests(f"t{number}", draw(st.sampled_from(["internal", "in_province"])), day)
            city.transfers(draw(member), to, day, f"t{number}")
        case "correct":
            city.corrects(draw(member), day, education=draw(_LEVELS), birth_date=draw(_BIRTHS))
        case "suspend":
            city.suspends(draw(member), day)
        case "bury":
            city.buries(draw(member), day)


_WITHOUT_MEMBERS = ["register", "establish", "move", "merge"]
_WITH_MEMBERS = ["register", "transfer", "correct", "suspend", "bury"]


@pytest.fixture(scope="module")
def engine(postgres: TestServer) -> Iterator[Engine]:
    with postgres.database() as url:
        engine = open_engine(url)
        views.ensure_view(engine, STATISTICS)
        yield engine
        engine.dispose()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), city=histories())
def test_the_events_behind_each_figure_add_up_to_it(
    engine: Engine, data: st.DataObject, city: Membership
) -> None:
    organisation = data.draw(st.sampled_from(["4301", "430111", "s1", "s2", "b1"]))
    as_of = DAY + timedelta(days=data.draw(st.integers(-1, 90)))
    known_at = data.draw(st.none() | st.sampled_from([told.recorded_at for told in city.told]))
    first = DAY + timedelta(days=data.draw(st.integers(-1, 40)))
    question = Question(organisation, Moment(as_of, known_at), Period(first, as_of))
    rows = BufferedRows()
    for told in city.told:
        STATISTICS.project(received(told), rows)

    with engine.connect() as connection:
        rows.flush(connection)
        values = counting.values(connection, question)
        for name, figure in FIGURES.items():
            behind = page(connection, rows_behind(figure.counted, question), START, 1000)
            assert sum(row.change for row in behind.rows) == values[name], name
        by_class = [values[name] for name in values if name.startswith("members_by_class.")]
        by_band = [values[name] for name in values if name.startswith("members_by_age_band.")]
        by_age = [values[name] for name in values if name.startswith("members_by_age.")]
        connection.rollback()

    assert sum(by_class) == sum(by_band) == sum(by_age) == values["members"]


def test_the_links_lead_to_what_was_counted(reporting: Running) -> None:
    """Also when more has happened since."""
    city = district()
    city.registers("m1", "b1")
    city.registers("m2", "b1", gender="male")
    reporting.publish(city)
    link = reporting.told("/statistics/430111")["members_by_gender"]["male"]["why"]
    city.corrects("m1", date(2026, 2, 1), gender="male")
    reporting.publish(city)

    behind = reporting.told(link)

    assert (behind["figure"], behind["label"], behind["value"]) == (
        "members_by_gender.male",
        "男",
        1,
    )
    assert behind["events"] == [
        {
            "event_id": "member-m2@1",
            "sequence": 21,
            "effective_date": "2026-01-10",
            "recorded_at": "2026-01-01T21:00:00Z",
            "reason": "member-registered",
            "reason_label": "登记入册",
            "change": 1,
            "member_id": "m2",
            "organisation_id": "b1",
            "division_code": None,
        }
    ]
    assert reporting.told("/statistics/430111")["members_by_gender"]["male"]["value"] == 2


def test_pages_follow_one_another(reporting: Running) -> None:
    city = district()
    for number in range(4):
        city.registers(f"m{number}", "b1")
        city.corrects(f"m{number}", DAY, gender="male")
    reporting.publish(city)

    seen: list[dict[str, Any]] = []
    following: str | None = "/statistics/b1/events?figure=members&limit=5"
    while following:
        answer = reporting.told(following)
        seen += answer["events"]
        following = answer["next"]

    assert [(row["sequence"], row["change"]) for row in seen] == [
        (position, change)
        for first in range(20, 28, 2)
        for position, change in ((first, 1), (first + 1, -1), (first + 1, 1))
    ]
    assert sum(row["change"] for row in seen) == answer["value"] == 4


@pytest.mark.parametrize("day", ["2026-05-31", "2024-02-29", "2023-02-28"])
def test_at_the_edge_of_every_band(engine: Engine, day: str) -> None:
    """Two members for each age that matters: one has his birthday today, one tomorrow."""
    as_of, city = date.fromisoformat(day), Membership()
    city.establishes("b1", day=date(2020, 1, 1))
    births = [latest_birth(age, as_of) + timedelta(days=n) for age in (*LIMITS, 60) for n in (0, 1)]
    for number, birth in enumerate(births):
        city.registers(f"m{number}", "b1", date(2020, 1, 1), birth_date=birth)
    question = Question("b1", Moment(as_of), Period(as_of, as_of))
    rows = BufferedRows()
    for told in city.told:
        STATISTICS.project(received(told), rows)

    with engine.connect() as connection:
        rows.flush(connection)
        values = counting.values(connection, question)
        for name, figure in FIGURES.items():
            if name.startswith("members_by_age"):
                assert isinstance(figure.counted, Members)
                expected = sum(figure.counted.ages.holds(age_on(as_of, born)) for born in births)
                behind = page(connection, rows_behind(figure.counted, question), START, 100)
                assert [values[name], len(behind.rows)] == [expected, expected], name
        connection.rollback()
