"""What the resources service tells others, on the topic `resources.v1`."""

from shared.contracts.resources.agreements import (
    AgreementDraftedV1,
    AgreementEndedV1,
    AgreementFactsV1,
    AgreementRenewedV1,
    AgreementSignedV1,
    BreachRemediedV1,
    BreachReportedV1,
    FulfilmentRecordedV1,
    ObligationV1,
    SheetLineV1,
    YearlySheetIssuedV1,
)
from shared.contracts.resources.bookings import (
    BlackoutLiftedV1,
    BlackoutSetV1,
    BlackoutV1,
    BookingApprovedV1,
    BookingCancelledV1,
    BookingCheckedInV1,
    BookingCompletedV1,
    BookingFactsV1,
    BookingMadeV1,
    BookingRefusedV1,
    BookingRefV1,
    NoShowReleasedV1,
    SeriesBookedV1,
    SkippedV1,
    UseRecordedV1,
)
from shared.contracts.resources.conferences import (
    ChairOrderPublishedV1,
    ChairTermV1,
    ChairTurnSkippedV1,
    ChairTurnsSwappedV1,
    ConferenceDissolvedV1,
    ConferenceFactsV1,
    ConferenceFoundedV1,
    ConferenceMemberJoinedV1,
    ConferenceMemberLeftV1,
    ConferenceMemberV1,
    InterimChairNamedV1,
    PartTimeMemberAppointedV1,
    PartTimeMemberRelievedV1,
    RepresentativeDelegatedV1,
    RotationContinuedV1,
    SeatsAllottedV1,
)
from shared.contracts.resources.funds import (
    FundClosedV1,
    FundDrawnDownV1,
    FundEntryV1,
    FundFactsV1,
    FundPledgedV1,
    FundReturnedV1,
)
from shared.contracts.resources.lending import (
    OpeningHoursV1,
    ResourceFactsV1,
    ResourceOfferedV1,
    ResourceTermsSetV1,
    ResourceTermsV1,
    ResourceWithdrawnV1,
)
from shared.contracts.resources.listings import (
    ClaimConfirmedV1,
    ClaimDeclinedV1,
    ClaimMadeV1,
    ClaimV1,
    ClaimWithdrawnV1,
    ListingCompletedV1,
    ListingFactsV1,
    ListingPublishedV1,
    ListingRatedV1,
    ListingWithdrawnV1,
    PointsV1,
    ProgressReportedV1,
)
from shared.contracts.resources.meetings import (
    MeetingCalledOffV1,
    MeetingConvenedV1,
    MeetingHeldV1,
    MinutesFiledV1,
    ResolutionCarriedOutV1,
    ResolutionPassedV1,
    ResolutionV1,
)
from shared.contracts.resources.pairings import (
    DeedDoneV1,
    DeedPromisedV1,
    DeedScoredV1,
    DepartmentPairedV1,
    PairingEndedV1,
    PairingFactsV1,
)
from shared.contracts.resources.rules import (
    RuleSetV1,
)
from shared.contracts.resources.tasks import (
    TaskAdmittedV1,
    TaskEndedV1,
    TaskFactsV1,
    TaskFiledV1,
    TaskRefusedV1,
    TaskWithdrawnV1,
)
from shared.contracts.resources.units import (
    LiaisonNamedV1,
    PremisesClosedV1,
    PremisesOpenedV1,
    UnitCorrectedV1,
    UnitDepartedV1,
    UnitFactsV1,
    UnitOrganisationLinkedV1,
    UnitOrganisationUnlinkedV1,
    UnitRegisteredV1,
)

TOPIC = "resources.v1"
SOURCE = "/resources"

ResourcesMessage = (
    UnitRegisteredV1
    | UnitCorrectedV1
    | PremisesOpenedV1
    | PremisesClosedV1
    | LiaisonNamedV1
    | UnitOrganisationLinkedV1
    | UnitOrganisationUnlinkedV1
    | UnitDepartedV1
    | ConferenceFoundedV1
    | ConferenceMemberJoinedV1
    | ConferenceMemberLeftV1
    | SeatsAllottedV1
    | RepresentativeDelegatedV1
    | ChairOrderPublishedV1
    | ChairTurnsSwappedV1
    | ChairTurnSkippedV1
    | InterimChairNamedV1
    | RotationContinuedV1
    | PartTimeMemberAppointedV1
    | PartTimeMemberRelievedV1
    | ConferenceDissolvedV1
    | MeetingConvenedV1
    | MeetingCalledOffV1
    | MeetingHeldV1
    | MinutesFiledV1
    | ResolutionPassedV1
    | ResolutionCarriedOutV1
    | AgreementDraftedV1
    | AgreementSignedV1
    | AgreementRenewedV1
    | FulfilmentRecordedV1
    | BreachReportedV1
    | BreachRemediedV1
    | AgreementEndedV1
    | DepartmentPairedV1
    | DeedPromisedV1
    | DeedDoneV1
    | DeedScoredV1
    | PairingEndedV1
    | YearlySheetIssuedV1
    | ListingPublishedV1
    | ClaimMadeV1
    | ClaimConfirmedV1
    | ClaimDeclinedV1
    | ClaimWithdrawnV1
    | ProgressReportedV1
    | ListingCompletedV1
    | ListingRatedV1
    | ListingWithdrawnV1
    | ResourceOfferedV1
    | ResourceTermsSetV1
    | ResourceWithdrawnV1
    | BookingMadeV1
    | UseRecordedV1
    | BookingApprovedV1
    | BookingRefusedV1
    | BookingCancelledV1
    | BookingCheckedInV1
    | BookingCompletedV1
    | NoShowReleasedV1
    | BlackoutSetV1
    | BlackoutLiftedV1
    | SeriesBookedV1
    | FundPledgedV1
    | FundDrawnDownV1
    | FundReturnedV1
    | FundClosedV1
    | TaskFiledV1
    | TaskAdmittedV1
    | TaskRefusedV1
    | TaskWithdrawnV1
    | TaskEndedV1
    | RuleSetV1
)

MESSAGES: dict[str, type[ResourcesMessage]] = {
    "resources.unit-registered.v1": UnitRegisteredV1,
    "resources.unit-corrected.v1": UnitCorrectedV1,
    "resources.premises-opened.v1": PremisesOpenedV1,
    "resources.premises-closed.v1": PremisesClosedV1,
    "resources.liaison-named.v1": LiaisonNamedV1,
    "resources.unit-organisation-linked.v1": UnitOrganisationLinkedV1,
    "resources.unit-organisation-unlinked.v1": UnitOrganisationUnlinkedV1,
    "resources.unit-departed.v1": UnitDepartedV1,
    "resources.conference-founded.v1": ConferenceFoundedV1,
    "resources.conference-member-joined.v1": ConferenceMemberJoinedV1,
    "resources.conference-member-left.v1": ConferenceMemberLeftV1,
    "resources.seats-allotted.v1": SeatsAllottedV1,
    "resources.representative-delegated.v1": RepresentativeDelegatedV1,
    "resources.chair-order-published.v1": ChairOrderPublishedV1,
    "resources.chair-turns-swapped.v1": ChairTurnsSwappedV1,
    "resources.chair-turn-skipped.v1": ChairTurnSkippedV1,
    "resources.interim-chair-named.v1": InterimChairNamedV1,
    "resources.rotation-continued.v1": RotationContinuedV1,
    "resources.part-time-member-appointed.v1": PartTimeMemberAppointedV1,
    "resources.part-time-member-relieved.v1": PartTimeMemberRelievedV1,
    "resources.conference-dissolved.v1": ConferenceDissolvedV1,
    "resources.meeting-convened.v1": MeetingConvenedV1,
    "resources.meeting-called-off.v1": MeetingCalledOffV1,
    "resources.meeting-held.v1": MeetingHeldV1,
    "resources.minutes-filed.v1": MinutesFiledV1,
    "resources.resolution-passed.v1": ResolutionPassedV1,
    "resources.resolution-carried-out.v1": ResolutionCarriedOutV1,
    "resources.agreement-drafted.v1": AgreementDraftedV1,
    "resources.agreement-signed.v1": AgreementSignedV1,
    "resources.agreement-renewed.v1": AgreementRenewedV1,
    "resources.fulfilment-recorded.v1": FulfilmentRecordedV1,
    "resources.breach-reported.v1": BreachReportedV1,
    "resources.breach-remedied.v1": BreachRemediedV1,
    "resources.agreement-ended.v1": AgreementEndedV1,
    "resources.department-paired.v1": DepartmentPairedV1,
    "resources.deed-promised.v1": DeedPromisedV1,
    "resources.deed-done.v1": DeedDoneV1,
    "resources.deed-scored.v1": DeedScoredV1,
    "resources.pairing-ended.v1": PairingEndedV1,
    "resources.yearly-sheet-issued.v1": YearlySheetIssuedV1,
    "resources.listing-published.v1": ListingPublishedV1,
    "resources.claim-made.v1": ClaimMadeV1,
    "resources.claim-confirmed.v1": ClaimConfirmedV1,
    "resources.claim-declined.v1": ClaimDeclinedV1,
    "resources.claim-withdrawn.v1": ClaimWithdrawnV1,
    "resources.progress-reported.v1": ProgressReportedV1,
    "resources.listing-completed.v1": ListingCompletedV1,
    "resources.listing-rated.v1": ListingRatedV1,
    "resources.listing-withdrawn.v1": ListingWithdrawnV1,
    "resources.resource-offered.v1": ResourceOfferedV1,
    "resources.resource-terms-set.v1": ResourceTermsSetV1,
    "resources.resource-withdrawn.v1": ResourceWithdrawnV1,
    "resources.booking-made.v1": BookingMadeV1,
    "resources.use-recorded.v1": UseRecordedV1,
    "resources.booking-approved.v1": BookingApprovedV1,
    "resources.booking-refused.v1": BookingRefusedV1,
    "resources.booking-cancelled.v1": BookingCancelledV1,
    "resources.booking-checked-in.v1": BookingCheckedInV1,
    "resources.booking-completed.v1": BookingCompletedV1,
    "resources.no-show-released.v1": NoShowReleasedV1,
    "resources.blackout-set.v1": BlackoutSetV1,
    "resources.blackout-lifted.v1": BlackoutLiftedV1,
    "resources.series-booked.v1": SeriesBookedV1,
    "resources.fund-pledged.v1": FundPledgedV1,
    "resources.fund-drawn-down.v1": FundDrawnDownV1,
    "resources.fund-returned.v1": FundReturnedV1,
    "resources.fund-closed.v1": FundClosedV1,
    "resources.task-filed.v1": TaskFiledV1,
    "resources.task-admitted.v1": TaskAdmittedV1,
    "resources.task-refused.v1": TaskRefusedV1,
    "resources.task-withdrawn.v1": TaskWithdrawnV1,
    "resources.task-ended.v1": TaskEndedV1,
    "resources.rule-set.v1": RuleSetV1,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""

__all__ = [
    "MESSAGES",
    "SOURCE",
    "TOPIC",
    "AgreementDraftedV1",
    "AgreementEndedV1",
    "AgreementFactsV1",
    "AgreementRenewedV1",
    "AgreementSignedV1",
    "BlackoutLiftedV1",
    "BlackoutSetV1",
    "BlackoutV1",
    "BookingApprovedV1",
    "BookingCancelledV1",
    "BookingCheckedInV1",
    "BookingCompletedV1",
    "BookingFactsV1",
    "BookingMadeV1",
    "BookingRefV1",
    "BookingRefusedV1",
    "BreachRemediedV1",
    "BreachReportedV1",
    "ChairOrderPublishedV1",
    "ChairTermV1",
    "ChairTurnSkippedV1",
    "ChairTurnsSwappedV1",
    "ClaimConfirmedV1",
    "ClaimDeclinedV1",
    "ClaimMadeV1",
    "ClaimV1",
    "ClaimWithdrawnV1",
    "ConferenceDissolvedV1",
    "ConferenceFactsV1",
    "ConferenceFoundedV1",
    "ConferenceMemberJoinedV1",
    "ConferenceMemberLeftV1",
    "ConferenceMemberV1",
    "DeedDoneV1",
    "DeedPromisedV1",
    "DeedScoredV1",
    "DepartmentPairedV1",
    "FulfilmentRecordedV1",
    "FundClosedV1",
    "FundDrawnDownV1",
    "FundEntryV1",
    "FundFactsV1",
    "FundPledgedV1",
    "FundReturnedV1",
    "InterimChairNamedV1",
    "LiaisonNamedV1",
    "ListingCompletedV1",
    "ListingFactsV1",
    "ListingPublishedV1",
    "ListingRatedV1",
    "ListingWithdrawnV1",
    "MeetingCalledOffV1",
    "MeetingConvenedV1",
    "MeetingHeldV1",
    "MinutesFiledV1",
    "NoShowReleasedV1",
    "ObligationV1",
    "OpeningHoursV1",
    "PairingEndedV1",
    "PairingFactsV1",
    "PartTimeMemberAppointedV1",
    "PartTimeMemberRelievedV1",
    "PointsV1",
    "PremisesClosedV1",
    "PremisesOpenedV1",
    "ProgressReportedV1",
    "RepresentativeDelegatedV1",
    "ResolutionCarriedOutV1",
    "ResolutionPassedV1",
    "ResolutionV1",
    "ResourceFactsV1",
    "ResourceOfferedV1",
    "ResourceTermsSetV1",
    "ResourceTermsV1",
    "ResourceWithdrawnV1",
    "ResourcesMessage",
    "RotationContinuedV1",
    "RuleSetV1",
    "SeatsAllottedV1",
    "SeriesBookedV1",
    "SheetLineV1",
    "SkippedV1",
    "TaskAdmittedV1",
    "TaskEndedV1",
    "TaskFactsV1",
    "TaskFiledV1",
    "TaskRefusedV1",
    "TaskWithdrawnV1",
    "UnitCorrectedV1",
    "UnitDepartedV1",
    "UnitFactsV1",
    "UnitOrganisationLinkedV1",
    "UnitOrganisationUnlinkedV1",
    "UnitRegisteredV1",
    "UseRecordedV1",
    "YearlySheetIssuedV1",
]
