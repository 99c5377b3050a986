"""Who read whose words or name in clear, when and what for."""

from services.petitions.codec import FORM
from services.petitions.domain.disclosure.events import SealedDataRead
from services.petitions.domain.disclosure.purposes import DisclosurePurpose
from shared.privacy.disclosures import Disclosures

DISCLOSURES = Disclosures(
    FORM, "petitions.disclosures", "petition_id", DisclosurePurpose, SealedDataRead
)
PROJECTION = DISCLOSURES.projection
