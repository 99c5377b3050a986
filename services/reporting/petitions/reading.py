"""Asking the petition view: one snapshot, one position, one answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from services.reporting import paging
from services.reporting.answering import Evidence, NotThere
from services.reporting.naming import Place
from services.reporting.petitions import labels
from services.reporting.petitions.counting import GROUPS, Counts, counted, rows_behind, total
from services.reporting.petitions.figures import Figure
from services.reporting.petitions.places import category_names, place_at, unit_names
from services.reporting.petitions.question import Question
from services.reporting.pinning import pinned
from services.reporting.projections.petitions import PETITIONS
from shared.contracts.petitions.settings import DELIVERED_CATEGORIES
from shared.subscription.reading import read

_WORDS = {"channel": labels.CHANNELS, "kind": labels.KINDS, "mode": labels.MODES}


@dataclass(frozen=True, slots=True)
class Head:
    """What every answer begins with: the place, and the question pinned to where the view stood."""

    place: Place
    question: Question
    known_at: datetime

    @property
    def position(self) -> int:
        return self.question.moment.position or 0


@dataclass(frozen=True, slots=True)
class Report:
    """The figures, and what the words of each group are called; a word nobody named is its own label."""

    head: Head
    counts: Counts
    labels: Mapping[str, Mapping[str, str]]


def report(engine: Engine, question: Question, now: datetime) -> Report:
    """All figures of a place.

    Raises:
        NotThere: there was no such place.
    """

    def ask(connection: Connection) -> Report:
        head = _head(connection, question, now)
        counts = counted(connection, head.question)
        return Report(head, counts, _labels(connection, head, counts))

    return read(engine, PETITIONS, ask)


def evidence(
    engine: Engine, question: Question, now: datetime, figure: Figure, part: paging.Slice
) -> Evidence[Head]:
    """One figure and a page of the events behind it.

    Raises:
        NotThere: there was no such place.
    """

    def ask(connection: Connection) -> Evidence[Head]:
        head = _head(connection, question, now)
        value = total(connection, head.question, figure)
        behind = rows_behind(figure, head.question)
        return Evidence(head, value, paging.page(connection, behind, *part))

    return read(engine, PETITIONS, ask)


def _head(connection: Connection, question: Question, now: datetime) -> Head:
    moment, known_at = pinned(connection, PETITIONS.name, question.moment, now)
    place = place_at(connection, question.place, moment)
    if place is None:
        raise NotThere(question.place)
    return Head(place, replace(question, moment=moment), known_at)


def _labels(connection: Connection, head: Head, counts: Counts) -> Mapping[str, Mapping[str, str]]:
    moment = head.question.moment
    places = {"": f"{head.place.name}(本级)"}
    categories = category_names(connection, counts.groups["category"], moment)
    found = {
        **_WORDS,
        "category": {"": "(本类)", **DELIVERED_CATEGORIES, **categories},
        "unit": unit_names(connection, counts.groups["unit"], moment),
        "place": {**places, **unit_names(connection, counts.groups["place"], moment)},
    }
    return {name: _told(counts.groups[name], found[name]) for name in GROUPS}


def _told(words: Iterable[str], called: Mapping[str, str]) -> Mapping[str, str]:
    """In the order of the known words, then of the others."""
    order = {word: number for number, word in enumerate(called)}
    known = sorted(words, key=lambda word: (order.get(word, len(order)), word))
    return {word: called.get(word, word) for word in known}
