"""The need, resource and project lists (三张清单) and their claims."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.resources.bookings import (
    BookingRefV1,
)


@dataclass(frozen=True, slots=True)
class ListingFactsV1:
    """An item of a list.

    Attributes:
        kind: which list it stands on: `need`, `resource` or `project`.
        community_code: the division whose list it is: a community, a street or a district.
        owner_unit_id: empty when the division lists it.
        target: counted in `measure`.
        points: for the claimant of each.
        petition_id: the appeal that asked for it; empty when none did.
    """

    listing_id: str
    kind: str
    title: str
    community_code: str
    owner_unit_id: str
    category: str
    target: int
    measure: str
    points: int
    closes_on: date
    petition_id: str


@dataclass(frozen=True, slots=True)
class ListingPublishedV1:
    """An item is on a list."""

    listing_id: str
    listing: ListingFactsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimV1:
    """Who takes up how much of an item.

    Attributes:
        unit_id: empty when the community does.
        by: the side that asked, `owner` or `claimant`.
        stage: how the claim stands: `open`, `confirmed`, `declined` or `withdrawn`.
    """

    claim_id: str
    unit_id: str
    amount: int
    by: str
    stage: str
    done: int


@dataclass(frozen=True, slots=True)
class ClaimMadeV1:
    """A side asked; the other is to confirm."""

    listing_id: str
    claim: ClaimV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class PointsV1:
    """Points a unit has for its claim."""

    unit_id: str
    claim_id: str
    points: int


@dataclass(frozen=True, slots=True)
class ClaimConfirmedV1:
    """Both sides agree (双向认领): `claimed` of the target are taken, points are awarded."""

    listing_id: str
    before: ClaimV1
    after: ClaimV1
    claimed_before: int
    claimed: int
    awarded: PointsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimDeclinedV1:
    """The side that was asked did not agree."""

    listing_id: str
    before: ClaimV1
    after: ClaimV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ClaimWithdrawnV1:
    """The claim was given up; points it had are taken back."""

    listing_id: str
    before: ClaimV1
    after: ClaimV1
    claimed_before: int
    claimed: int
    taken_back: PointsV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ProgressReportedV1:
    """So much of the claim is done."""

    listing_id: str
    before: ClaimV1
    after: ClaimV1
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingCompletedV1:
    """The item is closed; `claimed` of the target were agreed upon, `done` were done."""

    listing_id: str
    listing: ListingFactsV1
    claimed: int
    done: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingRatedV1:
    """The side that received rates the result with stars."""

    listing_id: str
    stars: int
    effective_date: date


@dataclass(frozen=True, slots=True)
class ListingWithdrawnV1:
    """The item is taken off the list: `bookings` are to be given back, points are taken back."""

    listing_id: str
    listing: ListingFactsV1
    bookings: tuple[BookingRefV1, ...]
    taken_back: tuple[PointsV1, ...]
    effective_date: date


ListingMessage = (
    ListingPublishedV1
    | ClaimMadeV1
    | ClaimConfirmedV1
    | ClaimDeclinedV1
    | ClaimWithdrawnV1
    | ProgressReportedV1
    | ListingCompletedV1
    | ListingRatedV1
    | ListingWithdrawnV1
)
MESSAGES: dict[str, type[ListingMessage]] = {
    "resources.listing-published.v1": ListingPublishedV1,
    "resources.claim-made.v1": ClaimMadeV1,
    "resources.claim-confirmed.v1": ClaimConfirmedV1,
    "resources.claim-declined.v1": ClaimDeclinedV1,
    "resources.claim-withdrawn.v1": ClaimWithdrawnV1,
    "resources.progress-reported.v1": ProgressReportedV1,
    "resources.listing-completed.v1": ListingCompletedV1,
    "resources.listing-rated.v1": ListingRatedV1,
    "resources.listing-withdrawn.v1": ListingWithdrawnV1,
}
