"""What can be asked about one appeal.

``by`` is the unit in whose name a step is taken; ``at`` is when it happened (UTC), now when it is
None. A `Note` is sealed by the shell. Ids come from the shell: one that is known already says that
the same thing is asked again, and yields nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.petitions.domain.petition.causes import (
    ExtensionCause,
    ListingCause,
    NeedKind,
    NeedOutcome,
    Outcome,
    PauseCause,
    RedoCause,
    RefusalCause,
    ReturnCause,
)
from services.petitions.domain.petition.facts import Attachment, Note
from services.petitions.domain.petition.words import Satisfaction
from services.petitions.domain.terms import Channel, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionCommand:
    """A command about one appeal; ``actor`` is an account's id, never a person's name."""

    petition_id: str
    now: datetime
    actor: str
    at: datetime | None = None


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
class _By(PetitionCommand):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPetition(_By):
    """Accept it (受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusePetition(_By):
    """Do not accept it (不予受理), for a stated cause; the cause ``other`` needs a note."""

    cause: RefusalCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecategorisePetition(_By):
    """Put right what it is about, before it is dispatched (again)."""

    category_id: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPetition(_By):
    """Give it as a work order (派单) to a lead unit (主办) and others that assist (协办).

    ``lead_id`` empty takes the unit that category and place lead to. To dispatch is to accept.
    """

    lead_id: str = ""
    assisting: tuple[str, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignForOrder(_By):
    """The unit has seen the order (签收)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAsWrongUnit(_By):
    """Send the order back (退单) within the window, for a stated cause."""

    cause: ReturnCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveOnSite(_By):
    """Somebody of the unit is there (到场)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInHand(_By):
    """The account ``handler`` handles it for the lead unit (办理中)."""

    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPetition(_By):
    """Hand it to another lead unit; no clock is moved by it."""

    to_id: str
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(_By):
    """Ask for so many working days more (申请延期)."""

    working_days: int
    cause: ExtensionCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantExtension(_By):
    """Grant at most what was asked for; never by the unit that asked."""

    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension(_By):
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseHandling(_By):
    """The clock of handling waits, for a recorded cause."""

    cause: PauseCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeHandling(_By):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment(_By):
    """Say something about it; no clock hears it."""

    comment_id: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile(_By):
    attachment: Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvePetition(_By):
    """The unit says that it is done (办结), and with which result."""

    outcome: Outcome
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedBackResult(_By):
    """The appellant was told (反馈)."""

    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAppellant(_By):
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
class RedoPetition(_By):
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
class ListPetition(_By):
    """Keep it for the long term (挂账); a clock of its own sees to its review."""

    cause: ListingCause
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePetition(_By):
    """File it (归档)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDuplicate(_By):
    """It is the same matter as ``main_id``, which goes on; this one waits for its answer (并案)."""

    main_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRepeat(_By):
    """The appellant was here before, with ``earlier_id``: its priority rises."""

    earlier_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNeed(_By):
    """Ask the resident units for a venue, fund, skill or equipment; ``place`` empty: the appeal's."""

    need_id: str
    kind: NeedKind
    amount: int
    measure: str
    wanted_from: date
    wanted_until: date
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNeed(_By):
    need_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNeedOutcome(PetitionCommand):
    """What the resources service did about a need; ``reference`` is its own id of the claim."""

    need_id: str
    outcome: NeedOutcome
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAppellant(PetitionCommand):
    """The appellant's key is destroyed: contact, text and notes can be read no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisePromises(PetitionCommand):
    """Time has passed: warn, show cards and climb, as far as it is due and was not done yet."""
