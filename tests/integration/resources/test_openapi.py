"""What the OpenAPI document says is what is answered, whatever comes in."""

from typing import Any

import httpx
import schemathesis
from hypothesis import settings

from services.resources.api.application import FRONT
from tests.support.openapi import EXPLORED, answers_as_documented, document_of
from tests.support.running_resources import Town

DOCUMENT = document_of("resources", FRONT)
schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@settings(
    EXPLORED, max_examples=4
)  # acts and lists are made from two tables: a few cases each will do
def test_every_operation_answers_as_documented(case: Any, yuhua: Town) -> None:
    answers_as_documented(case, yuhua.city.http)


def test_the_running_service_shows_this_very_document(yuhua: Town) -> None:
    assert httpx.get(f"{yuhua.running.address}/openapi.json", timeout=60).json() == DOCUMENT
