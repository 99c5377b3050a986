"""An agreement as it stands, and how it changes by what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from services.resources.domain.agreement.events import (
    AgreementDrafted,
    AgreementEnded,
    AgreementEvent,
    AgreementFacts,
    AgreementRenewed,
    AgreementSigned,
    AgreementStage,
    BreachRemedied,
    BreachReported,
    FulfilmentRecorded,
)
from services.resources.domain.calendar import A_DAY

_IN_FORCE = AgreementStage.IN_FORCE


@dataclass(frozen=True, slots=True)
class Counted:
    """What a source fulfils now: of which obligation, in which term, since which day, how much."""

    number: int
    term: int
    used_on: date
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Breach:
    """An obligation that was not kept, and the day from which that is reported."""

    unit_id: str
    number: int
    reported_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement, with what counts for it.

    ``bound`` says whether every party signed, ``terms`` on which day each term begins, by its number;
    ``counted`` what each source fulfils. ``breaches`` are those not remedied, by id.
    """

    facts: AgreementFacts | None = None
    stage: AgreementStage = AgreementStage.DRAFT
    signed: tuple[str, ...] = ()
    bound: bool = False
    terms: dict[int, date] = field(default_factory=dict)
    ended_on: date | None = None
    counted: dict[str, Counted] = field(default_factory=dict)
    breaches: dict[str, Breach] = field(default_factory=dict)
    remedied: frozenset[str] = frozenset()
    changed_on: date | None = None

    def term_of(self, day: date) -> int:
        """The number of the last term that has begun on ``day``."""
        return max((term for term, begins in self.terms.items() if begins <= day), default=1)

    def last_day(self, facts: AgreementFacts) -> date:
        """Up to which day it binds: its last, or that on which it was ended before."""
        return min(facts.ends, self.ended_on or facts.ends)

    def fulfilled(self, number: int, *, term: int | None = None, year: int | None = None) -> int:
        """How much of an obligation is fulfilled: in all, in a term, or in a calendar year."""
        return sum(
            each.amount
            for each in self.counted.values()
            if each.number == number
            and term in (None, each.term)
            and year in (None, each.used_on.year)
        )


initial = Agreement()


def fold(events: Iterable[AgreementEvent], agreement: Agreement = initial) -> Agreement:
    """The agreement after all ``events``."""
    return reduce(evolve, events, agreement)


def evolve(agreement: Agreement, event: AgreementEvent) -> Agreement:
    """The agreement after one more event."""
    return replace(_evolved(agreement, event), changed_on=event.effective_date)


def _evolved(agreement: Agreement, event: AgreementEvent) -> Agreement:
    match event:
        case AgreementDrafted() | AgreementRenewed():
            return replace(agreement, facts=event.agreement, terms=_terms(agreement, event))
        case AgreementSigned():
            signed, bound = (*agreement.signed, event.unit_id), event.stage is _IN_FORCE
            return replace(agreement, signed=signed, stage=event.stage, bound=bound)
        case FulfilmentRecorded():
            counted = {event.source: _counted(agreement, event)}
            return replace(agreement, counted=agreement.counted | counted)
        case BreachReported():
            told = Breach(event.unit_id, event.number, event.effective_date)
            return replace(agreement, breaches=agreement.breaches | {event.breach_id: told})
        case BreachRemedied():
            left = {k: v for k, v in agreement.breaches.items() if k != event.breach_id}
            remedied = agreement.remedied | {event.breach_id}
            return replace(agreement, breaches=left, remedied=remedied)
        case AgreementEnded():
            return replace(agreement, stage=AgreementStage.ENDED, ended_on=event.effective_date)


def _terms(agreement: Agreement, event: AgreementDrafted | AgreementRenewed) -> dict[int, date]:
    if isinstance(event, AgreementDrafted):
        return {1: event.agreement.begins}
    return agreement.terms | {event.term: event.ends_before + A_DAY}


def _counted(agreement: Agreement, event: FulfilmentRecorded) -> Counted:
    """A source stays where it was counted first, unless all of it was taken back."""
    known = agreement.counted.get(event.source)
    if known is None or not known.amount:
        known = Counted(event.number, event.term, event.used_on)
    return replace(known, amount=known.amount + event.amount)
