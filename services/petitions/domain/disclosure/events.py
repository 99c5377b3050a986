"""What can have happened to a person's sealed data."""

from dataclasses import dataclass
from datetime import date

from services.petitions.domain.disclosure.purposes import DisclosurePurpose


@dataclass(frozen=True, slots=True)
class SealedDataRead:
    """The account ``reader`` read ``fields`` (name, phone, …) of the appellant in clear."""

    petition_id: str
    reader: str
    purpose: DisclosurePurpose
    fields: tuple[str, ...]
    effective_date: date


DisclosureEvent = SealedDataRead
