"""What years leave behind: appeals as the rules themselves decided them, each under an id of its own.

A course of an appeal is decided once for a batch, at its place and in its hour, and told of many appeals:
the id, the code's digest and the sealed words are each appeal's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.petitions.application.words import appellant_of
from services.petitions.domain.petition import decider
from services.petitions.domain.petition.case import Case, Surroundings
from services.petitions.domain.petition.causes import Outcome, PauseCause
from services.petitions.domain.petition.commands import (
    DispatchPetition,
    PauseHandling,
    PetitionCommand,
    RatePetition,
    RegisterPetition,
    ResolvePetition,
    SignForOrder,
)
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.words import Satisfaction
from services.petitions.domain.terms import Channel, Kind
from services.petitions.language import LANGUAGE
from shared.event_store import NewEvent
from tests.bench.petitions.district import CATEGORIES, PLACES, Community

ID, DIGEST = "00000000-0000-4000-8000-000000000000", "0" * 64
TEXT, CONTACT, ANSWER = "sealed-text", "sealed-contact", "sealed-answer"
COURSES = ("rated",) * 5 + ("answered",) * 3 + ("overdue", "paused")
"""Of ten appeals; one was answered too late, one waits for its appellant."""
_KINDS = (
    tuple(Kind.INQUIRY for _ in range(5)) + (Kind.HELP,) * 3 + (Kind.COMPLAINT, Kind.SUGGESTION)
)
_CHANNELS = (Channel.HOTLINE, Channel.HOTLINE, Channel.WEB, Channel.DESK)


class Told:
    """One course at one place, ready to be told of any appeal."""

    def __init__(self, place: Community, events: Sequence[NewEvent]) -> None:
        self.place, self._events = place, events

    def of(self, petition_id: str, digest: str, sealed: Sequence[str]) -> list[NewEvent]:
        """``sealed``: what was said, who said it, and the answer."""
        own = dict(
            zip((ID, DIGEST, TEXT, CONTACT, ANSWER), (petition_id, digest, *sealed), strict=True)
        )
        return [_told_of(event, own) for event in self._events]


def _told_of(event: NewEvent, own: dict[str, str]) -> NewEvent:
    data = event.data
    for placeholder, text in own.items():
        data = data.replace(placeholder, text)
    return NewEvent(event.type, event.schema_version, data, event.effective_date)


def told(around: Surroundings, first: int, at: datetime) -> list[Told]:
    """The courses of the appeals from number ``first``, which were registered at about ``at``."""
    return [_told(around, number, at) for number in range(first, first + len(COURSES))]


def _told(around: Surroundings, number: int, at: datetime) -> Told:
    place, case, events = PLACES[number % len(PLACES)], Case(around=around), list[Any]()
    for command in _course(number, place, at):
        happened = decider.decide(command, case)
        case = replace(case, petition=decider.fold(happened, case.petition))
        events += happened
    stored = [LANGUAGE.encode(event) for event in events]
    return Told(place, stored)


def _course(number: int, place: Community, at: datetime) -> Iterator[PetitionCommand]:
    course = COURSES[number % len(COURSES)]
    yield RegisterPetition(
        **_asked(at),
        channel=_CHANNELS[number % len(_CHANNELS)],
        kind=_KINDS[number % len(_KINDS)],
        category_id=CATEGORIES[number % len(CATEGORIES)],
        place=place.code,
        appellant_id=appellant_of(ID),
        contact=CONTACT,
        confidential=False,
        tracking_digest=DIGEST,
        text=Note(TEXT, 40),
    )
    yield DispatchPetition(**_asked(at, hours=1), by=place.street, lead_id=place.code)
    yield SignForOrder(**_asked(at, hours=2), by=place.code)
    if course == "paused":
        waiting = PauseCause.WAITING_FOR_APPELLANT
        yield PauseHandling(**_asked(at, hours=3), by=place.code, cause=waiting)
        return
    done = Note(ANSWER, 20)
    days = 8 if course == "overdue" else 2
    yield ResolvePetition(**_asked(at, days=days), by=place.code, outcome=Outcome.DONE, note=done)
    if course == "rated":
        yield RatePetition(
            **_asked(at, days=3),
            resolved=True,
            satisfaction=Satisfaction.SATISFIED,
            tracking_digest=DIGEST,
        )


def _asked(at: datetime, **later: float) -> dict[str, Any]:
    now = at + timedelta(**later)
    return {"petition_id": ID, "now": now, "actor": "officer-1", "at": now}
