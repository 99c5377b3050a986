"""What can be asked about the answer."""

from dataclasses import dataclass

from services.petitions.domain.petition.asked import ByUnit, PetitionCommand
from services.petitions.domain.petition.causes import (
    ListingCause,
    Outcome,
    RedoCause,
)
from services.petitions.domain.petition.facts import Note
from services.petitions.domain.petition.words import Satisfaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvePetition(ByUnit):
    """The unit says that it is done (办结), and with which result.

    The note is the answer: the appellant reads it, and so do all who are linked, so it names nobody.
    """

    outcome: Outcome
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedBackResult(ByUnit):
    """The appellant was told (反馈)."""

    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAppellant(ByUnit):
    """The appellant was called (回访); ``resolved`` and ``satisfaction`` None when not reached."""

    call_id: str
    resolved: bool | None
    satisfaction: Satisfaction | None
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePetition(PetitionCommand):
    """The appellant's own rating (评价), once an answer: by his code, or on paper to the unit ``by``."""

    resolved: bool
    satisfaction: Satisfaction
    tracking_digest: str = ""
    by: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoPetition(ByUnit):
    """The answer is not good enough: the same unit does it again (重办)."""

    cause: RedoCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPetition(PetitionCommand):
    """Take it up again within the window: the appellant by his code, or the unit ``by``."""

    tracking_digest: str = ""
    by: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPetition(ByUnit):
    """Keep it for the long term (挂账); a clock of its own sees to its review."""

    cause: ListingCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePetition(ByUnit):
    """File it (归档)."""
