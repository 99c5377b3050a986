"""What is asked: of which division, at which moment, and what was shared in which period."""

from dataclasses import dataclass, replace

from services.reporting.projections.moment import Moment, Period

MEMBERSHIP, RESOURCES = "membership", "resources"


@dataclass(frozen=True, slots=True)
class Positions:
    """How far the logs of the two publishers count; None: as far as the view is."""

    membership: int | None = None
    resources: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The conferences of a division and of all below it.

    Attributes:
        division: its code.
        moment: as of which day, as known when.
        positions: up to where of each publisher's log: each counts for itself.
        period: in which it was shared.
    """

    division: str
    moment: Moment
    positions: Positions
    period: Period

    @property
    def of_city(self) -> Moment:
        """The moment for what membership tells."""
        return replace(self.moment, position=self.positions.membership)

    @property
    def of_sharing(self) -> Moment:
        """The moment for what resources tells."""
        return replace(self.moment, position=self.positions.resources)
