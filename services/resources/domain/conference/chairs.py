"""The rotating chair (轮值会长): one timeline of terms, one begun where the other ends.

The published terms run without gap or overlap from the founding on; the last one has no end, so that
the chair is never vacant even if nobody publishes further terms. Days are the city's; a term holds
from the beginning of ``begins`` up to, not including, ``ends``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.resources.domain.calendar import add_months
from services.resources.domain.terms import Labelled


class ChairKind(Labelled):
    """How a unit came to chair for a term."""

    REGULAR = "regular", "轮值"
    SWAPPED = "swapped", "调换"
    INTERIM = "interim", "代理"


@dataclass(frozen=True, slots=True)
class ChairTerm:
    """One turn; ``ends`` is None for the last that is published."""

    unit_id: str
    begins: date
    ends: date | None
    kind: ChairKind = ChairKind.REGULAR

    def holds(self, day: date) -> bool:
        """Whether the unit chairs on ``day`` by this term."""
        return self.begins <= day and (self.ends is None or day < self.ends)


Terms = tuple[ChairTerm, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn to come, before it has its days."""

    unit_id: str
    kind: ChairKind = ChairKind.REGULAR


def chair_on(terms: Iterable[ChairTerm], day: date) -> ChairTerm | None:
    """Who chairs on ``day``; None only before the first term."""
    return next((term for term in terms if term.holds(day)), None)


def next_chair(terms: Iterable[ChairTerm], day: date) -> ChairTerm | None:
    """Whose published turn comes after that of ``day``; None when none is."""
    return next((term for term in terms if term.begins > day), None)


@dataclass(frozen=True, slots=True)
class Rotation:
    """Who takes part in which order, how long a term is, and the terms not yet over."""

    order: tuple[str, ...] = ()
    term_months: int = 0
    terms: Terms = ()

    def sitting(self, day: date) -> ChairTerm:
        """The term of ``day``."""
        return next(term for term in self.terms if term.holds(day))

    def sitting_until(self, day: date) -> date:
        """When the term of ``day`` ends: an open one at its regular end, or now when overdue."""
        term = self.sitting(day)
        return term.ends or max(add_months(term.begins, self.term_months), day)

    def published(self, day: date) -> Terms:
        """The terms that are not over on ``day``."""
        return tuple(term for term in self.terms if term.ends is None or day < term.ends)

    def upcoming(self, day: date) -> tuple[Turn, ...]:
        """The published turns after that of ``day``."""
        return tuple(Turn(term.unit_id, term.kind) for term in self.terms if term.begins > day)

    def planned(self, sitting: Terms, until: date, turns: Iterable[Turn], day: date) -> Terms:
        """The terms from ``sitting``, which end on ``until``, on: ``turns``, then the order.

        A round at least is to come after ``day``. A term cut down to nothing, because it would end on
        its first day, is left out.
        """
        queue = list(turns)
        last = queue[-1].unit_id if queue else sitting[-1].unit_id
        begins_at_once = until == day
        while len(queue) < len(self.order) + begins_at_once:
            last = self.after(last)
            queue.append(Turn(last))
        kept = tuple(term for term in sitting if term.begins != term.ends)
        return (*kept, *self._dated(until, queue))

    def _dated(self, begins: date, queue: list[Turn]) -> Iterable[ChairTerm]:
        for number, turn in enumerate(queue, 1):
            ends = add_months(begins, self.term_months)
            open_ended = number == len(queue)
            yield ChairTerm(turn.unit_id, begins, None if open_ended else ends, turn.kind)
            begins = ends

    def replanned(self, day: date, turns: Iterable[Turn]) -> Terms:
        """The terms from that of ``day`` on, with ``turns`` to follow it."""
        until = self.sitting_until(day)
        return self.planned((replace(self.sitting(day), ends=until),), until, turns, day)

    def handed_over(self, day: date, turns: Iterable[Turn]) -> Terms:
        """The terms when the sitting chair stops on ``day`` and the next of ``turns`` begins."""
        return self.planned((replace(self.sitting(day), ends=day),), day, turns, day)

    def after(self, unit_id: str) -> str:
        """Whose turn follows that of ``unit_id`` in the order; the first's after a stranger's."""
        if unit_id not in self.order:
            return self.order[0]
        return self.order[(self.order.index(unit_id) + 1) % len(self.order)]
