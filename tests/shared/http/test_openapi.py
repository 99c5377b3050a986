"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.shared.http.shop import Shop, bearer

NOT_ASKED = [positive_data_acceptance, negative_data_rejection]
"""The one takes every rule for a fault that the schema cannot say; the other takes it for a fault
that an unknown query parameter is passed over, and that a form's number is text."""

schema = schemathesis.openapi.from_dict(Shop().app.openapi()).exclude(path_regex="^/faults")


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_no_operation_answers_what_is_not_documented(case: Any, client: httpx.Client) -> None:
    case.call_and_validate(
        base_url=str(client.base_url), excluded_checks=NOT_ASKED, headers=bearer()
    )


def test_problems_are_described_where_they_are_referred_to(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"]["/orders"]["post"]

    answers = operation["responses"]
    assert set(answers) == {
        *("201", "400", "401", "403", "404", "409", "412", "413", "422", "500", "503")
    }
    assert answers["422"]["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }
    assert {"Problem", "FieldError"} <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert operation["security"] == [{"HTTPBearer": []}]
