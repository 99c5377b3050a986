"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (sealed data, causes, purposes, notes, scorers) stays.
"""

from typing import TypeAlias

import msgspec

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
from shared.contracts import resources as public
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope

ContractMessage: TypeAlias = CloudEvent[public.ResourcesMessage]

_PUBLIC: dict[type[DomainEvent], type[public.ResourcesMessage]] = {
    UnitRegistered: public.UnitRegisteredV1,
    UnitCorrected: public.UnitCorrectedV1,
    PremisesOpened: public.PremisesOpenedV1,
    PremisesClosed: public.PremisesClosedV1,
    LiaisonNamed: public.LiaisonNamedV1,
    UnitOrganisationLinked: public.UnitOrganisationLinkedV1,
    UnitOrganisationUnlinked: public.UnitOrganisationUnlinkedV1,
    UnitDeparted: public.UnitDepartedV1,
    ConferenceFounded: public.ConferenceFoundedV1,
    ConferenceMemberJoined: public.ConferenceMemberJoinedV1,
    ConferenceMemberLeft: public.ConferenceMemberLeftV1,
    SeatsAllotted: public.SeatsAllottedV1,
    RepresentativeDelegated: public.RepresentativeDelegatedV1,
    ChairOrderPublished: public.ChairOrderPublishedV1,
    ChairTurnsSwapped: public.ChairTurnsSwappedV1,
    ChairTurnSkipped: public.ChairTurnSkippedV1,
    InterimChairNamed: public.InterimChairNamedV1,
    RotationContinued: public.RotationContinuedV1,
    PartTimeMemberAppointed: public.PartTimeMemberAppointedV1,
    PartTimeMemberRelieved: public.PartTimeMemberRelievedV1,
    ConferenceDissolved: public.ConferenceDissolvedV1,
    MeetingConvened: public.MeetingConvenedV1,
    MeetingCalledOff: public.MeetingCalledOffV1,
    MeetingHeld: public.MeetingHeldV1,
    MinutesFiled: public.MinutesFiledV1,
    ResolutionPassed: public.ResolutionPassedV1,
    ResolutionCarriedOut: public.ResolutionCarriedOutV1,
    AgreementDrafted: public.AgreementDraftedV1,
    AgreementSigned: public.AgreementSignedV1,
    AgreementRenewed: public.AgreementRenewedV1,
    FulfilmentRecorded: public.FulfilmentRecordedV1,
    BreachReported: public.BreachReportedV1,
    BreachRemedied: public.BreachRemediedV1,
    AgreementEnded: public.AgreementEndedV1,
    DepartmentPaired: public.DepartmentPairedV1,
    DeedPromised: public.DeedPromisedV1,
    DeedDone: public.DeedDoneV1,
    DeedScored: public.DeedScoredV1,
    PairingEnded: public.PairingEndedV1,
    YearlySheetIssued: public.YearlySheetIssuedV1,
    ListingPublished: public.ListingPublishedV1,
    ClaimMade: public.ClaimMadeV1,
    ClaimConfirmed: public.ClaimConfirmedV1,
    ClaimDeclined: public.ClaimDeclinedV1,
    ClaimWithdrawn: public.ClaimWithdrawnV1,
    ProgressReported: public.ProgressReportedV1,
    ListingCompleted: public.ListingCompletedV1,
    ListingRated: public.ListingRatedV1,
    ListingWithdrawn: public.ListingWithdrawnV1,
    ResourceOffered: public.ResourceOfferedV1,
    ResourceTermsSet: public.ResourceTermsSetV1,
    ResourceWithdrawn: public.ResourceWithdrawnV1,
    BookingMade: public.BookingMadeV1,
    UseRecorded: public.UseRecordedV1,
    BookingApproved: public.BookingApprovedV1,
    BookingRefused: public.BookingRefusedV1,
    BookingCancelled: public.BookingCancelledV1,
    BookingCheckedIn: public.BookingCheckedInV1,
    BookingCompleted: public.BookingCompletedV1,
    NoShowReleased: public.NoShowReleasedV1,
    BlackoutSet: public.BlackoutSetV1,
    BlackoutLifted: public.BlackoutLiftedV1,
    SeriesBooked: public.SeriesBookedV1,
    FundPledged: public.FundPledgedV1,
    FundDrawnDown: public.FundDrawnDownV1,
    FundReturned: public.FundReturnedV1,
    FundClosed: public.FundClosedV1,
    TaskFiled: public.TaskFiledV1,
    TaskAdmitted: public.TaskAdmittedV1,
    TaskRefused: public.TaskRefusedV1,
    TaskWithdrawn: public.TaskWithdrawnV1,
    TaskEnded: public.TaskEndedV1,
    RuleSet: public.RuleSetV1,
}

PRIVATE: frozenset[type[DomainEvent]] = frozenset(
    {
        AgendaItemAdded,
        BookingAttached,
        BookingDetached,
        LiaisonForgotten,
        LiaisonRead,
        ResolutionFollowedUp,
        WaitlistJoined,
        WaitlistLeft,
    }
)
"""Facts that stay here: who waits, what serves what, papers on their way, a liaison forgotten or read."""

_TYPES = {cls: message_type for message_type, cls in public.MESSAGES.items()}


def contract(event: DomainEvent) -> public.ResourcesMessage | None:
    """What `event` tells others, or nothing."""
    told = _PUBLIC.get(type(event))
    return None if told is None else msgspec.convert(event, told, from_attributes=True)


def translate(event: DomainEvent, record: Recorded) -> ContractMessage | None:
    """The message for others about `event`, which the log keeps as `record`; None when private."""
    message = contract(event)
    if message is None:
        return None
    return envelope(public.SOURCE, _TYPES[type(message)], message, record)
