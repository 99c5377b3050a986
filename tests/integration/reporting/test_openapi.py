"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from services.reporting.api.desk import Desk
from services.reporting.api.statistics import statistics_router
from services.reporting.api.views import views_router
from services.reporting.statistics.reading import STATISTICS
from shared.access.keys import Key, KeySet
from shared.access.tokens import Verifier
from shared.database import open_engine
from shared.http.service_app import Edge, service_app
from shared.metrics import Metrics
from shared.signals import Signals
from shared.subscription.reaching import Reaching
from tests.integration.reporting.conftest import NOW, Running, token

NOT_ASKED = [positive_data_acceptance, negative_data_rejection]
"""The one takes every rule for a fault that the schema cannot say; the other takes it for a fault
that an unknown query parameter is passed over."""


def document() -> dict[str, Any]:
    """The document needs no database: nothing is asked while it is made."""
    url = "postgresql://nowhere/reporting"
    engine = open_engine(url)
    reaching = Reaching(engine, STATISTICS.name, Signals(url, ()))
    desk = Desk(engine, lambda: NOW, reaching, 1.0, (), {}, {})
    verifier = Verifier(KeySet((Key(None, "HS256", b""),)), issuer="", audience="")
    edge = Edge("reporting", "1", verifier, Metrics("reporting"))
    return service_app(edge, [statistics_router(desk), views_router(desk)]).openapi()


schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_operation_answers_what_is_not_documented(case: Any, told: Running) -> None:
    case.headers.pop("Read-After", None)  # a position that never comes is rightly a 503
    case.call_and_validate(
        base_url=str(told.client.base_url),
        excluded_checks=NOT_ASKED,
        headers={"Authorization": f"Bearer {token()}"},
    )
