"""Taking an appeal down: words and contact are sealed here, and the tracking code is made."""

from dataclasses import dataclass
from datetime import datetime

from services.petitions.application.petitions import Petitions
from services.petitions.application.tracking import tracking_code, tracking_digest
from services.petitions.application.words import Words, appellant_of
from services.petitions.domain.petition.commands import RegisterPetition
from services.petitions.domain.terms import Channel, Kind
from shared.acting import Acting
from shared.deciding import Outcome


@dataclass(frozen=True, slots=True)
class Contact:
    """Who appealed. It exists in clear only between the request and the seal."""

    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Nothing of it gets into a log by accident."""
        return "Contact(…)"

    def payload(self) -> dict[str, str]:
        """What is sealed; nothing when the person gave nothing."""
        told = {"name": self.name, "phone": self.phone, "address": self.address}
        told |= {"email": self.email} if self.email else {}
        return told if any(told.values()) else {}


@dataclass(frozen=True, slots=True)
class Registration:
    """An appeal as it is told."""

    channel: Channel
    kind: Kind
    category_id: str
    place: str
    text: str
    contact: Contact
    confidential: bool = False
    at: datetime | None = None

    def __repr__(self) -> str:
        """Nobody's words get into a log by accident."""
        return f"Registration({self.channel}, {self.category_id}, {self.place})"


class Intake:
    """Registers appeals."""

    def __init__(self, petitions: Petitions, words: Words, code_key: bytes) -> None:
        """Args: ``code_key`` makes tracking codes; it must stay the same for the life of the data."""
        self._petitions, self._words, self._code_key = petitions, words, code_key

    def register(self, petition_id: str, told: Registration, acting: Acting) -> Outcome:
        """Register it; what `RegisterPetition` refuses is raised."""
        command = self.command(petition_id, told, acting)
        return self._petitions.commands.execute(command, acting)

    def command(self, petition_id: str, told: Registration, acting: Acting) -> RegisterPetition:
        """The command, its words and its contact sealed."""
        text, contact = self._words.first(petition_id, told.text, told.contact.payload())
        return RegisterPetition(
            petition_id=petition_id,
            now=acting.now,
            actor=acting.actor,
            at=told.at,
            channel=told.channel,
            kind=told.kind,
            category_id=told.category_id,
            place=told.place,
            appellant_id=appellant_of(petition_id),
            contact=contact,
            confidential=told.confidential,
            tracking_digest=tracking_digest(self.code(petition_id)),
            text=text,
        )

    def code(self, petition_id: str) -> str:
        """The tracking code of the appeal, for its appellant only."""
        return tracking_code(self._code_key, petition_id)
