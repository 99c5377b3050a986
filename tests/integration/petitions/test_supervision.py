"""Promises: every step once, in its order, also after a standstill and with several at work."""

from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.support.running_petitions import (
    COMMUNITY,
    STREET,
    WATER,
    caught_up,
    registered,
    running,
    settle,
    step,
)
from tests.support.running_service import Running
from tests.support.scraping import read

CLERK = "petitions.supervision"
STEPS = ("promise-warned", "yellow-card-given", "red-card-given", "petition-escalated")


def _open_orders(service: Running, count: int) -> list[str]:
    """Appeals dispatched to the water company, to be handled within two hours."""
    desk, street = service.as_("appeals_officer", COMMUNITY), service.as_("dispatcher", STREET)
    ones = [registered(desk, category_id="water")["petition_id"] for _ in range(count)]
    for one in ones:
        step(street, one, "dispatch", lead_id=WATER)
    return ones


def _settled(service: Running) -> None:
    """Wait until the due table shows all that was written."""
    caught_up(service, "petitions.promises")


def _steps(service: Running, petition_id: str) -> list[tuple[str, str]]:
    """Type and clock of every step of supervision that was ever stored."""
    with psycopg.connect(service.database_url) as connection:
        found = connection.execute(
            "select type, data::json ->> 'clock' from event_log.events"
            " where stream = %s and type = any(%s) order by version",
            (f"petition-{petition_id}", list(STEPS)),
        ).fetchall()
    return [(str(kind), str(clock)) for kind, clock in found]


def _places(service: Running, petition_id: str) -> set[str]:
    """Under whose path the steps of supervision are stored."""
    with psycopg.connect(service.database_url) as connection:
        found = connection.execute(
            "select metadata::json ->> 'organisation_path' from event_log.events"
            " where stream = %s and type = any(%s)",
            (f"petition-{petition_id}", list(STEPS[:3])),
        ).fetchall()
    return {str(path) for (path,) in found}


def test_every_step_is_taken_once_by_two_instances_and_across_a_restart(
    database_url: str, tmp_path: Path
) -> None:
    with running(database_url, tmp_path) as first:
        settle(first)
        ones = _open_orders(first, 5)
        _settled(first)
        with running(database_url, tmp_path) as second:
            for ahead in (timedelta(hours=1, minutes=40), timedelta(hours=2, minutes=1)):
                first.clock.ahead = second.clock.ahead = ahead
                for service in (first, second, first):
                    service.service.clerks[CLERK].look()
                    _settled(service)
        early = {one: _steps(first, one) for one in ones}
    with running(database_url, tmp_path) as third:
        third.clock.ahead = timedelta(hours=5)
        third.service.clerks[CLERK].look()
        _settled(third)
        third.service.clerks[CLERK].look()
        late = {one: _steps(third, one) for one in ones}
        assert _places(third, ones[0]) == {"4301/430111/water-company"}
        seen = third.as_("dispatcher", STREET).get(f"/petitions/{ones[0]}").json()

    for one in ones:
        handled = [kind for kind, clock in early[one] if clock.startswith("handle")]
        assert handled == ["promise-warned", "yellow-card-given"]
        whole = [kind for kind, clock in late[one] if clock.startswith("handle")]
        assert whole[:3] == ["promise-warned", "yellow-card-given", "red-card-given"]
        assert len(late[one]) == len({*_told_apart(late[one])})
    assert (seen["card"], seen["handling"]) == ("red", "broken")


def _told_apart(steps: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Escalations of one clock are told apart by their order; every other step comes once."""
    found: list[tuple[str, str, int]] = []
    for kind, clock in steps:
        again = sum(1 for k, c, _ in found if (k, c) == (kind, clock))
        found.append((kind, clock, again if kind == "petition-escalated" else 0))
    return found


@pytest.mark.parametrize("again", [1, 2])
def test_a_comment_moves_no_clock(service: Running, again: int) -> None:
    one = _open_orders(service, 1)[0]
    water = service.as_("unit_handler", WATER)
    due = water.get(f"/petitions/{one}").json()["due_at"]

    for number in range(again):
        step(water, one, "comment", note=f"第{number}次补充")

    assert water.get(f"/petitions/{one}").json()["due_at"] == due


def test_a_clerk_at_work_takes_a_step_without_being_asked(service: Running) -> None:
    one = _open_orders(service, 1)[0]
    _settled(service)
    shown = service.service.subscriptions["petitions.appeals"].progress

    service.clock.ahead = timedelta(hours=2, minutes=1)
    try:
        assert shown.wait_until(lambda _: len(_steps(service, one)) >= 2, 30)
    finally:
        service.clock.ahead = timedelta()


def test_what_the_clock_brings_about_is_counted_as_what_people_ask_for(
    database_url: str, tmp_path: Path
) -> None:
    with running(database_url, tmp_path, "policies") as service:
        service.service.clerks["petitions.calendar"].look()
        page = httpx.get(f"{service.address}/metrics").text

    counted = read(page)
    done = "petitions_commands_total[command=SetCalendarYear,outcome=done]"
    assert counted[done] >= 1
