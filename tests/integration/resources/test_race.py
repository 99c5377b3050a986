"""Two, and fifty, who want one slot: one wins, the others hear why and what is free next."""

import os
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.running_resources import Town

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))  # noqa: TID251 -- 1000 for the long form
_DAYS = 300
"""Ahead of which one hall can be booked."""


@pytest.mark.parametrize("crowd", [2, 50])
def test_of_many_who_want_one_slot_one_wins(yuhua: Town, crowd: int) -> None:
    for number in range(ROUNDS):
        if number % _DAYS == 0:
            hall = yuhua.hall()
        race(yuhua, crowd, hall, 7 + number % _DAYS)


def race(yuhua: Town, crowd: int, hall: str, day: int) -> None:
    body = yuhua.booking("", hall, 9, 11, day=day)
    asked = yuhua.street.http

    def ask(_: int) -> httpx.Response:
        return asked.post("/bookings", json=body)

    with ThreadPoolExecutor(crowd) as racers:
        answers = list(racers.map(ask, range(crowd)))

    assert sorted(each.status_code for each in answers) == [201] + [409] * (crowd - 1)
    for lost in (each for each in answers if each.status_code == 409):
        told = lost.json()
        assert told["type"] == "urn:problem:slot-taken"
        assert [each["rule"] for each in told["errors"][1:]] == ["next-free-slot"] * 3
