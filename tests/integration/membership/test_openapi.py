"""What the OpenAPI document says is what is answered, whatever comes in."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import schemathesis

from services.membership.api.application import FRONT
from tests.support.openapi import EXPLORED, answers_as_documented, document_of
from tests.support.running_service import problem_of
from tests.support.yuhua_district import District

DOCUMENT = document_of("membership", FRONT)
schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@EXPLORED
def test_every_operation_answers_as_documented(case: Any, district: District) -> None:
    answers_as_documented(case, district.city.http)


def test_the_running_service_shows_this_very_document(district: District) -> None:
    assert httpx.get(f"{district.running.address}/openapi.json", timeout=60).json() == DOCUMENT


Send = Callable[[httpx.Client], httpx.Response]
JSON = {"Content-Type": "application/json"}
HOSTILE: dict[str, tuple[int, Send]] = {
    "NUL in a text": (
        422,
        lambda c: c.post("/organisations/b-111/rename", json={"name": "a\0b"}),
    ),
    "NUL in a path": (422, lambda c: c.get("/members/a%00b")),
    "NUL in a query": (422, lambda c: c.get("/organisations", params={"name": "a\0"})),
    "a lone surrogate": (
        422,
        lambda c: c.post(
            "/organisations/b-111/rename", content=b'{"name": "\\ud800"}', headers=JSON
        ),
    ),
    "a lone surrogate as a field": (
        422,
        lambda c: c.post(
            "/organisations/b-111/rename",
            content=b'{"name": "a", "\\udfff": 1}',
            headers=JSON,
        ),
    ),
    "a huge number": (
        400,
        lambda c: c.put(
            "/rules/letter-days-inside",
            content=b'{"value": ' + b"9" * 5000 + b', "source": "x"}',
            headers=JSON,
        ),
    ),
    "a large number": (
        422,
        lambda c: c.put("/rules/letter-days-inside", json={"value": 10**30, "source": "x"}),
    ),
    "a huge page": (422, lambda c: c.get("/members", params={"limit": 10**30})),
    "not a number": (
        400,
        lambda c: c.put(
            "/rules/letter-days-inside", content=b'{"value": NaN, "source": "x"}', headers=JSON
        ),
    ),
    "deeply nested": (
        400,
        lambda c: c.post("/divisions", content=b"[" * 100_000, headers=JSON),
    ),
    "bytes that are no text": (
        400,
        lambda c: c.post("/organisations/b-111/rename", content=b"\xff\xfe", headers=JSON),
    ),
    "another content type": (
        422,
        lambda c: c.post(
            "/organisations/b-111/rename", content=b"name=x", headers={"Content-Type": "text/plain"}
        ),
    ),
    "a form without a boundary": (
        400,
        lambda c: c.post(
            "/roster-imports", content=b"x", headers={"Content-Type": "multipart/form-data"}
        ),
    ),
    "a cursor made up by hand": (
        422,
        lambda c: c.get("/letters", params={"after": "WyJhIiwxMDAwMDAwMDAwMDAwMDAwMDAwMDAsMV0"}),
    ),
    "a body without end": (
        413,
        lambda c: c.post("/organisations", content=b"x" * 2_000_000, headers=JSON),
    ),
    "an event that never was": (
        422,
        lambda c: c.get("/organisations", headers={"Read-After": "organisation-tree@999999"}),
    ),
    "a version that is none": (
        422,
        lambda c: c.post("/organisations/b-111/dissolve", json={}, headers={"If-Match": "x"}),
    ),
    "an unknown path": (404, lambda c: c.get("/nothing")),
    "another method": (405, lambda c: c.delete("/members")),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_gets_a_clear_answer(district: District, case: str) -> None:
    status, send = HOSTILE[case]

    assert problem_of(send(district.city.http))[0] == status
