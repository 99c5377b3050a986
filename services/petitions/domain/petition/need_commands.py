"""What can be asked about what an appeal needs of others."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.petition.asked import ByUnit, PetitionCommand
from services.petitions.domain.petition.causes import (
    NeedKind,
    NeedOutcome,
)
from services.petitions.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNeed(ByUnit):
    """Ask the resident units for a venue, fund, skill or equipment; ``place`` empty: the appeal's."""

    need_id: str
    kind: NeedKind
    amount: int
    measure: FreeText
    wanted_from: date
    wanted_until: date
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNeed(ByUnit):
    need_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNeedOutcome(PetitionCommand):
    """What the resources service did about a need; ``reference`` is its own id of the claim."""

    need_id: str
    outcome: NeedOutcome
    reference: str = ""
