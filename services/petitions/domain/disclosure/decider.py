"""A disclosure is noted each time: two readings on one day are two facts."""

from services.petitions.domain.disclosure.commands import RecordDisclosure
from services.petitions.domain.disclosure.events import SealedDataRead


def decide(command: RecordDisclosure) -> tuple[SealedDataRead, ...]:
    """Note the reading; where no field is read nothing is disclosed."""
    if not command.fields:
        return ()
    return (
        SealedDataRead(
            command.petition_id,
            command.actor,
            command.purpose,
            command.fields,
            command.effective_date,
        ),
    )
