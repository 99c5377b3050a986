"""A unit linked by a decision that still saw the old tree goes with its organisation all the same.

Whoever moves or ends an organisation is heard by `consumers`, which asks the view of units who is linked
to it. A link that was not in that view yet comes later in the log, and is looked at here.
"""

from collections.abc import Sequence

from services.resources.application import Links, cause_of
from services.resources.codec import FORM
from services.resources.domain.unit.events import UnitOrganisationLinked, UnitRegistered
from shared.event_store import StoredEvent

NAME = "resources.late-links"
_LINKED = (UnitRegistered, UnitOrganisationLinked)
_HEARD = {FORM.name_for(each) for each in _LINKED}


class LateLinks:
    """Reacts to the log as far as the view of units shows it."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def react(self, batch: Sequence[StoredEvent]) -> None:
        for entry in batch:
            if entry.type in _HEARD:
                event = FORM.decode(entry.type, entry.schema_version, entry.data)
                if isinstance(event, _LINKED) and event.after.organisation_id:
                    self._links.follow(event.unit_id, event.after.organisation_id, cause_of(entry))
