"""Who read whose sealed data, when and what for."""

from services.membership.codec import FORM
from services.membership.domain.disclosure.events import SealedDataRead
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from shared.privacy.disclosures import Disclosures

DISCLOSURES = Disclosures(
    FORM, "membership.disclosures", "member_id", DisclosurePurpose, SealedDataRead
)
PROJECTION = DISCLOSURES.projection
