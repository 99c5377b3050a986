"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (who appealed, every word, files, who handles it) stays
here.
"""

from typing import TypeAlias

import msgspec

from services.petitions.domain.calendar.events import (
    CalendarYearSet,
)
from services.petitions.domain.categories.events import (
    CategoryRetired,
    CategorySet,
    RouteSet,
)
from services.petitions.domain.directory.events import (
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
from shared.contracts import petitions as public
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope

ContractMessage: TypeAlias = CloudEvent[public.PetitionsMessage]

_PUBLIC: dict[type[DomainEvent], type[public.PetitionsMessage]] = {
    PetitionRegistered: public.PetitionRegisteredV1,
    PetitionAccepted: public.PetitionAcceptedV1,
    PetitionRefused: public.PetitionRefusedV1,
    PetitionRecategorised: public.PetitionRecategorisedV1,
    DuplicateLinked: public.DuplicateLinkedV1,
    RepeatMarked: public.RepeatMarkedV1,
    AppellantErased: public.AppellantErasedV1,
    PetitionDispatched: public.PetitionDispatchedV1,
    OrderSignedFor: public.OrderSignedForV1,
    OrderReturned: public.OrderReturnedV1,
    UnitOnSite: public.UnitOnSiteV1,
    PetitionInHand: public.PetitionInHandV1,
    PetitionHandedOver: public.PetitionHandedOverV1,
    ExtensionRequested: public.ExtensionRequestedV1,
    ExtensionGranted: public.ExtensionGrantedV1,
    ExtensionRefused: public.ExtensionRefusedV1,
    HandlingPaused: public.HandlingPausedV1,
    HandlingResumed: public.HandlingResumedV1,
    PetitionResolved: public.PetitionResolvedV1,
    ResultFedBack: public.ResultFedBackV1,
    AppellantCalledBack: public.AppellantCalledBackV1,
    PetitionRated: public.PetitionRatedV1,
    RedoOrdered: public.RedoOrderedV1,
    PetitionReopened: public.PetitionReopenedV1,
    PetitionListed: public.PetitionListedV1,
    PetitionClosed: public.PetitionClosedV1,
    PromiseWarned: public.PromiseWarnedV1,
    YellowCardGiven: public.YellowCardGivenV1,
    RedCardGiven: public.RedCardGivenV1,
    PetitionEscalated: public.PetitionEscalatedV1,
    NeedPublished: public.NeedPublishedV1,
    NeedWithdrawn: public.NeedWithdrawnV1,
    NeedAnswered: public.NeedAnsweredV1,
    UnitEntered: public.UnitEnteredV1,
    UnitChanged: public.UnitChangedV1,
    UnitClosed: public.UnitClosedV1,
    CategorySet: public.CategorySetV1,
    CategoryRetired: public.CategoryRetiredV1,
    RuleSet: public.RuleSetV1,
    CalendarYearSet: public.CalendarYearSetV1,
}

PRIVATE: frozenset[type[DomainEvent]] = frozenset(
    {
        RouteSet,
        AssistanceReturned,
        CommentAdded,
        FileAttached,
        SealedDataRead,
    }
)
"""Facts that stay here: words and files, routes, and who read whose data."""

_TYPES = {cls: message_type for message_type, cls in public.MESSAGES.items()}


def contract(event: DomainEvent) -> public.PetitionsMessage | None:
    """What `event` tells others, or nothing."""
    told = _PUBLIC.get(type(event))
    return None if told is None else msgspec.convert(event, told, from_attributes=True)


def translate(event: DomainEvent, record: Recorded) -> ContractMessage | None:
    """The message for others about `event`, which the log keeps as `record`; None when private."""
    message = contract(event)
    if message is None:
        return None
    return envelope(public.SOURCE, _TYPES[type(message)], message, record)
