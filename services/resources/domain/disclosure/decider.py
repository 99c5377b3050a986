"""A reading is noted each time: two readings on one day are two facts."""

from dataclasses import dataclass

from services.resources.domain.command import Command
from services.resources.domain.disclosure.events import LiaisonRead, ReadingPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading(Command):
    """Note, before it is shown, that ``actor`` reads the unit's liaison in clear."""

    unit_id: str
    purpose: ReadingPurpose


def decide(command: RecordReading) -> tuple[LiaisonRead, ...]:
    """Note the reading."""
    told = (command.unit_id, command.actor, command.purpose)
    return (LiaisonRead(*told, command.effective_date),)


def fold(_: object, nothing: None = None) -> None:
    """Nothing is decided by what was read before."""
    return nothing
