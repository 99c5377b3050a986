"""Asking the roster: one snapshot, one position of each publisher, one answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, literal, select, union_all

from services.reporting import paging
from services.reporting.answering import Evidence, NotThere
from services.reporting.conferences.compiling import all_conferences, conferences_of
from services.reporting.conferences.figures import FIGURES, Figure
from services.reporting.conferences.places import place_at
from services.reporting.conferences.question import Positions, Question
from services.reporting.conferences.roster import Conference, Slice
from services.reporting.conferences.rows import total
from services.reporting.conferences.selecting import Only, Selection, selected
from services.reporting.naming import Place
from services.reporting.projections.conferences import ROSTER
from shared.contracts import membership, resources
from shared.subscription.reaching import reached
from shared.subscription.reading import read


@dataclass(frozen=True, slots=True)
class Head:
    """What every answer begins with: the division, and the question pinned to where the view stood."""

    place: Place
    question: Question
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """The figures of a division and all below, and a page of its conferences."""

    head: Head
    values: Mapping[str, int]
    conferences: list[Conference]
    more: bool


def roster(engine: Engine, question: Question, now: datetime, part: Slice) -> Roster:
    """The roster of a division.

    Raises:
        NotThere: there was no such division.
    """

    def ask(connection: Connection) -> Roster:
        head = _head(connection, question, now)
        selection = selected(connection, head.question)
        found = conferences_of(connection, selection, replace(part, limit=part.limit + 1))
        values = _values(connection, selection)
        return Roster(head, values, found[: part.limit], len(found) > part.limit)

    return read(engine, ROSTER, ask)


@dataclass(frozen=True, slots=True)
class Whole:
    """The figures of a division, and all its conferences, read while they are gone through, once."""

    head: Head
    values: Mapping[str, int]
    conferences: Iterable[Conference]


def whole(
    engine: Engine, question: Question, now: datetime, write: Callable[[Whole], None]
) -> Head:
    """Let ``write`` write down all of a division; asked again (see `read`), it begins anew.

    Raises:
        NotThere: there was no such division.
    """

    def ask(connection: Connection) -> Head:
        head = _head(connection, question, now)
        selection = selected(connection, head.question)
        values = _values(connection, selection)
        write(Whole(head, values, all_conferences(connection, selection)))
        return head

    return read(engine, ROSTER, ask)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, of the whole or of one conference or unit, and which page of its events."""

    figure: Figure
    only: Only
    part: paging.Slice


def evidence(engine: Engine, question: Question, now: datetime, cell: Cell) -> Evidence[Head]:
    """One figure, of the whole or of one conference or unit, and a page of the events behind it.

    Raises:
        NotThere: there was no such division.
    """

    def ask(connection: Connection) -> Evidence[Head]:
        head = _head(connection, question, now)
        rows = cell.figure.rows(selected(connection, head.question, cell.only))
        value = int(connection.scalar(total(rows)) or 0)
        return Evidence(head, value, paging.page(connection, rows, *cell.part, within="part"))

    return read(engine, ROSTER, ask)


def _values(connection: Connection, selection: Selection) -> Mapping[str, int]:
    """Every figure: each is the sum of the very rows that are shown for it."""
    sums = [
        select(literal(name), total(figure.rows(selection)).scalar_subquery())
        for name, figure in FIGURES.items()
    ]
    return {name: int(value) for name, value in connection.execute(union_all(*sums))}


def _head(connection: Connection, question: Question, now: datetime) -> Head:
    city = reached(connection, ROSTER.name, membership.TOPIC)
    sharing = reached(connection, ROSTER.name, resources.TOPIC)
    asked = question.positions
    positions = Positions(
        city.sequence if asked.membership is None else min(asked.membership, city.sequence),
        sharing.sequence if asked.resources is None else min(asked.resources, sharing.sequence),
    )
    pinned = replace(question, positions=positions)
    latest = max(now, city.recorded_at or now, sharing.recorded_at or now)
    known_at = (question.moment.known_at or latest).astimezone(UTC)
    place = place_at(connection, question.division, pinned.of_city)
    if place is None:
        raise NotThere(question.division)
    return Head(place, pinned, known_at)
