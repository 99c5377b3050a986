"""What can be asked about an appeal as it is taken down, and what is added to it."""

from dataclasses import dataclass

from services.petitions.domain.petition.asked import ByUnit, PetitionCommand
from services.petitions.domain.petition.causes import (
    RefusalCause,
)
from services.petitions.domain.petition.facts import Attachment, Note
from services.petitions.domain.terms import Channel, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPetition(PetitionCommand):
    """Register an appeal (登记).

    ``appellant_id`` names the key that seals contact and text; ``contact`` None for somebody who
    stays anonymous. ``tracking_digest`` is the digest of the code by which he follows his appeal.
    ``confidential``: nobody but the office that registered it may ever see who appealed.
    """

    channel: Channel
    kind: Kind
    category_id: str
    place: str
    appellant_id: str
    contact: str | None
    confidential: bool
    tracking_digest: str
    text: Note
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPetition(ByUnit):
    """Accept it (受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusePetition(ByUnit):
    """Do not accept it (不予受理), for a stated cause; the cause ``other`` needs a note."""

    cause: RefusalCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecategorisePetition(ByUnit):
    """Put right what it is about, before it is dispatched (again)."""

    category_id: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDuplicate(ByUnit):
    """It is the same matter as ``main_id``, which goes on; this one waits for its answer (并案).

    Its appellant reads that answer, so it names nobody.
    """

    main_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRepeat(ByUnit):
    """The appellant was here before, with ``earlier_id``: its priority rises."""

    earlier_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment(ByUnit):
    """Say something about it; no clock hears it. ``by`` empty: the appellant, as with a file."""

    comment_id: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile(ByUnit):
    """Add a file. ``from_appellant``: the unit adds what he handed in."""

    attachment: Attachment
    from_appellant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAppellant(PetitionCommand):
    """The appellant's key is destroyed: contact, text and notes can be read no more."""
