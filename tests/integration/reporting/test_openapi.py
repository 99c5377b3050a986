"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

from typing import Any

import httpx
import schemathesis

from services.reporting.api.desk import Desk
from services.reporting.api.statistics import statistics_router
from services.reporting.main import NAME, TITLE
from services.reporting.statistics.reading import STATISTICS
from shared.composition import Front
from shared.database import open_engine
from shared.signals import Signals
from shared.subscription.reaching import Reaching
from tests.integration.reporting.conftest import NOW, Running, token
from tests.support.openapi import EXPLORED, answers_as_documented, document_of


def document() -> dict[str, Any]:
    """The document needs no database: nothing is asked while it is made."""
    engine = open_engine("postgresql://nowhere/reporting")
    reaching = Reaching(engine, STATISTICS.name, Signals("postgresql://nowhere/reporting", ()))
    desk = Desk(engine, lambda: NOW, reaching, 1.0)
    return document_of(NAME, Front(TITLE, [statistics_router(desk)]))


schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@EXPLORED
def test_no_operation_answers_what_is_not_documented(case: Any, told: Running) -> None:
    with httpx.Client(base_url=told.client.base_url) as client:
        client.headers["Authorization"] = f"Bearer {token()}"
        answers_as_documented(case, client)
