"""Appeals (诉求) taken down, and whether they are taken up. Who appealed, and in which words, is never told."""

from dataclasses import dataclass

from shared.contracts.petitions.counted import (
    AboutV1,
    ClockStartedV1,
    ClockStoppedV1,
    CountedV1,
    HappenedV1,
    StandingV1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRegisteredV1(HappenedV1):
    """An appeal was registered (登记), and went to the unit `after.unit_id`."""

    about: AboutV1
    after: StandingV1
    started: tuple[ClockStartedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionAcceptedV1(CountedV1):
    """It was accepted (受理) by the office `by`."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRefusedV1(CountedV1):
    """It was not accepted (不予受理), for the named cause."""

    by: str
    cause: str
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRecategorisedV1(CountedV1):
    """What it is about was put right.

    Attributes:
        about: under which `after` is counted.
        about_before: under which `before` was counted.
    """

    by: str
    about_before: AboutV1


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateLinkedV1(CountedV1):
    """It is the same matter as the appeal `main_id` (并案), which goes on."""

    by: str
    main_id: str
    stopped: tuple[ClockStoppedV1, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMarkedV1(CountedV1):
    """The appellant was here before, with `earlier_id`; `priority` is now `raised` or `top`."""

    by: str
    earlier_id: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppellantErasedV1(HappenedV1):
    """The appellant was forgotten; every figure stays what it was."""


IntakeMessage = (
    PetitionRegisteredV1
    | PetitionAcceptedV1
    | PetitionRefusedV1
    | PetitionRecategorisedV1
    | DuplicateLinkedV1
    | RepeatMarkedV1
    | AppellantErasedV1
)
MESSAGES: dict[str, type[IntakeMessage]] = {
    "petitions.petition-registered.v1": PetitionRegisteredV1,
    "petitions.petition-accepted.v1": PetitionAcceptedV1,
    "petitions.petition-refused.v1": PetitionRefusedV1,
    "petitions.petition-recategorised.v1": PetitionRecategorisedV1,
    "petitions.duplicate-linked.v1": DuplicateLinkedV1,
    "petitions.repeat-marked.v1": RepeatMarkedV1,
    "petitions.appellant-erased.v1": AppellantErasedV1,
}
