"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

import re
from typing import Any

import httpx
import schemathesis

from services.reporting.api.desk import Desk
from services.reporting.main import NAME, TITLE, routers
from shared.composition import Front
from shared.database import open_engine
from shared.signals import Signals
from shared.subscription.reaching import Reaching
from tests.integration.reporting.conftest import NOW, Running, token
from tests.support.openapi import EXPLORED, answers_as_documented, document_of


def document() -> dict[str, Any]:
    """The document needs no database: nothing is asked while it is made."""
    engine = open_engine("postgresql://nowhere/reporting")
    signals = Signals("postgresql://nowhere/reporting", ())

    def desk(view: str) -> Desk:
        return Desk(engine, lambda: NOW, Reaching(engine, view, signals), 1.0)

    return document_of(NAME, Front(TITLE, routers(desk)))


POSITION = re.compile(r"(membership|petitions|resources):[0-9]{1,18}")
schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@EXPLORED
def test_no_operation_answers_what_is_not_documented(case: Any, told: Running) -> None:
    _never_wait(case)
    with httpx.Client(base_url=told.client.base_url) as client:
        client.headers["Authorization"] = f"Bearer {token()}"
        answers_as_documented(case, client)


def _never_wait(case: Any) -> None:
    """A position nobody has published is waited for, and then a 503; `test_views` is about that."""
    asked = (case.headers or {}).get("Read-After")
    if asked and POSITION.match(str(asked)):
        case.headers["Read-After"] = POSITION.sub(r"\1:0", str(asked))
