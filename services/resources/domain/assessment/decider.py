"""The yearly sheet: drawn up from the agreements as they stand, again when they have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.resources.domain.agreement.agreement import Agreement
from services.resources.domain.agreement.events import AgreementStage
from services.resources.domain.assessment.events import SheetLine, YearlySheetIssued
from services.resources.domain.command import Command, check_effective_date
from services.resources.domain.rejection import Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueYearlySheet(Command):
    """Draw up the sheet of a calendar year from the unit's agreements, ``agreement_ids``."""

    unit_id: str
    year: int
    agreement_ids: tuple[str, ...]


class YearNotBegun(Rejection):
    def __init__(self, year: int) -> None:
        super().__init__("year", f"{year} has not begun", f"{year} 年尚未开始")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The edition last issued; None before the first."""

    issued: YearlySheetIssued | None = None


initial = Sheet()


@dataclass(frozen=True, slots=True)
class SheetCase:
    """The sheet, and the unit's agreements by id."""

    sheet: Sheet = initial
    agreements: Mapping[str, Agreement] = field(default_factory=dict)


def decide(command: IssueYearlySheet, case: SheetCase) -> tuple[YearlySheetIssued, ...]:
    """Issue the sheet; nothing when the last edition says the same."""
    last = case.sheet.issued
    check_effective_date(command, last.effective_date if last is not None else None)
    if command.year > command.today.year:
        raise YearNotBegun(command.year)
    lines = tuple(_lines(command, case))
    breaches = sum(
        whose == command.unit_id
        for agreement in case.agreements.values()
        for whose, _ in agreement.breaches.values()
    )
    if last is not None and (last.lines, last.open_breaches) == (lines, breaches):
        return ()
    edition = last.edition + 1 if last is not None else 1
    day = command.effective_date
    return (YearlySheetIssued(command.unit_id, command.year, edition, lines, breaches, day),)


def _lines(command: IssueYearlySheet, case: SheetCase) -> Iterable[SheetLine]:
    for agreement_id in sorted(set(command.agreement_ids)):
        agreement = case.agreements.get(agreement_id)
        if agreement is None or agreement.facts is None:
            continue
        facts = agreement.facts
        if agreement.stage is AgreementStage.DRAFT:
            continue
        if not facts.begins.year <= command.year <= facts.ends.year:
            continue
        for each in facts.obligations:
            if each.unit_id == command.unit_id:
                in_year = agreement.by_year.get((each.number, command.year), 0)
                in_all = agreement.fulfilled(each.number)
                yield SheetLine(agreement_id, each.number, each.kind, each.target, in_year, in_all)


def fold(events: Iterable[YearlySheetIssued], sheet: Sheet = initial) -> Sheet:
    """The sheet after all ``events``."""
    for event in events:
        sheet = Sheet(event)
    return sheet


def evolve(_: Sheet, event: YearlySheetIssued) -> Sheet:
    """The sheet after one more event."""
    return Sheet(event)
