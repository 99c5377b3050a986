"""What can have happened to an appeal.

What changes a figure says what was counted ``before`` and what is counted ``after``. Clocks are
started, moved and stopped by the event that is the reason for it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.petitions.domain.petition.causes import (
    ExtensionCause,
    ListingCause,
    NeedOutcome,
    Outcome,
    PauseCause,
    RedoCause,
    RefusalCause,
    ReturnCause,
)
from services.petitions.domain.petition.clock_facts import ClockMoved, ClockStarted, ClockStopped
from services.petitions.domain.petition.facts import About, Attachment, Need, Note, Standing
from services.petitions.domain.petition.words import Priority, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """``at`` is the instant, UTC; ``effective_date`` its calendar day in the city."""

    petition_id: str
    at: datetime
    effective_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Happened):
    """What is counted: one is taken from ``before`` and one added to ``after``."""

    about: About
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRegistered(Happened):
    """``superiors`` are the units above the one it was routed to, the nearest first."""

    about: About
    after: Standing
    appellant_id: str
    contact: str | None
    confidential: bool
    tracking_digest: str
    text: Note
    attachments: tuple[Attachment, ...]
    superiors: tuple[str, ...]
    started: tuple[ClockStarted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionAccepted(Counted):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRefused(Counted):
    by: str
    cause: RefusalCause
    note: Note | None
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRecategorised(Counted):
    """``about`` is what it is about now, ``about_before`` what it was."""

    by: str
    about_before: About
    superiors: tuple[str, ...]


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
    """The order is back with ``after.unit_id``, which dispatches again; its promises are void."""

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
    """The lead unit is ``after.unit_id``; every clock runs on as it did."""

    by: str
    superiors: tuple[str, ...]
    note: Note | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded(Happened):
    comment_id: str
    by: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAttached(Happened):
    by: str
    attachment: Attachment


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
    """When he was ``reached``, his words are in ``after``."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateLinked(Counted):
    by: str
    main_id: str
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMarked(Counted):
    by: str
    earlier_id: str
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPublished(Happened):
    about: About
    by: str
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawn(Happened):
    by: str
    need_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswered(Happened):
    need_id: str
    outcome: NeedOutcome
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppellantErased(Happened):
    """The key of ``appellant_id`` is to be destroyed."""

    appellant_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Supervised(Counted):
    """``moment`` is when it was due; ``at`` when it was done, later after a standstill.

    ``next_at`` is when the clock's next step comes; None when this was the last.
    """

    clock: str
    stage: Stage
    moment: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWarned(_Supervised):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class YellowCardGiven(_Supervised):
    """The promise is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedCardGiven(_Supervised):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionEscalated(_Supervised):
    """The unit ``to_id``, the ``level``-th above, sees to it now."""

    level: int
    to_id: str


SupervisionEvent = PromiseWarned | YellowCardGiven | RedCardGiven | PetitionEscalated
PetitionEvent = (
    PetitionRegistered
    | PetitionAccepted
    | PetitionRefused
    | PetitionRecategorised
    | PetitionDispatched
    | OrderSignedFor
    | OrderReturned
    | AssistanceReturned
    | UnitOnSite
    | PetitionInHand
    | PetitionHandedOver
    | ExtensionRequested
    | ExtensionGranted
    | ExtensionRefused
    | HandlingPaused
    | HandlingResumed
    | CommentAdded
    | FileAttached
    | PetitionResolved
    | ResultFedBack
    | AppellantCalledBack
    | PetitionRated
    | RedoOrdered
    | PetitionReopened
    | PetitionListed
    | PetitionClosed
    | DuplicateLinked
    | RepeatMarked
    | NeedPublished
    | NeedWithdrawn
    | NeedAnswered
    | AppellantErased
    | SupervisionEvent
)
