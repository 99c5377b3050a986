"""The other services at work while their processes are killed: an appeal, a unit, and a place they hear of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from deploy.demo.caught_up import newest
from deploy.demo.client import Answer, Refused
from deploy.demo.officers import Officers
from tests.support.city_load import DISTRICT, STREET
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
        self._until(lambda: district.post("/resources/units", _unit(community), once=community))
        self.done.append(community)

    def heard(self, community: str) -> None:
        """Return when the petitions service has heard of the community."""
        city = self.officers.city()

        def known() -> bool:
            units = city.get("/petitions/units")["items"]
            return any(unit["unit_id"] == community for unit in units)

        self._until(known)

    def all_is_there(self) -> bool:
        """Each appeal counts once in reporting; each unit stands once in its register."""
        city, district = self.officers.city(), self.officers.district()
        after = {"Read-After": newest(city, "petitions")}
        report = district.get(f"/reporting/petitions/{DISTRICT}", after)
        assert report["figures"]["registered"]["value"] == len(self.done)
        shown = district.get("/resources/units")
        assert sorted(unit["unit_id"] for unit in shown["items"]) == sorted(self.done)
        return True

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


def _unit(community: str) -> Answer:
    return {
        "unit_id": community,
        "name": f"单位{community}",
        "unit_class": "organ",
        "premises": [community],
        "liaison_post": "办公室主任",
        "liaison_name": "王小明",
        "liaison_phone": "13800001234",
    }
