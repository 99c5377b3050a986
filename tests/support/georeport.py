"""The specification's own examples, and an app that speaks GeoReport."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx

from tests.support.running_petitions import COMMUNITY, DISTRICT
from tests.support.running_service import Running

EXAMPLES = Path(__file__).parent / "georeport_v2"
BASE = "/open311/v2"


def example_xml(name: str) -> ET.Element:
    return ET.fromstring((EXAMPLES / f"{name}.xml").read_bytes())  # noqa: S314 -- our own file


def example_json(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())


def xml_of(answer: httpx.Response) -> ET.Element:
    assert answer.headers["content-type"] == "text/xml; charset=utf-8", answer.text
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
    return ET.fromstring(answer.content)  # noqa: S314 -- our own answer


def names_in(element: ET.Element) -> Any:
    """The names in it; of items that repeat only the first counts, for all are alike."""
    below = {child.tag: names_in(child) for child in reversed(element)}
    return dict(reversed(below.items()))


def names_in_json(told: Any) -> Any:
    """The same of the other form."""
    if isinstance(told, list):
        return [names_in_json(told[0])] if told else []
    return {k: names_in_json(v) for k, v in told.items()} if isinstance(told, dict) else None


class App:
    """An app that holds a key for a district, and whoever looks things up without any."""

    def __init__(self, service: Running, where: str = DISTRICT, name: str = "") -> None:
        client = service.as_("civic_app", where, name)
        self.key = client.http.headers["Authorization"].removeprefix("Bearer ")
        self.http = httpx.Client(base_url=f"{service.address}{BASE}", timeout=30)

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.http.get(path, params=params)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        return self.http.post(path, data={"api_key": self.key, **fields})

    def files(self, form: str = "json", **changed: Any) -> httpx.Response:
        fields: dict[str, Any] = {
            "service_code": "garbage",
            "description": "楼下垃圾三天没有清运",
            "address_id": COMMUNITY,
            "first_name": "晓梅",
            "last_name": "欧阳",
            "phone": "13812345678",
            "email": "ouyang@example.org",
            **changed,
        }
        return self.post(f"/requests.{form}", **{k: v for k, v in fields.items() if v is not None})

    def filed(self, **changed: Any) -> str:
        """The id of a new request."""
        answer = self.files(**changed)
        assert answer.status_code == 200, answer.text
        return str(answer.json()[0]["service_request_id"])

    def one(self, petition_id: str) -> dict[str, Any]:
        answer = self.get(f"/requests/{petition_id}.json")
        assert answer.status_code == 200, answer.text
        [found] = answer.json()
        return dict(found)


def errors_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and descriptions of a refusal as the standard has it."""
    told = answer.json()
    assert all(set(each) == {"code", "description"} for each in told), told
    assert {each["code"] for each in told} == {answer.status_code}
    return answer.status_code, " ".join(each["description"] for each in told)
