"""The OpenAPI document is that of the running service."""

import httpx

from services.resources.api.application import FRONT
from tests.support.openapi import document_of
from tests.support.running_resources import Town

DOCUMENT = document_of("resources", FRONT)


def test_the_running_service_shows_this_very_document(yuhua: Town) -> None:
    assert httpx.get(f"{yuhua.running.address}/openapi.json").json() == DOCUMENT
