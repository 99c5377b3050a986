"""What a service's OpenAPI document says, and whether it is what the service answers."""

from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, settings
from requests import Session
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.access.keys import Key, KeySet
from shared.access.tokens import Verifier
from shared.composition.front import Front
from shared.http.service_app import service_app
from shared.http.views import views_router
from shared.metrics import Metrics

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXPLORED = settings(
    max_examples=10,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""How each operation is explored: few cases, the same ones in every run."""

_CONNECTION = Session()
"""One for all cases: opening one, and asking the environment for proxies, costs as much as an answer."""
_CONNECTION.trust_env = False
_CONNECTION.headers.clear()


def document_of(name: str, front: Front) -> dict[str, Any]:
    """The document as the running service shows it; nothing is asked while it is made."""
    verifier = Verifier(KeySet((Key(None, "HS256", b"-" * 32),)), issuer="-", audience="-")
    routers = [*front.routers, views_router({}, {}, front.allow)]
    return service_app(front.edge(verifier, Metrics(name)), routers).openapi()


def answers_as_documented(case: Any, client: httpx.Client) -> None:
    """Send one case as this client would, and check the answer against the document."""
    case.call_and_validate(
        base_url=str(client.base_url),
        session=_CONNECTION,
        headers={"Authorization": client.headers["Authorization"]},
        checks=CHECKS,
        timeout=30,
    )
