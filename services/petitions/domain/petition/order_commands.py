"""What can be asked about a work order; and what time asks."""

from dataclasses import dataclass

from services.petitions.domain.petition.asked import ByUnit, PetitionCommand
from services.petitions.domain.petition.causes import (
    ExtensionCause,
    PauseCause,
    ReturnCause,
)
from services.petitions.domain.petition.facts import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPetition(ByUnit):
    """Give it as a work order (派单) to a lead unit (主办) and others that assist (协办).

    ``lead_id`` empty takes the unit that category and place lead to. To dispatch is to accept.
    """

    lead_id: str = ""
    assisting: tuple[str, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignForOrder(ByUnit):
    """The unit has seen the order (签收)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAsWrongUnit(ByUnit):
    """Send the order back (退单) within the window, for a stated cause."""

    cause: ReturnCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveOnSite(ByUnit):
    """Somebody of the unit is there (到场)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInHand(ByUnit):
    """The account ``handler`` handles it for the lead unit (办理中)."""

    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPetition(ByUnit):
    """Who directs it gives it to another lead unit (移交); no clock is moved by it.

    Not the lead unit that was given it by another: that returns it.
    """

    to_id: str
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(ByUnit):
    """Ask for so many working days more (申请延期)."""

    working_days: int
    cause: ExtensionCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantExtension(ByUnit):
    """Grant at most what was asked for; never by the unit that asked."""

    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension(ByUnit):
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseHandling(ByUnit):
    """The clock of handling waits, for a recorded cause."""

    cause: PauseCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeHandling(ByUnit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisePromises(PetitionCommand):
    """Time has passed: warn, show cards and climb, as far as it is due and was not done yet."""
