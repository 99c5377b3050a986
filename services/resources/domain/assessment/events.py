"""What can have happened to a unit's yearly sheet."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import ShareKind


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One obligation: its target a term, what of it was fulfilled in the year and in all.

    ``in_term`` is what was fulfilled in the last term that had begun by the end of the year, and by the day
    of issue.
    """

    agreement_id: str
    number: int
    kind: ShareKind
    target: int
    in_year: int
    in_all: int
    in_term: int


@dataclass(frozen=True, slots=True)
class YearlySheetIssued:
    """The sheet of the year; a later ``edition`` stands in place of the one before.

    ``open_breaches`` were reported in the year, of obligations it shows, and are not remedied.
    """

    unit_id: str
    year: int
    edition: int
    lines: tuple[SheetLine, ...]
    open_breaches: int
    effective_date: date


AssessmentEvent = YearlySheetIssued
