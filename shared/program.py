"""What is to be known of a service to run it as processes; its rooms are imported when it is put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from shared.collector import resting
from shared.settings import Role, ServiceSettings

if TYPE_CHECKING:
    from shared.messaging.promise import Backbone
    from shared.service import Service


@dataclass(frozen=True)
class Program:
    """A service, as whoever runs, migrates, stops or looks at it needs to know it.

    Attributes:
        name: `membership`; its variables begin with it.
        roles: into which parts it can be taken apart, each in any number of processes.
        settings: what it is told, for the reference of all variables.
        read: reads them from an environment.
        composed_by: what puts it together, `services.membership.main:compose`: importing that takes a
            second of work, and most commands need none of it.
    """

    name: str
    roles: Sequence[Role]
    settings: type[ServiceSettings]
    read: Callable[..., Any]
    composed_by: str

    @property
    def prefix(self) -> str:
        """How its variables begin."""
        return f"{self.name.upper()}_"

    def compose(self, settings: ServiceSettings, backbone: "Backbone") -> "Service":
        """The service, not yet started."""
        with resting():
            compose = resolve_name(self.composed_by)
        composed: Service = compose(settings, backbone)
        return composed
