"""What of an appeal is counted, and what of it is sealed."""

from dataclasses import dataclass
from datetime import date, datetime

from services.petitions.domain.petition.causes import NeedKind
from services.petitions.domain.petition.words import Answer, Card, Kept, Satisfaction, Status
from services.petitions.domain.terms import Channel, Kind, Mode


@dataclass(frozen=True, slots=True)
class About:
    """What an appeal is about; the paths as they stood when it was registered or recategorised.

    ``category_path``: category ids from the top down; ``place_path``: division codes from the
    district down; both joined by ``/``.
    """

    channel: Channel
    kind: Kind
    category_path: str
    place_path: str
    mode: Mode
    registered_at: datetime

    @property
    def category_id(self) -> str:
        """The category itself."""
        return self.category_path.rpartition("/")[2]

    @property
    def place(self) -> str:
        """The code of the division the appeal comes from."""
        return self.place_path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an appeal stands: what every figure is counted from.

    ``unit_id`` is who has to do something, or did last. ``response`` and ``handling`` say what became
    of the promises to respond and to handle, and stay broken once one was; ``resolved`` and
    ``satisfaction`` are the appellant's own words; ``level`` is how many times it climbed.
    """

    status: Status
    unit_id: str
    response: Kept = Kept.NONE
    handling: Kept = Kept.NONE
    resolved: Answer = Answer.UNASKED
    satisfaction: Satisfaction = Satisfaction.UNASKED
    card: Card = Card.NONE
    level: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Words that may name people: sealed by the shell, of which only the length is known here."""

    sealed: str
    length: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that lies outside the log: ``sha256`` (64 hex digits) says which, ``size`` in bytes."""

    attachment_id: str
    sealed_name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Need:
    """What an appeal needs of others: so much of a kind, from a day to a day.

    ``place_code`` is the division it is needed in. ``amount`` is counted in ``measure`` (``seat``, ``yuan``, ``person``, ``hour``, ``piece``).
    """

    need_id: str
    kind: NeedKind
    place_code: str
    amount: int
    measure: str
    wanted_from: date
    wanted_until: date
