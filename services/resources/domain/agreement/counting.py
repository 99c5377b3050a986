"""What counts for an obligation: by an agreement that binds, on a day of its term, each source once."""

from collections.abc import Collection
from datetime import date

from services.resources.domain.agreement.agreement import Agreement, Counted
from services.resources.domain.agreement.commands import RecordFulfilment
from services.resources.domain.agreement.events import (
    AgreementFacts,
    AgreementStage,
    FulfilmentRecorded,
)
from services.resources.domain.agreement.rejections import (
    AgreementNotInForce,
    AgreementStageWrong,
    NoObligationOfThatKind,
    NothingPromised,
    OutsideTerm,
    UnknownAgreement,
    UsedOutsideTerm,
)
from services.resources.domain.command import positive, written
from services.resources.domain.terms import ShareKind


def check_promised(
    agreement: Agreement, agreement_id: str, given: Collection[tuple[str, ShareKind]]
) -> AgreementFacts:
    """The agreement named for what units give, each of its kind, where any of that was promised.

    Raises:
        UnknownAgreement: there is none of that id.
        AgreementNotInForce: it bound nobody yet.
        NothingPromised: none of them promised any of it there.
    """
    if agreement.facts is None:
        raise UnknownAgreement(agreement_id)
    if not agreement.bound:
        raise AgreementNotInForce(agreement.stage)
    if {(each.unit_id, each.kind) for each in agreement.facts.obligations}.isdisjoint(given):
        raise NothingPromised(agreement_id)
    return agreement.facts


def check_in_force(agreement: Agreement) -> None:
    """Refuse to give anything more by an agreement that is not in force."""
    if agreement.stage is not AgreementStage.IN_FORCE:
        raise AgreementNotInForce(agreement.stage)


def check_day(agreement: Agreement, facts: AgreementFacts, day: date) -> None:
    """Refuse a day on which the agreement does not bind: what is given then counts for nothing."""
    last = agreement.last_day(facts)
    if not facts.begins <= day <= last:
        raise OutsideTerm(facts.agreement_id, day, facts.begins, last)


def fulfil(
    command: RecordFulfilment, agreement: Agreement, facts: AgreementFacts
) -> tuple[FulfilmentRecorded, ...]:
    """Count a source once, for the first obligation that is still open in its term, else for the last."""
    amount = command.amount if command.amount == 0 else positive(command.amount, "amount")
    source = written(command.source, "source")
    known = agreement.counted.get(source)
    if known is None or not known.amount:
        if not amount:
            return ()
        known = _begun(command, agreement, facts)
    change = amount - known.amount
    if change == 0:
        return ()
    return (
        FulfilmentRecorded(
            command.agreement_id,
            known.number,
            command.unit_id,
            command.kind,
            change,
            source,
            agreement.fulfilled(known.number) + change,
            command.effective_date,
            known.used_on,
            known.term,
            agreement.fulfilled(known.number, term=known.term) + change,
        ),
    )


def _begun(command: RecordFulfilment, agreement: Agreement, facts: AgreementFacts) -> Counted:
    """Where a source counts of which nothing counts yet."""
    wanted = (command.unit_id, command.kind)
    own = tuple(e for e in facts.obligations if (e.unit_id, e.kind) == wanted)
    if not own:
        raise NoObligationOfThatKind(*wanted)
    if not agreement.bound:
        raise AgreementStageWrong(agreement.stage)
    day, last = command.used_on or command.effective_date, agreement.last_day(facts)
    if not facts.begins <= day <= min(last, command.today):
        raise UsedOutsideTerm(day, facts.begins, last)
    term = agreement.term_of(day)
    still_open = (e for e in own if agreement.fulfilled(e.number, term=term) < e.target)
    return Counted(next(still_open, own[-1]).number, term, day)
