"""What time can have done to an appeal."""

from dataclasses import dataclass
from datetime import datetime

from services.petitions.domain.petition.happened import Counted
from services.petitions.domain.petition.words import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised(Counted):
    """``moment`` is when it was due; ``at`` when it was done, later after a standstill.

    ``next_at`` is when the clock's next step comes; None when this was the last.
    """

    clock: str
    stage: Stage
    moment: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWarned(Supervised):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class YellowCardGiven(Supervised):
    """The promise is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedCardGiven(Supervised):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionEscalated(Supervised):
    """The unit ``to_id``, the ``level``-th above, sees to it now."""

    level: int
    to_id: str
