"""What a command about an item of the lists is decided on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.resources.domain.listing.events import (
    Claim,
    ListingFacts,
    Points,
)
from services.resources.domain.listing.listing import (
    Listing,
    ListingStage,
    initial,
)
from services.resources.domain.listing.rejections import (
    ListingIsOver,
)
from services.resources.domain.surroundings import Surroundings
from services.resources.domain.unit.unit import Unit


@dataclass(frozen=True, slots=True)
class ListingCase:
    """The item, the units that list or claim it (by id), and what surrounds it."""

    listing: Listing = initial
    units: Mapping[str, Unit] = field(default_factory=dict)
    around: Surroundings = field(default_factory=Surroundings)


def points_for(claim: Claim, facts: ListingFacts) -> Points:
    return Points(claim.unit_id, claim.claim_id, claim.amount * facts.points)


def check_open(listing: Listing) -> None:
    if listing.stage is not ListingStage.OPEN:
        raise ListingIsOver(listing.stage)
