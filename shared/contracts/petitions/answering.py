"""Answers, and what the appellant says of them."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.petitions.counted import ClockStartedV1, ClockStoppedV1, CountedV1


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionResolvedV1(CountedV1):
    """The unit `by` answered (办结).

    Attributes:
        outcome: what the unit says it has achieved: `done`, `partly_done`, `explained` or
            `not_possible`.
        reopen_until: before this instant it may be reopened.
    """

    by: str
    outcome: str
    reopen_until: datetime
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFedBackV1(CountedV1):
    """The appellant was told (反馈)."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppellantCalledBackV1(CountedV1):
    """The appellant was called (回访); his word is in `after`: his own rating, else what he said when `reached`."""

    by: str
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRatedV1(CountedV1):
    """The appellant rated the answer (评价); the rating is in `after`."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoOrderedV1(CountedV1):
    """The answer was not good enough, for the named cause: the unit does it again (重办)."""

    by: str
    cause: str
    started: tuple[ClockStartedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionReopenedV1(CountedV1):
    """It was taken up again; `by` is empty when the appellant did so himself."""

    by: str
    started: tuple[ClockStartedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionListedV1(CountedV1):
    """It is kept for the long term (挂账), for the named cause."""

    by: str
    cause: str
    started: tuple[ClockStartedV1, ...]
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionClosedV1(CountedV1):
    """It was filed (归档); before `reopen_until` it may be reopened."""

    by: str
    reopen_until: datetime


AnsweringMessage = (
    PetitionResolvedV1
    | ResultFedBackV1
    | AppellantCalledBackV1
    | PetitionRatedV1
    | RedoOrderedV1
    | PetitionReopenedV1
    | PetitionListedV1
    | PetitionClosedV1
)
MESSAGES: dict[str, type[AnsweringMessage]] = {
    "petitions.petition-resolved.v1": PetitionResolvedV1,
    "petitions.result-fed-back.v1": ResultFedBackV1,
    "petitions.appellant-called-back.v1": AppellantCalledBackV1,
    "petitions.petition-rated.v1": PetitionRatedV1,
    "petitions.redo-ordered.v1": RedoOrderedV1,
    "petitions.petition-reopened.v1": PetitionReopenedV1,
    "petitions.petition-listed.v1": PetitionListedV1,
    "petitions.petition-closed.v1": PetitionClosedV1,
}
