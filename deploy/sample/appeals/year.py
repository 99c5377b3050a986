"""One community's year as its report counts it: 243 calls, 30 letters and visits, 51 handled to the end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from deploy.sample.appeals.appeal import (
    SampleAppeal,
    Step,
    Told,
    answered_directly,
    appeal,
    handled,
)
from deploy.sample.appeals.matters import COMMUNITY, KNOWN, ORDERED
from deploy.sample.chance import Random

SEED_COMMUNITY = "430111001011"
"""Guangjiqiao (广济桥社区), in whose name the report's figures are shown."""
YEAR_DAYS = 365
_CALLS, _VISITS, _LETTERS = 243, 18, 12
_HANDLED = 51
_LAST = 20
"""Days before the end on which nothing new came: all that came is handled to the end."""


def year(today: datetime, rng: Random) -> tuple[SampleAppeal, ...]:
    """The appeals of the 365 days before ``today`` (its midnight, with zone), in their order."""
    channels = ["hotline"] * _CALLS + ["desk"] * _VISITS + ["mailbox"] * _LETTERS
    rng.shuffle(channels)
    ordered = set(rng.sample(range(len(channels)), _HANDLED))
    moments = sorted(_moment(today, rng) for _ in channels)
    return tuple(
        appeal(f"year-{number}", told, steps, today, rng)
        for number, (told, steps) in enumerate(_told(channels, moments, ordered, rng))
    )


def _moment(today: datetime, rng: Random) -> datetime:
    """In the waking hours of a day."""
    day = today - timedelta(days=rng.randint(_LAST, YEAR_DAYS))
    return day + timedelta(minutes=rng.randint(7 * 60, 21 * 60))


def _told(
    channels: list[str], moments: list[datetime], ordered: set[int], rng: Random
) -> Iterator[tuple[Told, list[Step]]]:
    for number, (channel, at) in enumerate(zip(channels, moments, strict=True)):
        if number in ordered:
            matter = rng.choice((*COMMUNITY, *ORDERED))
            told = Told(channel, "help", matter.category_id, SEED_COMMUNITY, matter.asks, at)
            yield told, handled(told, matter, rng)
        else:
            matter = rng.choice((*ORDERED, *KNOWN))
            text = matter.asks_to_know
            told = Told(channel, "inquiry", matter.category_id, SEED_COMMUNITY, text, at)
            yield told, answered_directly(told, rng)
