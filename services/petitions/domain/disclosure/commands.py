"""What can be asked about a disclosure."""

from dataclasses import dataclass

from services.petitions.domain.command import Command
from services.petitions.domain.disclosure.purposes import DisclosurePurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDisclosure(Command):
    """Note, before it is shown, that ``actor`` reads ``fields`` of the appellant in clear."""

    petition_id: str
    purpose: DisclosurePurpose
    fields: tuple[str, ...]


DisclosureCommand = RecordDisclosure
