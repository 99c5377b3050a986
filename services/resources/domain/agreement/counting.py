"""What counts for an obligation: by an agreement that binds, on a day of its term, each source once."""

from services.resources.domain.agreement.agreement import Agreement, Counted
from services.resources.domain.agreement.commands import RecordFulfilment
from services.resources.domain.agreement.events import (
    AgreementFacts,
    AgreementStage,
    FulfilmentRecorded,
    Obligation,
)
from services.resources.domain.agreement.rejections import (
    AgreementStageWrong,
    NoObligationOfThatKind,
    UnknownAgreement,
    UsedOutsideTerm,
)
from services.resources.domain.command import positive, written
from services.resources.domain.terms import ShareKind


def check_promised(agreement: Agreement, agreement_id: str, unit_id: str, kind: ShareKind) -> None:
    """Whether what the unit gives of that kind can count by the agreement it names.

    Raises:
        UnknownAgreement: there is none of that id.
        AgreementStageWrong: it is not in force.
        NoObligationOfThatKind: the unit promised none in it.
    """
    if agreement.facts is None:
        raise UnknownAgreement(agreement_id)
    if agreement.stage is not AgreementStage.IN_FORCE:
        raise AgreementStageWrong(agreement.stage)
    _promised(agreement.facts, unit_id, kind, "agreement_id")


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
    own = _promised(facts, command.unit_id, command.kind, "kind")
    if not agreement.bound:
        raise AgreementStageWrong(agreement.stage)
    day, last = command.used_on or command.effective_date, agreement.last_day(facts)
    if not facts.begins <= day <= min(last, command.today):
        raise UsedOutsideTerm(day, facts.begins, last)
    term = agreement.term_of(day)
    still_open = (e for e in own if agreement.fulfilled(e.number, term=term) < e.target)
    return Counted(next(still_open, own[-1]).number, term, day)


def _promised(
    facts: AgreementFacts, unit_id: str, kind: ShareKind, field: str
) -> tuple[Obligation, ...]:
    own = tuple(e for e in facts.obligations if (e.unit_id, e.kind) == (unit_id, kind))
    if not own:
        raise NoObligationOfThatKind(field, unit_id, kind)
    return own
