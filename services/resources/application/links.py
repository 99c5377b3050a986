"""A unit's own Party organisation, as membership's tree has it now."""

from services.resources.application.around import Known
from services.resources.application.consequences import Cause, Consequences
from services.resources.application.resources import Resources
from services.resources.domain.streams import UNITS
from services.resources.domain.unit.commands import LinkOrganisation, UnlinkOrganisation


class Links:
    """Links a unit to where its organisation went; unlinks it when that is no more."""

    def __init__(self, resources: Resources, known: Known, consequences: Consequences) -> None:
        self._resources, self._known, self._consequences = resources, known, consequences

    def follow(self, unit_id: str, organisation_id: str, cause: Cause) -> None:
        """Let the unit that is linked to the organisation go with it."""
        facts = self._resources.state(UNITS + unit_id).facts
        if facts is None or facts.organisation_id != organisation_id:
            return  # it left, or has been linked to another meanwhile
        now = self._known.successor(organisation_id)
        if now is None:
            return
        if now.living:
            told = {"unit_id": unit_id, "organisation_id": now.organisation_id}
            self._consequences.follow(cause, LinkOrganisation, **told)
        else:
            self._consequences.follow(cause, UnlinkOrganisation, unit_id=unit_id)
