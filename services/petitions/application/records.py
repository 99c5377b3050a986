"""An appeal with all that was done about it, entered in one act: from paper, or from another system.

Each step is decided as if it were asked when it happened, steps of supervision included; either all of
it is entered or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.petitions.domain.petition import case
from services.petitions.domain.petition import decider as petitions
from services.petitions.domain.petition.asked import PetitionCommand
from services.petitions.domain.petition.events import PetitionEvent
from services.petitions.domain.streams import petition_stream
from shared.clock import CITY_TIME


@dataclass(frozen=True, slots=True)
class RecordAppeal:
    """The registration, then every step in its order; all of one appeal."""

    petition_id: str
    commands: tuple[PetitionCommand, ...]

    @property
    def streams(self) -> tuple[str, ...]:
        """What has to be looked at, the appeal's own stream first."""
        needed = (case.streams_needed(_any(command)) for command in self.commands)
        return tuple(dict.fromkeys(stream for streams in needed for stream in streams))


def decide(command: RecordAppeal, states: Mapping[str, Any]) -> tuple[PetitionEvent, ...]:
    """What follows from all steps together; raises what refuses the first that cannot be."""
    seen = dict(states)
    happened: list[PetitionEvent] = []
    for step in command.commands:
        events = petitions.decide(_any(step), case.case_of(_any(step), seen, CITY_TIME))
        for event in events:  # a main appeal hears of its duplicate
            stream = petition_stream(event.petition_id)
            seen[stream] = petitions.evolve(seen[stream], event)
        happened += events
    return tuple(happened)


def _any(command: PetitionCommand) -> Any:
    """The domain types its commands as a closed union, of which this is the root."""
    return command
