"""Who asks, when, and in which conversation: what the shell adds to every command."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.clock import city_day
from shared.event_store import Metadata


@dataclass(frozen=True, slots=True)
class Acting:
    """One request's circumstances.

    Attributes:
        now: the instant, UTC; it is also when the events are recorded.
        actor: the account's id, never a person's name.
        command_id: the same id twice is carried out once.
        correlation_id: the conversation across commands and services.
        organisation_path: in whose scope the actor acts: the place of the grant that allows it, or
            for what follows of itself the place of the organisation it is about; ids joined by "/".
        expected_version: the version of what he acts upon that he has seen; None: whichever it is.
    """

    now: datetime
    actor: str
    command_id: str
    correlation_id: str = ""
    causation_id: str = ""
    organisation_path: str = ""
    expected_version: int | None = None

    @property
    def today(self) -> date:
        """The city's calendar day."""
        return city_day(self.now)

    @property
    def metadata(self) -> Metadata:
        return Metadata(
            command_id=self.command_id,
            correlation_id=self.correlation_id or self.command_id,
            causation_id=self.causation_id,
            actor=self.actor,
            organisation_path=self.organisation_path,
        )
