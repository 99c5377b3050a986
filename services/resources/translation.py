"""What of a private fact becomes public: one line for each message, and the facts nobody hears of.

A message is built from the fact's fields of the same names. The contract is therefore the list of
what leaves this service: what it does not name (sealed data, causes, purposes, notes, scorers) stays.
"""

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
from shared.contracts.resources import (
    MESSAGES,
    SOURCE,
    ResourcesMessage,
    agreements,
    bookings,
    conferences,
    funds,
    lending,
    listings,
    meetings,
    pairings,
    rules,
    tasks,
    units,
)
from shared.translation import Translation

_PUBLIC: dict[type[DomainEvent], type[ResourcesMessage]] = {
    UnitRegistered: units.UnitRegisteredV1,
    UnitCorrected: units.UnitCorrectedV1,
    PremisesOpened: units.PremisesOpenedV1,
    PremisesClosed: units.PremisesClosedV1,
    LiaisonNamed: units.LiaisonNamedV1,
    UnitOrganisationLinked: units.UnitOrganisationLinkedV1,
    UnitOrganisationUnlinked: units.UnitOrganisationUnlinkedV1,
    UnitDeparted: units.UnitDepartedV1,
    ConferenceFounded: conferences.ConferenceFoundedV1,
    ConferenceMemberJoined: conferences.ConferenceMemberJoinedV1,
    ConferenceMemberLeft: conferences.ConferenceMemberLeftV1,
    SeatsAllotted: conferences.SeatsAllottedV1,
    RepresentativeDelegated: conferences.RepresentativeDelegatedV1,
    ChairOrderPublished: conferences.ChairOrderPublishedV1,
    ChairTurnsSwapped: conferences.ChairTurnsSwappedV1,
    ChairTurnSkipped: conferences.ChairTurnSkippedV1,
    InterimChairNamed: conferences.InterimChairNamedV1,
    RotationContinued: conferences.RotationContinuedV1,
    PartTimeMemberAppointed: conferences.PartTimeMemberAppointedV1,
    PartTimeMemberRelieved: conferences.PartTimeMemberRelievedV1,
    ConferenceDissolved: conferences.ConferenceDissolvedV1,
    MeetingConvened: meetings.MeetingConvenedV1,
    MeetingCalledOff: meetings.MeetingCalledOffV1,
    MeetingHeld: meetings.MeetingHeldV1,
    MinutesFiled: meetings.MinutesFiledV1,
    ResolutionPassed: meetings.ResolutionPassedV1,
    ResolutionCarriedOut: meetings.ResolutionCarriedOutV1,
    AgreementDrafted: agreements.AgreementDraftedV1,
    AgreementSigned: agreements.AgreementSignedV1,
    AgreementRenewed: agreements.AgreementRenewedV1,
    FulfilmentRecorded: agreements.FulfilmentRecordedV1,
    BreachReported: agreements.BreachReportedV1,
    BreachRemedied: agreements.BreachRemediedV1,
    AgreementEnded: agreements.AgreementEndedV1,
    DepartmentPaired: pairings.DepartmentPairedV1,
    DeedPromised: pairings.DeedPromisedV1,
    DeedDone: pairings.DeedDoneV1,
    DeedScored: pairings.DeedScoredV1,
    PairingEnded: pairings.PairingEndedV1,
    YearlySheetIssued: agreements.YearlySheetIssuedV1,
    ListingPublished: listings.ListingPublishedV1,
    ClaimMade: listings.ClaimMadeV1,
    ClaimConfirmed: listings.ClaimConfirmedV1,
    ClaimDeclined: listings.ClaimDeclinedV1,
    ClaimWithdrawn: listings.ClaimWithdrawnV1,
    ProgressReported: listings.ProgressReportedV1,
    ListingCompleted: listings.ListingCompletedV1,
    ListingRated: listings.ListingRatedV1,
    ListingWithdrawn: listings.ListingWithdrawnV1,
    ResourceOffered: lending.ResourceOfferedV1,
    ResourceTermsSet: lending.ResourceTermsSetV1,
    ResourceWithdrawn: lending.ResourceWithdrawnV1,
    BookingMade: bookings.BookingMadeV1,
    UseRecorded: bookings.UseRecordedV1,
    BookingApproved: bookings.BookingApprovedV1,
    BookingRefused: bookings.BookingRefusedV1,
    BookingCancelled: bookings.BookingCancelledV1,
    BookingCheckedIn: bookings.BookingCheckedInV1,
    BookingCompleted: bookings.BookingCompletedV1,
    NoShowReleased: bookings.NoShowReleasedV1,
    BlackoutSet: bookings.BlackoutSetV1,
    BlackoutLifted: bookings.BlackoutLiftedV1,
    SeriesBooked: bookings.SeriesBookedV1,
    FundPledged: funds.FundPledgedV1,
    FundDrawnDown: funds.FundDrawnDownV1,
    FundReturned: funds.FundReturnedV1,
    FundClosed: funds.FundClosedV1,
    TaskFiled: tasks.TaskFiledV1,
    TaskAdmitted: tasks.TaskAdmittedV1,
    TaskRefused: tasks.TaskRefusedV1,
    TaskWithdrawn: tasks.TaskWithdrawnV1,
    TaskEnded: tasks.TaskEndedV1,
    RuleSet: rules.RuleSetV1,
}

PRIVATE: frozenset[type[DomainEvent]] = frozenset(
    {
        AgendaItemAdded,
        BookingAttached,
        BookingDetached,
        LiaisonForgotten,
        LiaisonRead,
        NeedDropped,
        NeedSetAside,
        ResolutionFollowedUp,
        WaitlistJoined,
        WaitlistLeft,
    }
)
"""Facts that stay here: who waits, what serves what, papers on their way, a liaison forgotten or read,
a need that no list could take."""

_TRANSLATION: Translation[DomainEvent, ResourcesMessage] = Translation(SOURCE, MESSAGES, _PUBLIC)
contract = _TRANSLATION.contract
translate = _TRANSLATION.translate
