"""What can have happened to a work order."""

from dataclasses import dataclass
from datetime import datetime

from services.petitions.domain.petition.causes import (
    ExtensionCause,
    PauseCause,
    ReturnCause,
)
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.happened import Counted, Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionDispatched(Counted):
    """The lead unit is ``after.unit_id``; it may return the order before ``return_until``."""

    by: str
    assisting: tuple[str, ...]
    superiors: tuple[str, ...]
    note: Note | None
    return_until: datetime
    started: tuple[ClockStarted, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSignedFor(Counted):
    """``by`` is the lead unit, or one that assists."""

    by: str
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReturned(Counted):
    """The order is back with ``after.unit_id``, which dispatches again."""

    by: str
    cause: ReturnCause
    note: Note | None
    superiors: tuple[str, ...]
    started: tuple[ClockStarted, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceReturned(Happened):
    """A unit that was to assist does not; the lead unit goes on."""

    by: str
    cause: ReturnCause
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnSite(Counted):
    by: str
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionInHand(Counted):
    by: str
    handler: str
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionHandedOver(Counted):
    """The lead unit is ``after.unit_id``; every clock runs on as it did.

    It may return the order before ``return_until``; None, of earlier releases: as the unit before it.
    """

    by: str
    superiors: tuple[str, ...]
    note: Note | None
    return_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested(Counted):
    by: str
    working_days: int
    cause: ExtensionCause
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted(Counted):
    by: str
    working_days: int
    moved: tuple[ClockMoved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefused(Counted):
    by: str
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingPaused(Counted):
    """The ``clocks`` stand still from ``at`` on."""

    by: str
    cause: PauseCause
    note: Note | None
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingResumed(Counted):
    by: str
    moved: tuple[ClockMoved, ...]
