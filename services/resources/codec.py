"""The stored form of every fact of this service: a constant type name, and how old shapes are read.

A name here is in the log for ever: never change one, never give it to another event.
"""

from typing import Any

from services.resources.domain.admission.events import (
    TaskAdmitted,
    TaskEnded,
    TaskFiled,
    TaskRefused,
    TaskWithdrawn,
)
from services.resources.domain.agreement.events import (
    AgreementDrafted,
    AgreementEnded,
    AgreementRenewed,
    AgreementSigned,
    BreachRemedied,
    BreachReported,
    FulfilmentRecorded,
)
from services.resources.domain.assessment.events import (
    YearlySheetIssued,
)
from services.resources.domain.booking.events import (
    BlackoutLifted,
    BlackoutSet,
    BookingApproved,
    BookingCancelled,
    BookingCheckedIn,
    BookingCompleted,
    BookingMade,
    BookingRefused,
    NoShowReleased,
    SeriesBooked,
    UseRecorded,
    WaitlistJoined,
    WaitlistLeft,
)
from services.resources.domain.conference.events import (
    ChairOrderPublished,
    ChairTurnSkipped,
    ChairTurnsSwapped,
    ConferenceDissolved,
    ConferenceFounded,
    ConferenceMemberJoined,
    ConferenceMemberLeft,
    InterimChairNamed,
    PartTimeMemberAppointed,
    PartTimeMemberRelieved,
    RepresentativeDelegated,
    RotationContinued,
    SeatsAllotted,
)
from services.resources.domain.disclosure.events import LiaisonRead
from services.resources.domain.fund.events import (
    FundClosed,
    FundDrawnDown,
    FundPledged,
    FundReturned,
)
from services.resources.domain.listing.events import (
    BookingAttached,
    BookingDetached,
    ClaimConfirmed,
    ClaimDeclined,
    ClaimMade,
    ClaimWithdrawn,
    ListingCompleted,
    ListingPublished,
    ListingRated,
    ListingWithdrawn,
    NeedDropped,
    NeedSetAside,
    ProgressReported,
)
from services.resources.domain.meeting.events import (
    AgendaItemAdded,
    MeetingCalledOff,
    MeetingConvened,
    MeetingHeld,
    MinutesFiled,
    ResolutionCarriedOut,
    ResolutionFollowedUp,
    ResolutionPassed,
)
from services.resources.domain.pairing.events import (
    DeedDone,
    DeedPromised,
    DeedScored,
    DepartmentPaired,
    PairingEnded,
)
from services.resources.domain.resource.events import (
    ResourceOffered,
    ResourceTermsSet,
    ResourceWithdrawn,
)
from services.resources.domain.rules.events import (
    RuleSet,
)
from services.resources.domain.streams import DomainEvent
from services.resources.domain.unit.events import (
    LiaisonForgotten,
    LiaisonNamed,
    PremisesClosed,
    PremisesOpened,
    UnitCorrected,
    UnitDeparted,
    UnitOrganisationLinked,
    UnitOrganisationUnlinked,
    UnitRegistered,
)
from shared.stored_form import StoredForm, Upcaster

NAMES: dict[str, type[DomainEvent]] = {
    "unit-registered": UnitRegistered,
    "unit-corrected": UnitCorrected,
    "premises-opened": PremisesOpened,
    "premises-closed": PremisesClosed,
    "liaison-named": LiaisonNamed,
    "liaison-forgotten": LiaisonForgotten,
    "liaison-read": LiaisonRead,
    "unit-organisation-linked": UnitOrganisationLinked,
    "unit-organisation-unlinked": UnitOrganisationUnlinked,
    "unit-departed": UnitDeparted,
    "conference-founded": ConferenceFounded,
    "conference-member-joined": ConferenceMemberJoined,
    "conference-member-left": ConferenceMemberLeft,
    "seats-allotted": SeatsAllotted,
    "representative-delegated": RepresentativeDelegated,
    "chair-order-published": ChairOrderPublished,
    "chair-turns-swapped": ChairTurnsSwapped,
    "chair-turn-skipped": ChairTurnSkipped,
    "interim-chair-named": InterimChairNamed,
    "rotation-continued": RotationContinued,
    "part-time-member-appointed": PartTimeMemberAppointed,
    "part-time-member-relieved": PartTimeMemberRelieved,
    "conference-dissolved": ConferenceDissolved,
    "meeting-convened": MeetingConvened,
    "agenda-item-added": AgendaItemAdded,
    "meeting-called-off": MeetingCalledOff,
    "meeting-held": MeetingHeld,
    "minutes-filed": MinutesFiled,
    "resolution-passed": ResolutionPassed,
    "resolution-followed-up": ResolutionFollowedUp,
    "resolution-carried-out": ResolutionCarriedOut,
    "agreement-drafted": AgreementDrafted,
    "agreement-signed": AgreementSigned,
    "agreement-renewed": AgreementRenewed,
    "fulfilment-recorded": FulfilmentRecorded,
    "breach-reported": BreachReported,
    "breach-remedied": BreachRemedied,
    "agreement-ended": AgreementEnded,
    "department-paired": DepartmentPaired,
    "deed-promised": DeedPromised,
    "deed-done": DeedDone,
    "deed-scored": DeedScored,
    "pairing-ended": PairingEnded,
    "yearly-sheet-issued": YearlySheetIssued,
    "need-set-aside": NeedSetAside,
    "need-dropped": NeedDropped,
    "listing-published": ListingPublished,
    "claim-made": ClaimMade,
    "claim-confirmed": ClaimConfirmed,
    "claim-declined": ClaimDeclined,
    "claim-withdrawn": ClaimWithdrawn,
    "progress-reported": ProgressReported,
    "booking-attached": BookingAttached,
    "booking-detached": BookingDetached,
    "listing-completed": ListingCompleted,
    "listing-rated": ListingRated,
    "listing-withdrawn": ListingWithdrawn,
    "resource-offered": ResourceOffered,
    "resource-terms-set": ResourceTermsSet,
    "resource-withdrawn": ResourceWithdrawn,
    "booking-made": BookingMade,
    "use-recorded": UseRecorded,
    "booking-approved": BookingApproved,
    "booking-refused": BookingRefused,
    "booking-cancelled": BookingCancelled,
    "booking-checked-in": BookingCheckedIn,
    "booking-completed": BookingCompleted,
    "no-show-released": NoShowReleased,
    "blackout-set": BlackoutSet,
    "blackout-lifted": BlackoutLifted,
    "waitlist-joined": WaitlistJoined,
    "waitlist-left": WaitlistLeft,
    "series-booked": SeriesBooked,
    "fund-pledged": FundPledged,
    "fund-drawn-down": FundDrawnDown,
    "fund-returned": FundReturned,
    "fund-closed": FundClosed,
    "task-filed": TaskFiled,
    "task-admitted": TaskAdmitted,
    "task-refused": TaskRefused,
    "task-withdrawn": TaskWithdrawn,
    "task-ended": TaskEnded,
    "rule-set": RuleSet,
}


def _second_term(document: dict[str, Any]) -> dict[str, Any]:
    """Terms were not numbered: the last one that was agreed on follows the first."""
    return {**document, "term": 2}


def _in_the_first_term(document: dict[str, Any]) -> dict[str, Any]:
    """What was fulfilled counted from the day it was recorded, and terms not apart."""
    told = {"used_on": document["effective_date"], "term": 1, "in_term": document["total"]}
    return {**document, **told}


def _drawn_when_returned(document: dict[str, Any]) -> dict[str, Any]:
    """When it was drawn was not told with what was put back."""
    return {**document, "drawn_on": document["effective_date"]}


def _in_one_term(document: dict[str, Any]) -> dict[str, Any]:
    """The same, line by line."""
    lines = [{**line, "in_term": line["in_all"]} for line in document["lines"]]
    return {**document, "lines": lines}


def _since_that_day(document: dict[str, Any]) -> dict[str, Any]:
    """When on its day somebody began to wait was not told: before all who are known to have later on it."""
    return {**document, "at": f"{document['effective_date']}T00:00:00+08:00"}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("agreement-renewed", 1): _second_term,
    ("fulfilment-recorded", 1): _in_the_first_term,
    ("fund-returned", 1): _drawn_when_returned,
    ("yearly-sheet-issued", 1): _in_one_term,
    ("waitlist-joined", 1): _since_that_day,
}
"""The step from each retired shape to the next."""

FORM: StoredForm[DomainEvent] = StoredForm(NAMES, UPCASTERS)

encode = FORM.encode
decode = FORM.decode
versions = FORM.versions
