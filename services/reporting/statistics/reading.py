"""Asking the view: one snapshot, one position, one answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from services.reporting.projections.organisations import described
from services.reporting.projections.statistics import Statistics
from services.reporting.statistics import counting, paging
from services.reporting.statistics.evidence import Question
from services.reporting.statistics.figures import Figure
from shared.subscription.reaching import reached
from shared.subscription.reading import read

T = TypeVar("T")
STATISTICS = Statistics()


class NotThere(LookupError):
    """There was no such organisation on that day, as far as was known then."""


@dataclass(frozen=True, slots=True)
class Head:
    """What every answer begins with.

    Attributes:
        organisation_id, name, kind, path, living: as they were at the moment asked for.
        question: what was asked, its position pinned to where the view stood.
        known_at: the instant up to which everything that was known is in the answer.
    """

    organisation_id: str
    name: str
    kind: str
    path: str
    living: bool
    question: Question
    known_at: datetime

    @property
    def position(self) -> int:
        return self.question.moment.position or 0


@dataclass(frozen=True, slots=True)
class Answer:
    head: Head
    values: counting.Values


@dataclass(frozen=True, slots=True)
class Evidence:
    head: Head
    value: int
    page: paging.Page


def statistics(engine: Engine, question: Question, now: datetime) -> Answer:
    """All figures of a subtree.

    Raises:
        NotThere: there was no such organisation.
    """

    def ask(connection: Connection) -> Answer:
        head = _head(connection, question, now)
        return Answer(head, counting.values(connection, head.question))

    return read(engine, STATISTICS, ask)


def evidence(
    engine: Engine,
    question: Question,
    now: datetime,
    figure: Figure,
    slice_of: Callable[[Connection, Question], paging.Page],
) -> Evidence:
    """One figure and a page of the events behind it.

    Raises:
        NotThere: there was no such organisation.
    """

    def ask(connection: Connection) -> Evidence:
        head = _head(connection, question, now)
        value = counting.total(connection, head.question, figure)
        return Evidence(head, value, slice_of(connection, head.question))

    return read(engine, STATISTICS, ask)


def _head(connection: Connection, question: Question, now: datetime) -> Head:
    pinned, known_at = _pinned(connection, question, now)
    found = described(connection, question.organisation, pinned.moment)
    if found is None:
        raise NotThere(question.organisation)
    facts: dict[str, Any] = {
        name: getattr(found, name) for name in ("name", "kind", "path", "living")
    }
    return Head(question.organisation, question=pinned, known_at=known_at, **facts)


def _pinned(connection: Connection, question: Question, now: datetime) -> tuple[Question, datetime]:
    sequence, recorded_at = reached(connection, STATISTICS.name)
    asked = question.moment
    position = sequence if asked.position is None else min(asked.position, sequence)
    latest = max(now, recorded_at or now).astimezone(UTC)
    known_at = latest if asked.known_at is None else asked.known_at.astimezone(UTC)
    return replace(question, moment=replace(asked, position=position)), known_at
