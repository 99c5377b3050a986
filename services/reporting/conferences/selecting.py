"""Which area, conferences and unit a question concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Text,
    and_,
    any_,
    literal,
    select,
    true,
)

from services.reporting.conferences.question import Question
from services.reporting.projections.conferences.tables import (
    conferences,
    divisions,
)
from services.reporting.projections.newest import area_of, standing


class Only(NamedTuple):
    """Of which conference and unit; empty: of all."""

    conference: str = ""
    unit: str = ""


ALL = Only()


@dataclass(frozen=True)
class Selection:
    """Which rows count: use `selected`.

    Attributes:
        question: what is asked.
        codes: the divisions of the area.
        conferences: the conferences that stand there, by id.
        unit: of which unit only; empty: of all.
    """

    question: Question
    codes: Sequence[str]
    conferences: Sequence[str]
    unit: str = ""

    def here(self, code: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a division lies in the area."""
        return code == any_(_texts(self.codes))

    def confers(self, conference: ColumnElement[Any]) -> ColumnElement[bool]:
        return conference == any_(_texts(self.conferences))

    def of_unit(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        return unit == self.unit if self.unit else true()

    def living(self) -> ColumnElement[bool]:
        """Whether a row of `conferences` is what stands of one of them."""
        stands = standing(conferences, self.question.of_sharing, "conference_id")
        return and_(self.confers(conferences.c.conference_id), stands)

    def within(self, day: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether something was shared in the period, and not after the day asked for."""
        asked = self.question
        return and_(day.between(asked.period.first, asked.period.last), day <= asked.moment.as_of)


def selected(connection: Connection, question: Question, only: Only = ALL) -> Selection:
    """What the question concerns.

    The area and its conferences are asked for first: seeing how many they are, the server reads a
    community by its indexes, and a city whole.
    """
    root = select(literal(question.division).label("code"))
    area = area_of(divisions, root, question.of_city)
    codes = list(connection.scalars(select(area.c.code)))
    one = conferences.c.conference_id
    found = select(one).where(
        conferences.c.division_code == any_(_texts(codes)),
        standing(conferences, question.of_sharing, "conference_id"),
        conferences.c.living,
        one == only.conference if only.conference else true(),
    )
    return Selection(question, codes, list(connection.scalars(found)), only.unit)


def _texts(these: Sequence[str]) -> ColumnElement[Any]:
    return literal(list(these), ARRAY(Text))
