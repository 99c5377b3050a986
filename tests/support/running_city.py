"""A service of a city on this machine, for tests that ask it as they ask one of their own."""

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, cast

import httpx

from deploy.local.city import LocalCity
from deploy.local.part import Part
from shared.clock import monotonic_seconds
from tests.support.running_service import Clock, Running
from tests.support.scraping import read

PATIENCE = 60.0


def until(condition: Callable[[], bool]) -> bool:
    end = monotonic_seconds() + PATIENCE
    while not (so := condition()) and monotonic_seconds() < end:
        Event().wait(0.2)  # several processes are at work meanwhile: leave them the machine
    return so


def served(city: LocalCity, service: str) -> Running:
    """The service as its clients know it; its processes are elsewhere."""
    url = city.environment(service)[f"{service.upper()}_DATABASE_URL"]
    address = f"{city.addresses[service]}/{service}"
    return Running(address, cast("Any", None), url, Clock(), city.home.token_keys)


def of_role(city: LocalCity, service: str, role: str) -> Sequence[Part]:
    return [part for part in city.parts if (part.service, part.role) == (service, role)]


def brought_back(found: LocalCity) -> None:
    """Start whoever has ended; return when all are ready."""
    for part in found.parts:
        if not part.alive:
            found.launch(part.name)
    found.wait()


def stands_by(part: Part, subscription: str) -> bool | None:
    """Whether that process leaves the work to another, as its metrics tell; None: it tells nothing."""
    try:
        page = read(httpx.get(f"{part.address}/metrics").text)
    except httpx.TransportError:
        return None
    name = f"{part.service}_subscription_standing_by[source=log,subscription={subscription}]"
    return bool(page[name]) if name in page else None
