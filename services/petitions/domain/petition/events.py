"""What can have happened to an appeal, all of it.

What changes a figure says what was counted ``before`` and what is counted ``after``. Clocks are
started, moved and stopped by the event that is the reason for it.
"""

from services.petitions.domain.petition.answer_events import (
    AppellantCalledBack,
    PetitionClosed,
    PetitionListed,
    PetitionRated,
    PetitionReopened,
    PetitionResolved,
    RedoOrdered,
    ResultFedBack,
)
from services.petitions.domain.petition.happened import (
    Counted,
    Happened,
)
from services.petitions.domain.petition.intake_events import (
    AppellantErased,
    CommentAdded,
    DuplicateLinked,
    FileAttached,
    PetitionAccepted,
    PetitionMadeMain,
    PetitionRecategorised,
    PetitionRefused,
    PetitionRegistered,
    RepeatMarked,
)
from services.petitions.domain.petition.need_events import (
    NeedAnswered,
    NeedPublished,
    NeedWithdrawn,
)
from services.petitions.domain.petition.order_events import (
    AssistanceReturned,
    ExtensionGranted,
    ExtensionRefused,
    ExtensionRequested,
    HandlingPaused,
    HandlingResumed,
    OrderReturned,
    OrderSignedFor,
    PetitionDispatched,
    PetitionHandedOver,
    PetitionInHand,
    UnitOnSite,
)
from services.petitions.domain.petition.supervision_events import (
    PetitionEscalated,
    PromiseWarned,
    RedCardGiven,
    Supervised,
    YellowCardGiven,
)

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
    | PetitionMadeMain
    | RepeatMarked
    | NeedPublished
    | NeedWithdrawn
    | NeedAnswered
    | AppellantErased
    | SupervisionEvent
)

__all__ = [
    "AppellantCalledBack",
    "AppellantErased",
    "AssistanceReturned",
    "CommentAdded",
    "Counted",
    "DuplicateLinked",
    "ExtensionGranted",
    "ExtensionRefused",
    "ExtensionRequested",
    "FileAttached",
    "HandlingPaused",
    "HandlingResumed",
    "Happened",
    "NeedAnswered",
    "NeedPublished",
    "NeedWithdrawn",
    "OrderReturned",
    "OrderSignedFor",
    "PetitionAccepted",
    "PetitionClosed",
    "PetitionDispatched",
    "PetitionEscalated",
    "PetitionEvent",
    "PetitionHandedOver",
    "PetitionInHand",
    "PetitionListed",
    "PetitionMadeMain",
    "PetitionRated",
    "PetitionRecategorised",
    "PetitionRefused",
    "PetitionRegistered",
    "PetitionReopened",
    "PetitionResolved",
    "PromiseWarned",
    "RedCardGiven",
    "RedoOrdered",
    "RepeatMarked",
    "ResultFedBack",
    "Supervised",
    "SupervisionEvent",
    "UnitOnSite",
    "YellowCardGiven",
]
