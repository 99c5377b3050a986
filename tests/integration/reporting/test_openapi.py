"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import schemathesis

from services.reporting.api.desk import Desk
from services.reporting.main import NAME, TITLE, routers
from shared.composition import Front
from shared.database import open_engine
from shared.signals import Signals
from shared.subscription.reaching import Reaching
from tests.integration.reporting.conftest import NOW, Running, running, settings_for, token
from tests.support.openapi import EXPLORED, answers_as_documented, document_of
from tests.support.postgres import TestServer
from tests.support.told_by_membership import district


def document() -> dict[str, Any]:
    """The document needs no database: nothing is asked while it is made."""
    engine = open_engine("postgresql://nowhere/reporting")
    signals = Signals("postgresql://nowhere/reporting", ())

    def desk(view: str) -> Desk:
        return Desk(engine, lambda: NOW, Reaching(engine, view, signals), 1.0)

    return document_of(NAME, Front(TITLE, routers(desk)))


schema = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope="module")
def impatient(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Every position that is asked for and never comes would be waited for."""
    url = postgres.make_database()
    settings = settings_for(url, tmp_path_factory.mktemp("keys"))
    with running(replace(settings, read_after_seconds=0.05)) as service:
        service.publish(district())
        yield service
    postgres.drop_database(url)


@schema.parametrize()
@EXPLORED
def test_no_operation_answers_what_is_not_documented(case: Any, impatient: Running) -> None:
    with httpx.Client(base_url=impatient.client.base_url) as client:
        client.headers["Authorization"] = f"Bearer {token()}"
        answers_as_documented(case, client)
