"""What can have happened to an agreement.

``agreement`` is the agreement as it stands; ``stage_before`` and ``stage`` tell readers whether it was
and is counted as in force.
"""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import FreeText, Labelled, ShareKind


class AgreementStage(Labelled):
    """How an agreement stands."""

    DRAFT = "draft", "草案"
    IN_FORCE = "in_force", "已签订"
    ENDED = "ended", "已终止"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A promise of a party: so much of a kind a term (minutes, fen, persons, pieces)."""

    number: int
    unit_id: str
    kind: ShareKind
    text: FreeText
    target: int


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """Who promises what to the conference's community, from ``begins`` up to and including ``ends``."""

    agreement_id: str
    conference_id: str
    title: str
    parties: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class AgreementDrafted:
    """The draft, or a further one before anybody signed."""

    agreement_id: str
    agreement: AgreementFacts
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementSigned:
    """A party signed; with the last signature the agreement is in force."""

    agreement_id: str
    agreement: AgreementFacts
    unit_id: str
    stage_before: AgreementStage
    stage: AgreementStage
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementRenewed:
    """It goes on until ``agreement.ends``; until then it was to end on ``ends_before``.

    ``term`` is the number of the term that begins the day after: what was promised is due anew.
    """

    agreement_id: str
    agreement: AgreementFacts
    ends_before: date
    effective_date: date
    term: int


@dataclass(frozen=True, slots=True)
class FulfilmentRecorded:
    """``amount`` of an obligation was fulfilled by ``source``, a booking or a voucher.

    A negative amount takes back what ``source`` undid. ``used_on`` is the day on which it was used or
    spent, and ``term`` the number of the term that day is in; ``total`` is all that was fulfilled of the
    obligation, ``in_term`` what was in that term.
    """

    agreement_id: str
    number: int
    unit_id: str
    kind: ShareKind
    amount: int
    source: str
    total: int
    effective_date: date
    used_on: date
    term: int
    in_term: int


@dataclass(frozen=True, slots=True)
class BreachReported:
    agreement_id: str
    breach_id: str
    unit_id: str
    number: int
    cause_text: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class BreachRemedied:
    agreement_id: str
    breach_id: str
    unit_id: str
    note: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementEnded:
    """The agreement is over: its term ran out (``terminated`` false), or it was ended for a cause."""

    agreement_id: str
    agreement: AgreementFacts
    stage_before: AgreementStage
    terminated: bool
    cause_text: str
    effective_date: date


AgreementEvent = (
    AgreementDrafted
    | AgreementSigned
    | AgreementRenewed
    | FulfilmentRecorded
    | BreachReported
    | BreachRemedied
    | AgreementEnded
)
