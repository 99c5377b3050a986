"""What time does to promises (督办): each step once and in order.

`moment` is when the step was due, `at` when it was taken: later after a standstill.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.petitions.counted import CountedV1


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWarnedV1(CountedV1):
    """A promise is soon over (预警)."""

    clock: str
    stage: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class YellowCardGivenV1(CountedV1):
    """A promise is broken (黄牌)."""

    clock: str
    stage: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedCardGivenV1(CountedV1):
    """A broken promise is still not made good (红牌)."""

    clock: str
    stage: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionEscalatedV1(CountedV1):
    """It climbed (升级): the unit `to_id`, `level` levels above, sees to it."""

    clock: str
    stage: str
    moment: datetime
    level: int
    to_id: str


SupervisionMessage = PromiseWarnedV1 | YellowCardGivenV1 | RedCardGivenV1 | PetitionEscalatedV1
MESSAGES: dict[str, type[SupervisionMessage]] = {
    "petitions.promise-warned.v1": PromiseWarnedV1,
    "petitions.yellow-card-given.v1": YellowCardGivenV1,
    "petitions.red-card-given.v1": RedCardGivenV1,
    "petitions.petition-escalated.v1": PetitionEscalatedV1,
}
