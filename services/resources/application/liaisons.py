"""Who a unit's liaison is: sealed here with a key of his own, and opened for who may know."""

from services.resources.application.resources import Resources
from services.resources.domain.streams import UNITS
from services.resources.domain.unit.events import LiaisonNamed
from shared.acting import Acting
from shared.clock import derived_id
from shared.privacy.key_ring import KeyRing
from shared.privacy.sealing import Sealer

_BETWEEN = ":"


class Liaisons:
    """Seals and opens liaisons; each that is named has a key of his own."""

    def __init__(self, resources: Resources, ring: KeyRing) -> None:
        self._resources, self._ring, self._sealer = resources, ring, Sealer(ring)

    def seal(self, unit_id: str, name: str, phone: str, acting: Acting) -> str:
        """The text the domain keeps; the key is the same for a repeated command."""
        subject = "liaison-" + derived_id(f"{unit_id} {acting.command_id}", acting.command_id)
        sealed = self._sealer.seal(subject, {"name": name, "phone": phone})
        return subject + _BETWEEN + sealed

    def opened(self, unit_id: str) -> dict[str, str] | None:
        """Name and phone; None when nobody is named, or he was forgotten."""
        sealed = self._resources.state(UNITS + unit_id).sealed
        if not sealed:
            return None
        subject, _, text = sealed.partition(_BETWEEN)
        return self._sealer.unseal(subject, text)

    def names(self, command: object) -> list[str]:
        """The names of the liaisons of the units a command names, to know them in a free text."""
        units = {getattr(command, name, "") for name in ("unit_id", "owner_unit_id")} - {""}
        opened = map(self.opened, sorted(units))
        return [told["name"] for told in opened if told]

    def forget(self, unit_id: str) -> None:
        """Destroy the keys of all who ever were the unit's liaison."""
        for event in self._resources.commands.events(UNITS + unit_id):
            if isinstance(event, LiaisonNamed):
                self._ring.destroy(event.sealed.partition(_BETWEEN)[0])
