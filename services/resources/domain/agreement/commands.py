"""What can be asked about an agreement."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.agreement.events import Obligation
from services.resources.domain.command import Command
from services.resources.domain.terms import FreeText, ShareKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCommand(Command):
    """A command about one agreement."""

    agreement_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAgreement(AgreementCommand):
    """Write the draft; parties are units, and obligations are numbered from 1."""

    conference_id: str
    title: FreeText
    parties: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAgreement(AgreementCommand):
    unit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewAgreement(AgreementCommand):
    """Let it go on for a further term, from the day after its last up to ``ends``.

    What was promised is due anew in it.
    """

    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFulfilment(AgreementCommand):
    """Count what ``source`` did for the unit's first open obligation of that kind.

    Each source counts once, in the term of the day on which it was used or spent (``used_on``; left out,
    it is ``effective_date``); with amount 0 it is taken back.
    """

    unit_id: str
    kind: ShareKind
    amount: int
    source: FreeText
    used_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBreach(AgreementCommand):
    """The unit did not keep its obligation ``number``."""

    breach_id: str
    number: int
    cause_text: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyBreach(AgreementCommand):
    breach_id: str
    note: FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAgreement(AgreementCommand):
    """End it: before its last day for a stated cause, after it because the term is over."""

    cause_text: FreeText = ""
