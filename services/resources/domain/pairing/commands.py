"""What can be asked about a pairing."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.command import Command
from services.resources.domain.pairing.events import ScorerRole
from services.resources.domain.terms import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingCommand(Command):
    """A command about one pairing."""

    pairing_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDepartment(PairingCommand):
    unit_id: str
    community_code: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDeed(PairingCommand):
    """Promise the deed ``number``, counted from 1."""

    number: int
    text: FreeText
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDeedDone(PairingCommand):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDeed(PairingCommand):
    """Score a deed that is done; the command's actor is the scorer, once for each deed."""

    number: int
    role: ScorerRole
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPairing(PairingCommand):
    cause_text: FreeText
