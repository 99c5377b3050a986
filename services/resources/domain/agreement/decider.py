"""Everything that can be decided about an agreement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.resources.domain.agreement.agreement import Agreement, evolve, fold, initial
from services.resources.domain.agreement.commands import (
    AgreementCommand,
    DraftAgreement,
    EndAgreement,
    RecordFulfilment,
    RemedyBreach,
    RenewAgreement,
    ReportBreach,
    SignAgreement,
)
from services.resources.domain.agreement.counting import fulfil
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
    Obligation,
)
from services.resources.domain.agreement.rejections import (
    AgreementBackwards,
    AgreementIdTaken,
    AgreementStageWrong,
    AgreementTooLong,
    BreachIdTaken,
    NotAParty,
    ObligationsUnsuitable,
    TermNotOver,
    TermStillAhead,
    UnknownAgreement,
    UnknownBreach,
    UnknownObligation,
)
from services.resources.domain.calendar import A_DAY, add_months
from services.resources.domain.command import check_effective_date, positive, stated, written
from services.resources.domain.conference.case import living
from services.resources.domain.conference.conference import Conference
from services.resources.domain.conference.conference import initial as no_conference
from services.resources.domain.rules.decider import Rules
from services.resources.domain.rules.names import RuleName
from services.resources.domain.unit.unit import Unit, present

__all__ = ["Agreement", "AgreementCase", "decide", "evolve", "fold", "initial"]

Events = tuple[AgreementEvent, ...]
_Stage = AgreementStage


@dataclass(frozen=True, slots=True)
class AgreementCase:
    """The agreement, its conference, the units that are to be parties (by id), and the rules."""

    agreement: Agreement = initial
    conference: Conference = no_conference
    units: Mapping[str, Unit] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


def decide(command: AgreementCommand, case: AgreementCase) -> Events:
    """What follows from ``command``; nothing when it is already so.

    Raises:
        Rejection: the rule that refused.
    """
    check_effective_date(command, case.agreement.changed_on)
    if isinstance(command, DraftAgreement):
        return _draft(command, case)
    if case.agreement.facts is None:
        raise UnknownAgreement(command.agreement_id)
    return _DECIDE[type(command)](command, case, case.agreement.facts)


def _draft(command: DraftAgreement, case: AgreementCase) -> Events:
    """Write or rewrite the draft; once somebody signed it stands."""
    living(case.conference, command.conference_id)
    parties = tuple(dict.fromkeys(command.parties))
    for unit_id in parties:
        present(case.units, unit_id, "parties")
    _check_term(command.begins, command.ends, command.effective_date, case.rules)
    facts = AgreementFacts(
        command.agreement_id,
        command.conference_id,
        written(command.title, "title"),
        parties,
        _obligations(command.obligations, parties),
        command.begins,
        command.ends,
    )
    if facts == case.agreement.facts:
        return ()
    if case.agreement.signed or case.agreement.stage is not _Stage.DRAFT:
        raise AgreementIdTaken(command.agreement_id)
    return (AgreementDrafted(command.agreement_id, facts, command.effective_date),)


def _check_term(begins: date, ends: date, day: date, rules: Rules) -> None:
    if ends < begins:
        raise AgreementBackwards(begins)
    most = rules.value(RuleName.AGREEMENT_MONTHS_MAX, day)
    if ends >= add_months(begins, most):
        raise AgreementTooLong(most)


def _obligations(given: tuple[Obligation, ...], parties: tuple[str, ...]) -> tuple[Obligation, ...]:
    """Numbered from 1, each a party's, each with something to do."""
    if not given or [each.number for each in given] != list(range(1, len(given) + 1)):
        raise ObligationsUnsuitable
    for each in given:
        if each.unit_id not in parties:
            raise NotAParty("obligations.unit_id", each.unit_id)
        positive(each.target, "obligations.target")
    return tuple(replace(each, text=written(each.text, "obligations.text")) for each in given)


def _sign(command: SignAgreement, case: AgreementCase, facts: AgreementFacts) -> Events:
    """With the last party's signature the agreement is in force."""
    agreement = case.agreement
    if command.unit_id not in facts.parties:
        raise NotAParty("unit_id", command.unit_id)
    if command.unit_id in agreement.signed:
        return ()
    _check_stage(agreement, _Stage.DRAFT)
    complete = {*agreement.signed, command.unit_id} == set(facts.parties)
    stage = _Stage.IN_FORCE if complete else _Stage.DRAFT
    day = command.effective_date
    return (
        AgreementSigned(command.agreement_id, facts, command.unit_id, agreement.stage, stage, day),
    )


def _renew(command: RenewAgreement, case: AgreementCase, facts: AgreementFacts) -> Events:
    """A further term follows on the last, one at a time: each is agreed on when the one before has begun."""
    if command.ends == facts.ends:
        return ()
    _check_stage(case.agreement, _Stage.IN_FORCE)
    last, day = max(case.agreement.terms), command.effective_date
    if day < (begins := case.agreement.terms[last]):
        raise TermStillAhead(begins, facts.ends)
    _check_term(facts.ends + A_DAY, command.ends, day, case.rules)
    after = replace(facts, ends=command.ends)
    return (AgreementRenewed(command.agreement_id, after, facts.ends, day, last + 1),)


def _fulfil(command: RecordFulfilment, case: AgreementCase, facts: AgreementFacts) -> Events:
    return fulfil(command, case.agreement, facts)


def _report(command: ReportBreach, case: AgreementCase, facts: AgreementFacts) -> Events:
    agreement = case.agreement
    obligation = next((o for o in facts.obligations if o.number == command.number), None)
    if obligation is None:
        raise UnknownObligation(command.number, len(facts.obligations))
    if command.breach_id in agreement.remedied:
        raise BreachIdTaken
    known = agreement.breaches.get(command.breach_id)
    if known is not None:
        if known.number == command.number:
            return ()
        raise BreachIdTaken
    _check_stage(agreement, _Stage.IN_FORCE)
    cause, day = stated(command.cause_text), command.effective_date
    told = (command.agreement_id, command.breach_id, obligation.unit_id, command.number)
    return (BreachReported(*told, cause, day),)


def _remedy(command: RemedyBreach, case: AgreementCase, _: AgreementFacts) -> Events:
    if command.breach_id in case.agreement.remedied:
        return ()
    if (known := case.agreement.breaches.get(command.breach_id)) is None:
        raise UnknownBreach(command.breach_id)
    note, day = written(command.note, "note"), command.effective_date
    return (BreachRemedied(command.agreement_id, command.breach_id, known.unit_id, note, day),)


def _end(command: EndAgreement, case: AgreementCase, facts: AgreementFacts) -> Events:
    """After its last day the term is over; before, it is ended for a cause."""
    if case.agreement.stage is _Stage.ENDED:
        return ()
    early = command.effective_date <= facts.ends
    cause = command.cause_text.strip()
    if early and not cause:
        raise TermNotOver(facts.ends)
    day, stage = command.effective_date, case.agreement.stage
    return (AgreementEnded(command.agreement_id, facts, stage, early, cause, day),)


def _check_stage(agreement: Agreement, wanted: AgreementStage) -> None:
    if agreement.stage is not wanted:
        raise AgreementStageWrong(agreement.stage)


_DECIDE: dict[type, Callable[[Any, AgreementCase, AgreementFacts], Events]] = {
    SignAgreement: _sign,
    RenewAgreement: _renew,
    RecordFulfilment: _fulfil,
    ReportBreach: _report,
    RemedyBreach: _remedy,
    EndAgreement: _end,
}
