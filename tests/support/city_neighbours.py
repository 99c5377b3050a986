"""The other services at work while their processes are killed: an appeal, a unit, a hall given back, a place."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import product
from threading import Event
from typing import Any

from deploy.demo.caught_up import newest, wait_until_heard
from deploy.demo.client import Answer, Client, Refused
from deploy.demo.officers import Officers
from deploy.services import SERVICES
from shared.clock import city_day, utc_now
from tests.support.city_load import DISTRICT, STREET, Act
from tests.support.running_petitions import appeal

_TRIES, _SECONDS = 300, 0.2


@dataclass
class Neighbours:
    """What petitions and resources do, and what shows that each of their roles did its part.

    Attributes:
        officers: who asks them.
        done: the communities in which an appeal and a unit were registered.
    """

    officers: Officers
    done: list[str] = field(default_factory=list)

    def at_work(self, community: str) -> None:
        """A community is told of by membership; then an appeal comes from it, and a unit settles there."""
        line = {"code": community, "name": f"社区{community}", "level": "community"}
        body = {"divisions": [{**line, "parent_code": STREET}]}
        self.officers.city().post("/membership/divisions", body, once=community)
        self.heard(community)
        district = self.officers.district()
        district.post("/petitions/petitions", appeal(place=community), once=f"appeal {community}")
        self._until(
            lambda: district.post("/resources/units", _unit(community, community), once=community)
        )
        self.given_back(community)
        self.done.append(community)

    def given_back(self, community: str) -> None:
        """A hall is booked for a project; the project is withdrawn, and a policy gives the hall back."""
        district, item = self.officers.district(), f"item-{community}"
        for path, body in (
            ("/resources", _hall(community)),
            ("/listings", _project(community, item)),
            ("/bookings", _booking(community, item)),
            (f"/listings/{item}/withdraw", {"cause_text": "取消"}),
        ):
            once = f"{path} {community}"
            self._until(partial(district.post, f"/resources{path}", body, once=once))

        def cancelled() -> bool:
            shown = district.get(f"/resources/bookings?community_code={community}")["items"]
            return [each["status"] for each in shown] == ["cancelled"]

        self._until(cancelled)

    def round(self, act: Act, number: int) -> None:
        """An appeal comes from a community that is known, and a unit settles there."""
        place = self.done[0]
        act("/petitions/petitions", appeal(place=place), f"appeal {number}")
        act("/resources/units", _unit(f"unit-{number}", place), f"unit {number}")

    def heard(self, community: str) -> None:
        """Return when the petitions service has heard of the community."""
        city = self.officers.city()

        def known() -> bool:
            units = city.get("/petitions/units")["items"]
            return any(unit["unit_id"] == community for unit in units)

        self._until(known)

    def caught_up(self) -> None:
        """Return when every view of every service has taken up all that was told."""
        city = self.officers.city()
        for service, publisher in product(SERVICES, SERVICES):
            if publisher != service and SERVICES[publisher].topic:
                wait_until_heard(city, service, publisher)
        for service in SERVICES:
            self._until(partial(_all_read, city, service))

    def all_is_there(self, rounds: Collection[int]) -> None:
        """Each appeal counts once in reporting; each unit stands once in its register."""
        city, district = self.officers.city(), self.officers.district()
        after = {"Read-After": newest(city, "petitions")}
        report = district.get(f"/reporting/petitions/{DISTRICT}", after)
        assert report["figures"]["registered"]["value"] == len(self.done) + len(rounds)
        stand = Counter(unit["unit_id"] for unit in _units(district))
        assert stand == Counter([*self.done, *(f"unit-{number}" for number in rounds)])

    @staticmethod
    def _until(asked: Callable[[], Any]) -> None:
        """Ask again until what was told has been heard, by whichever process it comes through."""
        last = "silence"
        for _ in range(_TRIES):
            try:
                if asked():
                    return
            except Refused as refused:
                last = str(refused)
            Event().wait(_SECONDS)
        raise AssertionError(f"not heard in {_TRIES * _SECONDS:.0f} s: {last}")


def _all_read(operator: Client, service: str) -> bool:
    return all(view["lag"] == 0 for view in operator.get(f"/{service}/views")["views"])


def _units(reader: Client) -> Iterator[Answer]:
    """The whole register, page by page."""
    more: str | None = ""
    while more is not None:
        page = reader.get(f"/resources/units?limit=200{more and f'&after={more}'}")
        yield from page["items"]
        more = page["following"]


def _unit(unit_id: str, community: str) -> Answer:
    return {
        "unit_id": unit_id,
        "name": f"单位{unit_id}",
        "unit_class": "organ",
        "premises": [community],
        "liaison_post": "办公室主任",
        "liaison_name": "王小明",
        "liaison_phone": "13800001234",
    }


def _hall(community: str) -> Answer:
    opening = [{"weekday": day, "opens": 0, "closes": 1440} for day in range(1, 8)]
    told = {"kind": "venue", "name": "大礼堂", "owner_unit_id": community}
    terms = {"opening": opening, "capacity": 100}
    return {"resource_id": community, "community_code": community, **told, "terms": terms}


def _project(community: str, item: str) -> Answer:
    told = {"kind": "project", "title": "讲座", "category": "文化", "target": 1, "measure": "场"}
    closes = str(city_day(utc_now()) + timedelta(days=30))
    given = {"listing_id": item, "community_code": community, "owner_unit_id": ""}
    return {**told, **given, "closes_on": closes}


def _booking(community: str, item: str) -> Answer:
    begins = utc_now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    span = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    wanted = {"resource_id": community, "amount": 10, **span}
    return {"unit_id": "", "purpose": "讲座", "listing_id": item, "wanted": wanted}
