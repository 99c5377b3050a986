"""What was used and spent counts for what was promised: real bookings and vouchers fulfil agreements."""

from collections.abc import Sequence
from dataclasses import asdict

from services.resources.application import Consequences, cause_of
from services.resources.codec import FORM
from services.resources.domain.agreement.commands import RecordFulfilment
from services.resources.domain.agreement.fulfilling import COUNTS, fulfilment_of
from shared.event_store import StoredEvent

NAME = "resources.fulfilment"
_HEARD = {FORM.name_for(each) for each in COUNTS}


class Fulfilments:
    """Reacts to the log: each booking and each voucher is a source that counts once, as it stands."""

    def __init__(self, consequences: Consequences) -> None:
        self._consequences = consequences

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type in _HEARD:
                found = fulfilment_of(FORM.decode(entry.type, entry.schema_version, entry.data))
                if found is not None:
                    self._consequences.follow(cause_of(entry), RecordFulfilment, **asdict(found))
