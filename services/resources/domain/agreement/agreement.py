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


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement, with what counts for it.

    ``counted`` says what each source fulfils now: the obligation's number and the amount; ``by_year``
    what was counted for an obligation in a calendar year. ``breaches`` are those not remedied: each id
    with its unit and obligation.
    """

    facts: AgreementFacts | None = None
    stage: AgreementStage = AgreementStage.DRAFT
    signed: tuple[str, ...] = ()
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_year: dict[tuple[int, int], int] = field(default_factory=dict)
    breaches: dict[str, tuple[str, int]] = field(default_factory=dict)
    remedied: frozenset[str] = frozenset()
    changed_on: date | None = None

    def fulfilled(self, number: int) -> int:
        """How much of an obligation is fulfilled."""
        return sum(amount for whose, amount in self.counted.values() if whose == number)


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
            return replace(agreement, facts=event.agreement)
        case AgreementSigned():
            signed = (*agreement.signed, event.unit_id)
            return replace(agreement, signed=signed, stage=event.stage)
        case FulfilmentRecorded():
            key = (event.number, event.effective_date.year)
            year = {key: agreement.by_year.get(key, 0) + event.amount}
            return replace(
                agreement, counted=_counted(agreement, event), by_year=agreement.by_year | year
            )
        case BreachReported():
            told = {event.breach_id: (event.unit_id, event.number)}
            return replace(agreement, breaches=agreement.breaches | told)
        case BreachRemedied():
            left = {k: v for k, v in agreement.breaches.items() if k != event.breach_id}
            remedied = agreement.remedied | {event.breach_id}
            return replace(agreement, breaches=left, remedied=remedied)
        case AgreementEnded():
            return replace(agreement, stage=AgreementStage.ENDED)


def _counted(agreement: Agreement, event: FulfilmentRecorded) -> dict[str, tuple[int, int]]:
    before = agreement.counted.get(event.source, (event.number, 0))[1]
    return agreement.counted | {event.source: (event.number, before + event.amount)}
