"""One lifecycle over HTTP: create, assign, resolve, and search until the answer shows it."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.bench.line import Line
from tests.bench.petitions.district import CATEGORIES, PLACES, Community

TEXT = "小区物业半年没有清扫楼道,多次反映无人处理,请尽快核实解决。"
RESULT = "已责成物业公司整改,楼道已清扫,居民现场确认。"
_numbers = count()
Token = Callable[[str, str], str]


class Failed(Exception):
    """An answer was not what it has to be."""


class Resident:
    """Goes through lifecycles one after the other, on a line of his own.

    Attributes:
        milliseconds: how long each request took, by its name.
    """

    def __init__(self, address: str, token: Token) -> None:
        self._line, self._token = Line(address), token
        self.milliseconds, self.close = self._line.milliseconds, self._line.close

    def act(self) -> None:
        """One lifecycle. Raises `Failed`, or what the connection raises."""
        number = next(_numbers)
        place = PLACES[number * 7 % len(PLACES)]
        told, _ = self._post("create", place.code, "", _appeal(number, place))
        own = f"/{told['petition_id']}"
        self._post("assign", place.street, f"{own}/dispatch", {"lead_id": place.code})
        answer = {"outcome": "done", "note": RESULT}
        _, written = self._post("resolve", place.code, f"{own}/resolve", answer)
        found = self._search(place, written)
        if told["petition_id"] not in {one["petition_id"] for one in found["items"]}:
            raise Failed("the search does not show what was resolved")

    def _search(self, place: Community, written: str) -> Any:
        """The newest of the community that are done, in a view that shows what was written."""
        wanted = urlencode({"place": place.code, "is_open": "false", "limit": 20})
        asking = {**self._headers("search", place.street), "Read-After": written}
        found, _ = self._ask("search", "GET", f"?{wanted}", asking)
        return found

    def _post(self, name: str, unit: str, path: str, body: Mapping[str, Any]) -> tuple[Any, str]:
        return self._ask(name, "POST", path, self._headers(name, unit), body)

    def _headers(self, name: str, unit: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token(_ROLES[name], unit)}"}

    def _ask(
        self,
        name: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> tuple[Any, str]:
        """What was answered, and the event that was written."""
        answer = self._line.ask(name, method, f"/petitions/petitions{path}", headers, body)
        if answer.status not in {200, 201}:
            raise Failed(f"{name}: {answer.status} {answer.body.decode()[:300]}")
        return answer.told, answer.headers.get("Read-After", "")


_ROLES = {
    "create": "appeals_officer",
    "assign": "dispatcher",
    "resolve": "unit_handler",
    "search": "dispatcher",
}


def _appeal(number: int, place: Community) -> dict[str, Any]:
    return {
        "channel": "hotline",
        "kind": "complaint",
        "category_id": CATEGORIES[number % len(CATEGORIES)],
        "place": place.code,
        "text": TEXT,
        "appellant": {"name": "欧阳晓梅", "phone": f"138{number:08d}", "address": "3栋201"},
    }
