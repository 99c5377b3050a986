"""A week of the district in the mix a large city publishes.

47 % inquiries, 30 % help, 15 % suggestions, 5 % complaints and reports, the rest thanks (71,184 a week
there; here 400, for a sample).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from deploy.sample.appeals.appeal import (
    SampleAppeal,
    Step,
    Told,
    answered_directly,
    appeal,
    handled,
)
from deploy.sample.appeals.matters import ACCUSED, COMMUNITY, KNOWN, ORDERED, SUGGESTED, THANKED
from deploy.sample.chance import Random

WEEK_DAYS = 7
_MIX = {
    "inquiry": 188,
    "help": 120,
    "suggestion": 60,
    "complaint": 14,
    "report": 6,
    "thanks": 12,
}
_CHANNELS = {"hotline": 70, "desk": 18, "mailbox": 12}


def week(today: datetime, places: Sequence[str], rng: Random) -> tuple[SampleAppeal, ...]:
    """The appeals of the seven days before ``today`` (its midnight, with zone) from these places."""
    kinds = [kind for kind, number in _MIX.items() for _ in range(number)]
    rng.shuffle(kinds)
    moments = sorted(_moment(today, rng) for _ in kinds)
    drawn = []
    for number, (kind, at) in enumerate(zip(kinds, moments, strict=True)):
        told, steps = _told(kind, at, rng.choice(places), rng)
        drawn.append(appeal(f"week-{number}", told, steps, today, rng))
    return tuple(drawn)


def _moment(today: datetime, rng: Random) -> datetime:
    return today - timedelta(minutes=rng.randint(1, WEEK_DAYS * 24 * 60))


def _told(kind: str, at: datetime, place: str, rng: Random) -> tuple[Told, list[Step]]:
    channel = rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    if kind == "help":
        matter = rng.choice((*COMMUNITY, *ORDERED))
        told = Told(channel, kind, matter.category_id, place, matter.asks, at)
        return told, handled(told, matter, rng)
    told = Told(channel, kind, *_words(kind, place, rng), at)
    return told, _answer(told, rng)


def _words(kind: str, place: str, rng: Random) -> tuple[str, str, str]:
    """Category, place and text of what is not asked to be done at once."""
    if kind == "inquiry":
        matter = rng.choice((*ORDERED, *KNOWN))
        return matter.category_id, place, matter.asks_to_know
    if kind == "thanks":
        return "elderly-help", place, THANKED
    category, text = rng.choice(list((SUGGESTED if kind == "suggestion" else ACCUSED).items()))
    return category, place, text


def _answer(told: Told, rng: Random) -> list[Step]:
    """Complaints and reports take days: those of this week are still open."""
    return [] if told.kind in {"complaint", "report"} else answered_directly(told, rng)
