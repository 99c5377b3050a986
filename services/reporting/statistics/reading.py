"""Asking the view: one snapshot, one position, one answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from services.reporting import paging
from services.reporting.answering import Evidence, NotThere
from services.reporting.pinning import pinned
from services.reporting.projections.organisations import described
from services.reporting.projections.statistics import STATISTICS
from services.reporting.statistics import counting
from services.reporting.statistics.evidence import Question, rows_behind
from services.reporting.statistics.figures import Figure
from shared.subscription.reading import read


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
    part: paging.Slice,
) -> Evidence[Head]:
    """One figure and a page of the events behind it.

    Raises:
        NotThere: there was no such organisation.
    """

    def ask(connection: Connection) -> Evidence[Head]:
        head = _head(connection, question, now)
        value = counting.total(connection, head.question, figure)
        behind = rows_behind(figure.counted, head.question)
        return Evidence(head, value, paging.page(connection, behind, *part))

    return read(engine, STATISTICS, ask)


def _head(connection: Connection, question: Question, now: datetime) -> Head:
    moment, known_at = pinned(connection, STATISTICS.name, question.moment, now)
    found = described(connection, question.organisation, moment)
    if found is None:
        raise NotThere(question.organisation)
    facts: dict[str, Any] = {
        name: getattr(found, name) for name in ("name", "kind", "path", "living")
    }
    asked = replace(question, moment=moment)
    return Head(question.organisation, question=asked, known_at=known_at, **facts)
