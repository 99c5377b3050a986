"""The resources service on a database of its own, in a city that membership has told it about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.resources.main import compose
from services.resources.settings import Settings
from services.resources.views import CITY
from shared.access.key_file import ensure_key_file
from shared.clock import CITY_TIME
from shared.database import open_engine
from shared.messaging.promise import Backbone
from shared.service import Service
from shared.signals import Signals
from shared.subscription.reaching import VIEWS_MOVED, Reaching
from tests.support.running_membership import KEY
from tests.support.running_service import Client, Clock, Running, serving
from tests.support.told_by_membership import district

ONE, TWO, THREE = "430111001001", "430111001002", "430111002001"
"""Communities; the third belongs to another street."""
EVERY_DAY = [{"weekday": day, "opens": 480, "closes": 1320} for day in range(1, 8)]
HALL = {"opening": EVERY_DAY, "capacity": 500, "buffer_before": 30, "buffer_after": 30}


def settings_for(url: str, folder: Path, **given: Any) -> Settings:
    return Settings(
        database_url=url,
        key_encryption_keys=f"test:{KEY}",
        token_keys=str(ensure_key_file(folder / "access.json")),
        read_after_seconds=10,
        **given,
    )


@dataclass
class Town:
    """The running service and who works with it."""

    running: Running
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))

    @property
    def city(self) -> Client:
        return self.running.as_("district_organiser", "4301")

    @property
    def district(self) -> Client:
        return self.running.as_("district_organiser", "430111")

    @property
    def street(self) -> Client:
        return self.running.as_("street_officer", "s1")

    @property
    def other_street(self) -> Client:
        return self.running.as_("street_officer", "s2")

    def liaison(self, unit: str) -> Client:
        return self.running.as_("unit_liaison", unit)

    def at(self, hour: float, *, day: int = 7) -> str:
        """A clock time of the city, some days ahead."""
        noon = self.running.clock().astimezone(CITY_TIME) + timedelta(days=day)
        midnight = noon.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + timedelta(hours=hour)).isoformat()

    def new(self, beginning: str) -> str:
        """An id that nobody had before."""
        return f"{beginning}-{next(self._numbers)}"

    def unit(self, community: str = ONE, **given: Any) -> str:
        """Register a unit; answers its id."""
        unit = self.new("unit")
        body = {
            "unit_id": unit,
            "name": f"单位{unit}",
            "unit_class": "organ",
            "premises": [community],
            "liaison_post": "办公室主任",
            "liaison_name": "王小明",
            "liaison_phone": "13800001234",
            **given,
        }
        made(self.district.post("/units", body))
        return unit

    def hall(self, owner: str = "", community: str = ONE, **terms: Any) -> str:
        """Offer a hall; answers its id."""
        hall = self.new("hall")
        body = {
            "resource_id": hall,
            "kind": "venue",
            "name": "大礼堂",
            "community_code": community,
            "owner_unit_id": owner,
            "terms": {**HALL, **terms},
        }
        made(self.district.post("/resources", body))
        return hall

    def wanted(self, hall: str, begins: float, ends: float, *, day: int = 7) -> dict[str, Any]:
        """A slot of it."""
        begins_at, ends_at = self.at(begins, day=day), self.at(ends, day=day)
        return {"resource_id": hall, "begins": begins_at, "ends": ends_at, "amount": 50}

    def booking(self, unit: str, hall: str, *hours: float, day: int = 7, **given: Any) -> Any:
        """What is sent to book it."""
        slot = self.wanted(hall, *hours, day=day)
        return {"unit_id": unit, "purpose": "讲座", "wanted": slot, **given}


def made(response: Any) -> dict[str, Any]:
    """The answer to a command that was carried out."""
    assert response.status_code in {200, 201}, response.text
    answer: dict[str, Any] = response.json()
    return answer


def path_of(answer: dict[str, Any], booking_id: str) -> str:
    """Where the booking is, whose book's stream the answer names."""
    book = str(answer["stream"]).removeprefix("book-")
    resource, month = book[:-8], book[-7:]
    return f"/resources/{resource}/bookings/{month}/{booking_id}"


@contextmanager
def town(url: str, folder: Path) -> Iterator[Town]:
    """The service in one process; membership has published the district of `told_by_membership`."""
    settings, told = settings_for(url, folder), district().told

    def composed(backbone: Backbone, now: Clock) -> Service:
        backbone.publisher().publish(told)
        return compose(settings, backbone, now=now)

    with serving(url, Path(settings.token_keys), composed) as running:
        wait_for_city(url, told[-1].sequence)
        yield Town(running)


@contextmanager
def beside(town: Town) -> Iterator[Running]:
    """A second instance that answers requests on the same database, as another process would."""
    running = town.running
    settings = settings_for(running.database_url, running.keys.parent, role="api")

    def composed(backbone: Backbone, now: Clock) -> Service:
        return compose(settings, backbone, now=now)

    with serving(running.database_url, running.keys, composed) as other:
        yield other


def wait_for_city(url: str, sequence: int) -> None:
    """Until the service knows what membership published before it began."""
    engine, signals = open_engine(url), Signals(url, (VIEWS_MOVED,)).start()
    assert Reaching(engine, CITY.name, signals).wait(sequence, seconds=20)
    signals.stop()
    engine.dispose()
