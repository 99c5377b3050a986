"""The stored form of every fact of this service: a constant type name, and how old shapes are read.

A name here is in the log for ever: never change one, never give it to another event.
"""

from typing import Any

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
from shared.stored_form import StoredForm, Upcaster

NAMES: dict[str, type[DomainEvent]] = {
    "rule-set": RuleSet,
    "calendar-year-set": CalendarYearSet,
    "unit-entered": UnitEntered,
    "unit-changed": UnitChanged,
    "unit-closed": UnitClosed,
    "divisions-followed": DivisionsFollowed,
    "category-set": CategorySet,
    "category-retired": CategoryRetired,
    "route-set": RouteSet,
    "petition-registered": PetitionRegistered,
    "petition-accepted": PetitionAccepted,
    "petition-refused": PetitionRefused,
    "petition-recategorised": PetitionRecategorised,
    "petition-dispatched": PetitionDispatched,
    "order-signed-for": OrderSignedFor,
    "order-returned": OrderReturned,
    "assistance-returned": AssistanceReturned,
    "unit-on-site": UnitOnSite,
    "petition-in-hand": PetitionInHand,
    "petition-handed-over": PetitionHandedOver,
    "extension-requested": ExtensionRequested,
    "extension-granted": ExtensionGranted,
    "extension-refused": ExtensionRefused,
    "handling-paused": HandlingPaused,
    "handling-resumed": HandlingResumed,
    "comment-added": CommentAdded,
    "file-attached": FileAttached,
    "petition-resolved": PetitionResolved,
    "result-fed-back": ResultFedBack,
    "appellant-called-back": AppellantCalledBack,
    "petition-rated": PetitionRated,
    "redo-ordered": RedoOrdered,
    "petition-reopened": PetitionReopened,
    "petition-listed": PetitionListed,
    "petition-closed": PetitionClosed,
    "duplicate-linked": DuplicateLinked,
    "petition-made-main": PetitionMadeMain,
    "repeat-marked": RepeatMarked,
    "need-published": NeedPublished,
    "need-withdrawn": NeedWithdrawn,
    "need-answered": NeedAnswered,
    "appellant-erased": AppellantErased,
    "promise-warned": PromiseWarned,
    "yellow-card-given": YellowCardGiven,
    "red-card-given": RedCardGiven,
    "petition-escalated": PetitionEscalated,
    "sealed-data-read": SealedDataRead,
}


def _petition_handed_over_v2(document: dict[str, Any]) -> dict[str, Any]:
    """No window of its own was given with the order; the one that ran went on."""
    return {**document, "return_until": None}


def _file_attached_v2(document: dict[str, Any]) -> dict[str, Any]:
    """What a unit added was its own, as far as was said; what no unit added, the appellant did."""
    return {**document, "from_appellant": not document["by"]}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("petition-handed-over", 1): _petition_handed_over_v2,
    ("file-attached", 1): _file_attached_v2,
}
"""The step from each retired shape to the next."""

FORM: StoredForm[DomainEvent] = StoredForm(NAMES, UPCASTERS)

encode = FORM.encode
decode = FORM.decode
versions = FORM.versions
