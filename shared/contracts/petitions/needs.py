"""What appeals need of the resident units (驻区单位), and what became of it."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.petitions.counted import AboutV1, HappenedV1


@dataclass(frozen=True, slots=True)
class NeedV1:
    """So much of a kind, at a place, from a day to a day.

    Attributes:
        need_id: its id, for ever; who answers it names it.
        kind: what is needed: `venue`, `fund`, `skill` or `equipment`.
        place_code: the division it is needed in.
        amount: how much, in `measure` (`seat`, `yuan`, `person`, `hour`, `piece`).
    """

    need_id: str
    kind: str
    place_code: str
    amount: int
    measure: str
    wanted_from: date
    wanted_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPublishedV1(HappenedV1):
    """An appeal needs something of others."""

    about: AboutV1
    by: str
    need: NeedV1


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawnV1(HappenedV1):
    """It is not needed any more."""

    by: str
    need_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnsweredV1(HappenedV1):
    """Others did something about the need: `claimed`, `fulfilled` or `unmet`; `reference` is their own id."""

    need_id: str
    outcome: str
    reference: str


NeedMessage = NeedPublishedV1 | NeedWithdrawnV1 | NeedAnsweredV1
MESSAGES: dict[str, type[NeedMessage]] = {
    "petitions.need-published.v1": NeedPublishedV1,
    "petitions.need-withdrawn.v1": NeedWithdrawnV1,
    "petitions.need-answered.v1": NeedAnsweredV1,
}
