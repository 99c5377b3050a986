"""The yearly sheet: drawn up from the agreements as they stand, again when they have changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.resources.domain.agreement.agreement import Agreement
from services.resources.domain.agreement.events import AgreementFacts
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
        super().__init__(
            "year",
            f"{year} has not begun; give this year or an earlier one",
            f"{year} 年尚未开始,请填写今年或更早的年份",
        )


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
    shown = tuple(_shown(command, case))
    lines = tuple(line for each in shown for line in _lines(command, *each))
    breaches = sum(_breaches(command, agreement) for _, agreement in shown)
    if last is not None and (last.lines, last.open_breaches) == (lines, breaches):
        return ()
    edition = last.edition + 1 if last is not None else 1
    day = command.effective_date
    return (YearlySheetIssued(command.unit_id, command.year, edition, lines, breaches, day),)


def _shown(
    command: IssueYearlySheet, case: SheetCase
) -> Iterator[tuple[AgreementFacts, Agreement]]:
    """The agreements that bound the unit in the year."""
    for agreement_id in sorted(set(command.agreement_ids)):
        agreement = case.agreements.get(agreement_id)
        if agreement is None or agreement.facts is None or not agreement.bound:
            continue
        last = agreement.last_day(agreement.facts)
        begins = agreement.facts.begins
        if begins <= last and begins.year <= command.year <= last.year:
            yield agreement.facts, agreement


def _lines(
    command: IssueYearlySheet, facts: AgreementFacts, agreement: Agreement
) -> Iterator[SheetLine]:
    """One for each of the unit's obligations; of its terms, the last that began by the year's end counts.

    A term that is still ahead, or that an early end kept from beginning, judges nobody.
    """
    day = min(date(command.year, 12, 31), command.today, agreement.last_day(facts))
    term = agreement.term_of(day)
    for each in facts.obligations:
        if each.unit_id == command.unit_id:
            yield SheetLine(
                facts.agreement_id,
                each.number,
                each.kind,
                each.target,
                agreement.fulfilled(each.number, year=command.year),
                agreement.fulfilled(each.number),
                agreement.fulfilled(each.number, term=term),
            )


def _breaches(command: IssueYearlySheet, agreement: Agreement) -> int:
    """How many of the unit's were reported in the year and are not remedied."""
    wanted = (command.unit_id, command.year)
    return sum(
        (each.unit_id, each.reported_on.year) == wanted for each in agreement.breaches.values()
    )


def fold(events: Iterable[YearlySheetIssued], sheet: Sheet = initial) -> Sheet:
    """The sheet after all ``events``."""
    for event in events:
        sheet = Sheet(event)
    return sheet


def evolve(_: Sheet, event: YearlySheetIssued) -> Sheet:
    """The sheet after one more event."""
    return Sheet(event)
