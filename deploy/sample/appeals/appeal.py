"""One appeal as it is entered, with all that was done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deploy.sample.appeals.matters import Matter
from deploy.sample.chance import Random
from deploy.sample.identities import drawn_phone
from deploy.sample.names import drawn_name
from services.membership.domain.terms import Gender

_SATISFACTION = {"very_satisfied": 50, "satisfied": 30, "fairly_satisfied": 12, "dissatisfied": 8}
_OUTCOMES = {"done": 85, "partly_done": 10, "explained": 5}
_RARELY, _SELDOM = 0.04, 0.1
_ANONYMOUS = 0.2
_RESPONSE_HOURS = 24.0
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SampleAppeal:
    """An appeal by somebody invented.

    Attributes:
        key: names it; the same draw has the same.
        body: as `POST /petitions/records` takes it.
    """

    key: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, and when."""

    channel: str
    kind: str
    category_id: str
    place: str
    text: str
    at: datetime


def appeal(key: str, told: Told, steps: list[Step], until: datetime, rng: Random) -> SampleAppeal:
    """The appeal with those of its steps that were taken before ``until``."""
    body = {
        "channel": told.channel,
        "kind": told.kind,
        "category_id": told.category_id,
        "place": told.place,
        "text": told.text,
        "at": told.at.isoformat(),
        "appellant": _somebody(rng),
        "steps": [{**step, "at": step["at"].isoformat()} for step in steps if step["at"] < until],
    }
    return SampleAppeal(key, body)


def _somebody(rng: Random) -> Mapping[str, str]:
    if rng.random() < _ANONYMOUS:
        return {}
    return {"name": drawn_name(rng.choice(list(Gender)), rng), "phone": drawn_phone(rng)}


def answered_directly(told: Told, rng: Random) -> list[Step]:
    """Nobody had to be sent: an answer on the telephone, at the desk, or by letter."""
    quick = told.channel in {"hotline", "desk"}
    minutes = rng.randint(2, 9) if quick else rng.randint(300, 1400)
    answer = told.at + timedelta(minutes=minutes)
    return [
        {
            "step": "resolve",
            "by": told.place,
            "at": answer,
            "outcome": "explained",
            "note": "已当面或电话答复。",
        },
        {"step": "close", "by": told.place, "at": answer + timedelta(minutes=1)},
    ]


def handled(told: Told, matter: Matter, rng: Random) -> list[Step]:
    """Somebody was sent, did it, and the appellant was asked."""
    lead = matter.lead or told.place
    least, most = matter.hours
    hours = rng.uniform(least, most)
    if rng.random() < _RARELY:
        hours = most * 1.7  # over what was promised, and on record as such
    done = told.at + timedelta(hours=hours)
    steps = _sent(told, lead, hours, rng)
    steps.append(
        {
            "step": "resolve",
            "by": lead,
            "at": done,
            "outcome": _drawn(_OUTCOMES, rng),
            "note": "已到现场办理。",
        }
    )
    return steps + _asked(told, lead, done, rng)


def _sent(told: Told, lead: str, hours: float, rng: Random) -> list[Step]:
    if lead == told.place:
        ordered = told.at + timedelta(minutes=1)
        there = told.at + timedelta(minutes=rng.randint(4, 9))
        begun = [{"step": "arrive", "by": lead, "at": there}]
    else:
        ordered = told.at + timedelta(minutes=rng.randint(5, 20))
        signed = ordered + timedelta(minutes=rng.randint(5, 20))
        taken = signed + timedelta(hours=min(hours, _RESPONSE_HOURS) * rng.uniform(0.1, 0.6))
        begun = [
            {"step": "sign-for", "by": lead, "at": signed},
            {"step": "take-in-hand", "by": lead, "at": taken},
        ]
    return [{"step": "dispatch", "by": told.place, "at": ordered, "lead_id": lead}, *begun]


def _asked(told: Told, lead: str, done: datetime, rng: Random) -> list[Step]:
    called = done + timedelta(hours=rng.uniform(3, 40))
    satisfaction = _drawn(_SATISFACTION, rng)
    resolved = satisfaction != "dissatisfied" or rng.random() < _SELDOM
    return [
        {"step": "feed-back", "by": lead, "at": done + timedelta(minutes=20)},
        {
            "step": "call-back",
            "by": told.place,
            "at": called,
            "resolved": resolved,
            "satisfaction": satisfaction,
        },
        {"step": "close", "by": told.place, "at": called + timedelta(minutes=5)},
    ]


def _drawn(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
