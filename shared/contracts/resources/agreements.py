"""Co-building agreements (共建协议), their fulfilment, and the yearly sheet made from it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ObligationV1:
    """A promise of a party for the term.

    Attributes:
        kind: what is promised: `venue`, `fund`, `skill` or `equipment`.
        target: minutes, fen, persons or pieces, by kind.
    """

    number: int
    unit_id: str
    kind: str
    target: int


@dataclass(frozen=True, slots=True)
class AgreementFactsV1:
    """Who promises what, from `begins` up to and including `ends`."""

    agreement_id: str
    conference_id: str
    title: str
    parties: tuple[str, ...]
    obligations: tuple[ObligationV1, ...]
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class AgreementDraftedV1:
    """The draft, or a further one before anybody signed."""

    agreement_id: str
    agreement: AgreementFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementSignedV1:
    """A party signed; the agreement is in force when `stage` is `in_force`.

    Attributes:
        stage_before: how the agreement stood before: `draft`.
        stage: how the agreement stands: `draft` while signatures are missing, else `in_force`.
    """

    agreement_id: str
    agreement: AgreementFactsV1
    unit_id: str
    stage_before: str
    stage: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementRenewedV1:
    """It goes on until `agreement.ends`; until then it was to end on `ends_before`."""

    agreement_id: str
    agreement: AgreementFactsV1
    ends_before: date
    effective_date: date


@dataclass(frozen=True, slots=True)
class FulfilmentRecordedV1:
    """`amount` of an obligation was fulfilled by `source`, a booking or a voucher.

    A negative amount takes back what `source` undid.
    """

    agreement_id: str
    number: int
    unit_id: str
    kind: str
    amount: int
    source: str
    total: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class BreachReportedV1:
    """The unit did not keep the obligation `number`."""

    agreement_id: str
    breach_id: str
    unit_id: str
    number: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class BreachRemediedV1:
    """The breach is made good."""

    agreement_id: str
    breach_id: str
    unit_id: str
    effective_date: date


@dataclass(frozen=True, slots=True)
class AgreementEndedV1:
    """The agreement is over.

    Attributes:
        terminated: ended before its last day.
        stage_before: how the agreement stood before: `draft` or `in_force`.
    """

    agreement_id: str
    agreement: AgreementFactsV1
    stage_before: str
    terminated: bool
    effective_date: date


@dataclass(frozen=True, slots=True)
class SheetLineV1:
    """One obligation: its target, what of it was fulfilled in the year and in all."""

    agreement_id: str
    number: int
    kind: str
    target: int
    in_year: int
    in_all: int


@dataclass(frozen=True, slots=True)
class YearlySheetIssuedV1:
    """The sheet of the year; a later `edition` stands in place of the one before."""

    unit_id: str
    year: int
    edition: int
    lines: tuple[SheetLineV1, ...]
    open_breaches: int
    effective_date: date


AgreementMessage = (
    AgreementDraftedV1
    | AgreementSignedV1
    | AgreementRenewedV1
    | FulfilmentRecordedV1
    | BreachReportedV1
    | BreachRemediedV1
    | AgreementEndedV1
    | YearlySheetIssuedV1
)
MESSAGES: dict[str, type[AgreementMessage]] = {
    "resources.agreement-drafted.v1": AgreementDraftedV1,
    "resources.agreement-signed.v1": AgreementSignedV1,
    "resources.agreement-renewed.v1": AgreementRenewedV1,
    "resources.fulfilment-recorded.v1": FulfilmentRecordedV1,
    "resources.breach-reported.v1": BreachReportedV1,
    "resources.breach-remedied.v1": BreachRemediedV1,
    "resources.agreement-ended.v1": AgreementEndedV1,
    "resources.yearly-sheet-issued.v1": YearlySheetIssuedV1,
}
