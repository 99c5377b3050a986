"""What can have happened to the answer."""

from dataclasses import dataclass
from datetime import datetime

from services.petitions.domain.petition.causes import (
    ListingCause,
    Outcome,
    RedoCause,
)
from services.petitions.domain.petition.clock_facts import ClockStarted, ClockStopped
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.happened import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionResolved(Counted):
    """It may be reopened before ``reopen_until``."""

    by: str
    outcome: Outcome
    note: Note
    reopen_until: datetime
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFedBack(Counted):
    by: str
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppellantCalledBack(Counted):
    """When he was ``reached``, his words are in ``after``, unless he had rated the answer before."""

    by: str
    call_id: str
    reached: bool
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRated(Counted):
    """The rating is in ``after``; ``by`` is empty when he rated by his code."""

    by: str
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoOrdered(Counted):
    by: str
    cause: RedoCause
    note: Note | None
    started: tuple[ClockStarted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionReopened(Counted):
    """It is to be dispatched again; ``by`` is empty when the appellant did it by his code."""

    by: str
    note: Note | None
    superiors: tuple[str, ...]
    started: tuple[ClockStarted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionListed(Counted):
    by: str
    cause: ListingCause
    note: Note | None
    started: tuple[ClockStarted, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionClosed(Counted):
    by: str
    reopen_until: datetime
