"""What can have happened to a liaison's sealed data."""

from dataclasses import dataclass
from datetime import date

from services.resources.domain.terms import Labelled


class ReadingPurpose(Labelled):
    """Why an officer read who the liaison is."""

    CONTACT = "contact", "联系工作"
    MEETING = "meeting", "会议通知"
    CORRECTION = "correction", "核对更正"


@dataclass(frozen=True, slots=True)
class LiaisonRead:
    """The account ``reader`` read the unit's liaison in clear."""

    unit_id: str
    reader: str
    purpose: ReadingPurpose
    effective_date: date


DisclosureEvent = LiaisonRead
