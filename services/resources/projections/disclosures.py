"""Who read which unit's liaison in clear, when and what for."""

from services.resources.codec import FORM
from services.resources.domain.disclosure.events import LiaisonRead, ReadingPurpose
from shared.privacy.disclosures import Disclosures

LIAISON = ("name", "phone")
"""What is sealed about a liaison; it is read as a whole."""

DISCLOSURES = Disclosures(
    FORM, "resources.readings", "unit_id", ReadingPurpose, LiaisonRead, fields=lambda _: LIAISON
)
PROJECTION = DISCLOSURES.projection
