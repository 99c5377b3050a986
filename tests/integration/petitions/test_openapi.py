"""What the OpenAPI document says is what is answered, whatever comes in."""

from typing import Any

import httpx
import schemathesis
from hypothesis import settings

from services.petitions.api.application import FRONT
from tests.support.openapi import EXPLORED, answers_as_documented, document_of
from tests.support.running_petitions import CITY
from tests.support.running_service import Running

DOCUMENT = document_of("petitions", FRONT)
schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@settings(EXPLORED, max_examples=4)  # the steps are made from one table: a few cases each will do
def test_every_operation_answers_as_documented(case: Any, service: Running) -> None:
    answers_as_documented(case, service.as_("district_organiser", CITY).http)


def test_the_running_service_shows_this_very_document(service: Running) -> None:
    assert httpx.get(f"{service.address}/openapi.json", timeout=60).json() == DOCUMENT
