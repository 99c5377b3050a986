"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (who appealed, every word, files, who handles it) stays
here.
"""

from services.petitions.domain.calendar.events import (
    CalendarYearSet,
)
from services.petitions.domain.categories.events import (
    CategoryRetired,
    CategorySet,
    RouteSet,
)
from services.petitions.domain.directory.events import (
    DivisionsFollowed,
    UnitChanged,
    UnitClosed,
    UnitEntered,
)
from services.petitions.domain.disclosure.events import (
    SealedDataRead,
)
from services.petitions.domain.petition.events import (
    AppellantCalledBack,
    AppellantErased,
    AssistanceReturned,
    CommentAdded,
    DuplicateLinked,
    ExtensionGranted,
    ExtensionRefused,
    ExtensionRequested,
    FileAttached,
    HandlingPaused,
    HandlingResumed,
    NeedAnswered,
    NeedPublished,
    NeedWithdrawn,
    OrderReturned,
    OrderSignedFor,
    PetitionAccepted,
    PetitionClosed,
    PetitionDispatched,
    PetitionEscalated,
    PetitionHandedOver,
    PetitionInHand,
    PetitionListed,
    PetitionMadeMain,
    PetitionRated,
    PetitionRecategorised,
    PetitionRefused,
    PetitionRegistered,
    PetitionReopened,
    PetitionResolved,
    PromiseWarned,
    RedCardGiven,
    RedoOrdered,
    RepeatMarked,
    ResultFedBack,
    UnitOnSite,
    YellowCardGiven,
)
from services.petitions.domain.rules.events import (
    RuleSet,
)
from services.petitions.domain.streams import DomainEvent
from shared.contracts.petitions import (
    MESSAGES,
    SOURCE,
    PetitionsMessage,
    answering,
    handling,
    intake,
    needs,
    settings,
    supervision,
)
from shared.translation import Translation

_PUBLIC: dict[type[DomainEvent], type[PetitionsMessage]] = {
    PetitionRegistered: intake.PetitionRegisteredV1,
    PetitionAccepted: intake.PetitionAcceptedV1,
    PetitionRefused: intake.PetitionRefusedV1,
    PetitionRecategorised: intake.PetitionRecategorisedV1,
    DuplicateLinked: intake.DuplicateLinkedV1,
    RepeatMarked: intake.RepeatMarkedV1,
    AppellantErased: intake.AppellantErasedV1,
    PetitionDispatched: handling.PetitionDispatchedV1,
    OrderSignedFor: handling.OrderSignedForV1,
    OrderReturned: handling.OrderReturnedV1,
    UnitOnSite: handling.UnitOnSiteV1,
    PetitionInHand: handling.PetitionInHandV1,
    PetitionHandedOver: handling.PetitionHandedOverV1,
    ExtensionRequested: handling.ExtensionRequestedV1,
    ExtensionGranted: handling.ExtensionGrantedV1,
    ExtensionRefused: handling.ExtensionRefusedV1,
    HandlingPaused: handling.HandlingPausedV1,
    HandlingResumed: handling.HandlingResumedV1,
    PetitionResolved: answering.PetitionResolvedV1,
    ResultFedBack: answering.ResultFedBackV1,
    AppellantCalledBack: answering.AppellantCalledBackV1,
    PetitionRated: answering.PetitionRatedV1,
    RedoOrdered: answering.RedoOrderedV1,
    PetitionReopened: answering.PetitionReopenedV1,
    PetitionListed: answering.PetitionListedV1,
    PetitionClosed: answering.PetitionClosedV1,
    PromiseWarned: supervision.PromiseWarnedV1,
    YellowCardGiven: supervision.YellowCardGivenV1,
    RedCardGiven: supervision.RedCardGivenV1,
    PetitionEscalated: supervision.PetitionEscalatedV1,
    NeedPublished: needs.NeedPublishedV1,
    NeedWithdrawn: needs.NeedWithdrawnV1,
    NeedAnswered: needs.NeedAnsweredV1,
    UnitEntered: settings.UnitEnteredV1,
    UnitChanged: settings.UnitChangedV1,
    UnitClosed: settings.UnitClosedV1,
    CategorySet: settings.CategorySetV1,
    CategoryRetired: settings.CategoryRetiredV1,
    RuleSet: settings.RuleSetV1,
    CalendarYearSet: settings.CalendarYearSetV1,
}

PRIVATE: frozenset[type[DomainEvent]] = frozenset(
    {
        RouteSet,
        DivisionsFollowed,
        AssistanceReturned,
        CommentAdded,
        FileAttached,
        PetitionMadeMain,
        SealedDataRead,
    }
)
"""Facts that stay here: words and files, what the duplicates themselves tell, routes, how far membership was followed, and who read whose data."""

_TRANSLATION: Translation[DomainEvent, PetitionsMessage] = Translation(SOURCE, MESSAGES, _PUBLIC)
contract = _TRANSLATION.contract
translate = _TRANSLATION.translate
