"""The OpenAPI document tells every answer there is, and schemathesis finds no other."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx
import pytest
import schemathesis

from services.reporting.api.desk import Desk
from services.reporting.main import TITLE, routers
from services.reporting.program import NAME
from shared.composition import Front
from shared.database import open_engine
from shared.signals import Signals
from shared.subscription.reaching import Reaching
from tests.integration.reporting.conftest import NOW, Running, token
from tests.support.openapi import EXPLORED, answers_as_documented, document_of
from tests.support.told_by_petitions import Appeals
from tests.unit.petitions.petition_scene import register


def document() -> dict[str, Any]:
    """The document needs no database: nothing is asked while it is made."""
    engine = open_engine("postgresql://nowhere/reporting")
    signals = Signals("postgresql://nowhere/reporting", ())

    def desk(view: str) -> Desk:
        return Desk(engine, lambda: NOW, Reaching(engine, view, signals), 1.0)

    return document_of(NAME, Front(TITLE, routers(desk)))


POSITION = re.compile(r"(membership|petitions|resources):([0-9]{1,18})")
schema = schemathesis.openapi.from_dict(document())


class AllTold(NamedTuple):
    """The service with the messages of all publishers, and the last position of each."""

    service: Running
    last: Mapping[str, int]


@pytest.fixture(scope="module")
def all_told(autumn: Running) -> AllTold:
    told = f"{autumn.client.headers['Read-After']},{autumn.publish(Appeals().when(register()))}"
    return AllTold(autumn, {name: int(last) for name, last in POSITION.findall(told)})


@schema.parametrize()
@EXPLORED
def test_no_operation_answers_what_is_not_documented(case: Any, all_told: AllTold) -> None:
    _ask_for_what_was_published(case, all_told.last)
    with httpx.Client(base_url=all_told.service.client.base_url) as client:
        client.headers["Authorization"] = f"Bearer {token()}"
        answers_as_documented(case, client)


def _ask_for_what_was_published(case: Any, last: Mapping[str, int]) -> None:
    """A position nobody has published is waited for, and then a 503; `test_views` is about that.

    Each that is drawn becomes one that was published. The last of each publisher is waited for until
    the view has it, by whoever asks for it first.
    """
    asked = str((case.headers or {}).get("Read-After", ""))
    if POSITION.match(asked):
        case.headers["Read-After"] = POSITION.sub(
            lambda found: f"{found[1]}:{last[found[1]] - int(found[2]) % (last[found[1]] + 1)}",
            asked,
        )
