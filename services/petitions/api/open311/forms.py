"""An answer of Open311 as JSON and as XML: one tree, by the standard's Spark Convention.

In XML a list is an element that holds one element for each item; in JSON the names of the root and
of the items are left out.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from fastapi import Response
from pydantic import BaseModel

_ITEM = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""What an item of each list is called in XML."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(root: str, told: Any) -> bytes:
    """The tree as JSON; the root's name is not told."""
    del root
    return json.dumps(told, ensure_ascii=False).encode()


def as_xml(root: str, told: Any) -> bytes:
    """The tree as XML; what XML cannot hold is left out of texts."""
    element = _element(root, told)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(element, "unicode")}'.encode()


def _element(name: str, told: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(told, Mapping):
        element.extend(_element(key, value) for key, value in told.items())
    elif isinstance(told, list):
        element.extend(_element(_ITEM[name], value) for value in told)
    elif isinstance(told, bool):
        element.text = str(told).lower()
    elif told is not None:
        element.text = _NOT_IN_XML.sub("", str(told))
    return element


@dataclass(frozen=True)
class Form:
    """One way an answer is written.

    Attributes:
        suffix: the last part of a path that asks for it.
        media_type: how it is announced.
        written: the tree under the name of its root.
    """

    suffix: str
    media_type: str
    written: Callable[[str, Any], bytes]

    def answer(
        self, root: str, told: BaseModel | Sequence[BaseModel], status: int = 200
    ) -> Response:
        """The response that carries ``told``, under the root that XML names."""
        if isinstance(told, BaseModel):
            tree: Any = told.model_dump(mode="json")
        else:
            tree = [each.model_dump(mode="json") for each in told]
        return self.response(root, tree, status)

    def response(
        self, root: str, tree: Any, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The same of a tree of plain values."""
        content = self.written(root, tree)
        media_type = f"{self.media_type}; charset=utf-8"
        return Response(content, status, media_type=media_type, headers=dict(headers or {}))


JSON = Form("json", "application/json", as_json)
XML = Form("xml", "text/xml", as_xml)
FORMS = (JSON, XML)
