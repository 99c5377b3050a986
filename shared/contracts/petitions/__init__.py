"""What the petitions service tells others, on the topic `petitions.v1`: never who appealed, or in which words."""

from shared.contracts.petitions.answering import (
    AppellantCalledBackV1,
    PetitionClosedV1,
    PetitionListedV1,
    PetitionRatedV1,
    PetitionReopenedV1,
    PetitionResolvedV1,
    RedoOrderedV1,
    ResultFedBackV1,
)
from shared.contracts.petitions.counted import (
    AboutV1,
    ClockMovedV1,
    ClockStartedV1,
    ClockStoppedV1,
    CountedV1,
    HappenedV1,
    MomentsV1,
    StandingV1,
)
from shared.contracts.petitions.handling import (
    ExtensionGrantedV1,
    ExtensionRefusedV1,
    ExtensionRequestedV1,
    HandlingPausedV1,
    HandlingResumedV1,
    OrderReturnedV1,
    OrderSignedForV1,
    PetitionDispatchedV1,
    PetitionHandedOverV1,
    PetitionInHandV1,
    UnitOnSiteV1,
)
from shared.contracts.petitions.intake import (
    AppellantErasedV1,
    DuplicateLinkedV1,
    PetitionAcceptedV1,
    PetitionRecategorisedV1,
    PetitionRefusedV1,
    PetitionRegisteredV1,
    RepeatMarkedV1,
)
from shared.contracts.petitions.needs import (
    NeedAnsweredV1,
    NeedPublishedV1,
    NeedV1,
    NeedWithdrawnV1,
)
from shared.contracts.petitions.settings import (
    CalendarYearSetV1,
    CategoryRetiredV1,
    CategorySetV1,
    RuleSetV1,
    UnitChangedV1,
    UnitClosedV1,
    UnitEnteredV1,
)
from shared.contracts.petitions.supervision import (
    PetitionEscalatedV1,
    PromiseWarnedV1,
    RedCardGivenV1,
    YellowCardGivenV1,
)

TOPIC = "petitions.v1"
SOURCE = "/petitions"

PetitionsMessage = (
    PetitionRegisteredV1
    | PetitionAcceptedV1
    | PetitionRefusedV1
    | PetitionRecategorisedV1
    | DuplicateLinkedV1
    | RepeatMarkedV1
    | AppellantErasedV1
    | PetitionDispatchedV1
    | OrderSignedForV1
    | OrderReturnedV1
    | UnitOnSiteV1
    | PetitionInHandV1
    | PetitionHandedOverV1
    | ExtensionRequestedV1
    | ExtensionGrantedV1
    | ExtensionRefusedV1
    | HandlingPausedV1
    | HandlingResumedV1
    | PetitionResolvedV1
    | ResultFedBackV1
    | AppellantCalledBackV1
    | PetitionRatedV1
    | RedoOrderedV1
    | PetitionReopenedV1
    | PetitionListedV1
    | PetitionClosedV1
    | PromiseWarnedV1
    | YellowCardGivenV1
    | RedCardGivenV1
    | PetitionEscalatedV1
    | NeedPublishedV1
    | NeedWithdrawnV1
    | NeedAnsweredV1
    | UnitEnteredV1
    | UnitChangedV1
    | UnitClosedV1
    | CategorySetV1
    | CategoryRetiredV1
    | RuleSetV1
    | CalendarYearSetV1
)

MESSAGES: dict[str, type[PetitionsMessage]] = {
    "petitions.petition-registered.v1": PetitionRegisteredV1,
    "petitions.petition-accepted.v1": PetitionAcceptedV1,
    "petitions.petition-refused.v1": PetitionRefusedV1,
    "petitions.petition-recategorised.v1": PetitionRecategorisedV1,
    "petitions.duplicate-linked.v1": DuplicateLinkedV1,
    "petitions.repeat-marked.v1": RepeatMarkedV1,
    "petitions.appellant-erased.v1": AppellantErasedV1,
    "petitions.petition-dispatched.v1": PetitionDispatchedV1,
    "petitions.order-signed-for.v1": OrderSignedForV1,
    "petitions.order-returned.v1": OrderReturnedV1,
    "petitions.unit-on-site.v1": UnitOnSiteV1,
    "petitions.petition-in-hand.v1": PetitionInHandV1,
    "petitions.petition-handed-over.v1": PetitionHandedOverV1,
    "petitions.extension-requested.v1": ExtensionRequestedV1,
    "petitions.extension-granted.v1": ExtensionGrantedV1,
    "petitions.extension-refused.v1": ExtensionRefusedV1,
    "petitions.handling-paused.v1": HandlingPausedV1,
    "petitions.handling-resumed.v1": HandlingResumedV1,
    "petitions.petition-resolved.v1": PetitionResolvedV1,
    "petitions.result-fed-back.v1": ResultFedBackV1,
    "petitions.appellant-called-back.v1": AppellantCalledBackV1,
    "petitions.petition-rated.v1": PetitionRatedV1,
    "petitions.redo-ordered.v1": RedoOrderedV1,
    "petitions.petition-reopened.v1": PetitionReopenedV1,
    "petitions.petition-listed.v1": PetitionListedV1,
    "petitions.petition-closed.v1": PetitionClosedV1,
    "petitions.promise-warned.v1": PromiseWarnedV1,
    "petitions.yellow-card-given.v1": YellowCardGivenV1,
    "petitions.red-card-given.v1": RedCardGivenV1,
    "petitions.petition-escalated.v1": PetitionEscalatedV1,
    "petitions.need-published.v1": NeedPublishedV1,
    "petitions.need-withdrawn.v1": NeedWithdrawnV1,
    "petitions.need-answered.v1": NeedAnsweredV1,
    "petitions.unit-entered.v1": UnitEnteredV1,
    "petitions.unit-changed.v1": UnitChangedV1,
    "petitions.unit-closed.v1": UnitClosedV1,
    "petitions.category-set.v1": CategorySetV1,
    "petitions.category-retired.v1": CategoryRetiredV1,
    "petitions.rule-set.v1": RuleSetV1,
    "petitions.calendar-year-set.v1": CalendarYearSetV1,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""

__all__ = [
    "MESSAGES",
    "SOURCE",
    "TOPIC",
    "AboutV1",
    "AppellantCalledBackV1",
    "AppellantErasedV1",
    "CalendarYearSetV1",
    "CategoryRetiredV1",
    "CategorySetV1",
    "ClockMovedV1",
    "ClockStartedV1",
    "ClockStoppedV1",
    "CountedV1",
    "DuplicateLinkedV1",
    "ExtensionGrantedV1",
    "ExtensionRefusedV1",
    "ExtensionRequestedV1",
    "HandlingPausedV1",
    "HandlingResumedV1",
    "HappenedV1",
    "MomentsV1",
    "NeedAnsweredV1",
    "NeedPublishedV1",
    "NeedV1",
    "NeedWithdrawnV1",
    "OrderReturnedV1",
    "OrderSignedForV1",
    "PetitionAcceptedV1",
    "PetitionClosedV1",
    "PetitionDispatchedV1",
    "PetitionEscalatedV1",
    "PetitionHandedOverV1",
    "PetitionInHandV1",
    "PetitionListedV1",
    "PetitionRatedV1",
    "PetitionRecategorisedV1",
    "PetitionRefusedV1",
    "PetitionRegisteredV1",
    "PetitionReopenedV1",
    "PetitionResolvedV1",
    "PetitionsMessage",
    "PromiseWarnedV1",
    "RedCardGivenV1",
    "RedoOrderedV1",
    "RepeatMarkedV1",
    "ResultFedBackV1",
    "RuleSetV1",
    "StandingV1",
    "UnitChangedV1",
    "UnitClosedV1",
    "UnitEnteredV1",
    "UnitOnSiteV1",
    "YellowCardGivenV1",
]
