"""Two, and fifty, who want one slot: one wins, the others hear why and what is free next.

They ask two instances of the service, which share nothing but the database.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import httpx
import psycopg
import pytest

from tests.support.running_resources import Town, beside

SHORT, LONG = 3, 1_000
DAYS = 300
"""Ahead of which one hall can be booked: the days of each are used up by so many rounds."""
SOAK = [pytest.mark.slow, pytest.mark.soak]


@pytest.fixture(scope="module")
def doors(yuhua: Town) -> Iterator[Sequence[httpx.Client]]:
    """The same officer at each of the two instances."""
    with beside(yuhua) as other:
        officers = [yuhua.street.http, other.as_("street_officer", "s1").http]
        for each in officers:
            each.timeout = httpx.Timeout(60)
        yield officers


@pytest.mark.parametrize("crowd", [2, 50])
def test_of_many_who_want_one_slot_one_wins(
    yuhua: Town, doors: Sequence[httpx.Client], crowd: int
) -> None:
    assert raced(yuhua, doors, crowd, SHORT) == SHORT * (crowd - 1)


@pytest.mark.parametrize("crowd", [pytest.param(crowd, marks=SOAK) for crowd in (2, 50)])
def test_a_thousand_rounds(
    yuhua: Town, doors: Sequence[httpx.Client], crowd: int, capsys: pytest.CaptureFixture[str]
) -> None:
    began = perf_counter()
    refused = raced(yuhua, doors, crowd, LONG)
    took = perf_counter() - began
    with capsys.disabled():
        print(  # noqa: T201 -- findings are what a soak is for
            f"\n{LONG} rounds of {crowd} at two instances in {took:.0f} s"
            f" ({LONG * crowd / took:.0f} requests/s): one winner each, {refused} refused with the"
            " reason and the next three free slots; the log and the table of slots say the same"
        )


def raced(yuhua: Town, doors: Sequence[httpx.Client], crowd: int, rounds: int) -> int:
    """Run all rounds; answers how many were refused as they should be."""
    halls: list[str] = []
    with ThreadPoolExecutor(crowd) as racers:
        for number in range(rounds):
            if number % DAYS == 0:
                halls.append(yuhua.hall())
            body = yuhua.booking("", halls[-1], 9, 11, day=7 + number % DAYS)
            race(doors, racers, crowd, body)
    assert stored(yuhua, halls) == (rounds, rounds)
    return rounds * (crowd - 1)


def race(
    doors: Sequence[httpx.Client], racers: ThreadPoolExecutor, crowd: int, body: dict[str, Any]
) -> None:
    def ask(number: int) -> httpx.Response:
        return doors[number % len(doors)].post("/bookings", json=body)

    answers = list(racers.map(ask, range(crowd)))

    assert sorted(each.status_code for each in answers) == [201] + [409] * (crowd - 1)
    for lost in (each for each in answers if each.status_code == 409):
        told = lost.json()
        assert told["type"] == "urn:problem:slot-taken"
        assert [each["rule"] for each in told["errors"][1:]] == ["next-free-slot"] * 3


def stored(yuhua: Town, halls: Sequence[str]) -> tuple[int, int]:
    """How many bookings of these halls the log has, and how many slots the table holds."""
    books = [f"book-{hall}-20%" for hall in halls]
    with psycopg.connect(yuhua.running.database_url) as connection:
        made = connection.execute(
            "select count(*) from event_log.events"
            " where stream like any(%s) and type = 'booking-made'",
            (books,),
        ).fetchone()
        held = connection.execute("select count(*) from slots.held where key = any(%s)", (halls,))
        return made[0] if made else 0, (held.fetchone() or (0,))[0]
