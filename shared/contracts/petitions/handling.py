"""Work orders (工单) for units: given, signed for, returned, handled."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.petitions.counted import (
    ClockMovedV1,
    ClockStartedV1,
    ClockStoppedV1,
    CountedV1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionDispatchedV1(CountedV1):
    """A work order was given (派单).

    Attributes:
        after: its `unit_id` is the lead unit (主办).
        assisting: the units that assist (协办).
        return_until: before this instant the order may be returned as given to the wrong unit.
    """

    by: str
    assisting: tuple[str, ...]
    return_until: datetime
    started: tuple[ClockStartedV1, ...]
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSignedForV1(CountedV1):
    """The unit `by`, the lead unit or one that assists, signed for the order (签收)."""

    by: str
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReturnedV1(CountedV1):
    """The unit `by` returned the order (退单), for the named cause; `after.unit_id` dispatches again."""

    by: str
    cause: str
    started: tuple[ClockStartedV1, ...]
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnSiteV1(CountedV1):
    """Somebody of the unit `by` is on site (到场)."""

    by: str
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionInHandV1(CountedV1):
    """The lead unit handles it (办理中)."""

    by: str
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionHandedOverV1(CountedV1):
    """Another unit leads, `after.unit_id`; no promise is moved by it."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequestedV1(CountedV1):
    """The unit asked for more time (申请延期)."""

    by: str
    working_days: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGrantedV1(CountedV1):
    """More time was granted; what lies ahead is put off."""

    by: str
    working_days: int
    moved: tuple[ClockMovedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefusedV1(CountedV1):
    """More time was refused; the promise stands."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingPausedV1(CountedV1):
    """The promises `clocks` stand still, for the named cause."""

    by: str
    cause: str
    clocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingResumedV1(CountedV1):
    """The promises that stood still go on."""

    by: str
    moved: tuple[ClockMovedV1, ...]


HandlingMessage = (
    PetitionDispatchedV1
    | OrderSignedForV1
    | OrderReturnedV1
    | UnitOnSiteV1
    | PetitionInHandV1
    | PetitionHandedOverV1
    | ExtensionRequestedV1
    | ExtensionGrantedV1
    | ExtensionRefusedV1
    | HandlingPausedV1
    | HandlingResumedV1
)
MESSAGES: dict[str, type[HandlingMessage]] = {
    "petitions.petition-dispatched.v1": PetitionDispatchedV1,
    "petitions.order-signed-for.v1": OrderSignedForV1,
    "petitions.order-returned.v1": OrderReturnedV1,
    "petitions.unit-on-site.v1": UnitOnSiteV1,
    "petitions.petition-in-hand.v1": PetitionInHandV1,
    "petitions.petition-handed-over.v1": PetitionHandedOverV1,
    "petitions.extension-requested.v1": ExtensionRequestedV1,
    "petitions.extension-granted.v1": ExtensionGrantedV1,
    "petitions.extension-refused.v1": ExtensionRefusedV1,
    "petitions.handling-paused.v1": HandlingPausedV1,
    "petitions.handling-resumed.v1": HandlingResumedV1,
}
