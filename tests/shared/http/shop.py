"""A small service that uses everything of the edge: the specs' example."""

from typing import Annotated

import httpx
import psycopg
from fastapi import File, Form, Query, Response, UploadFile
from psycopg.errors import SyntaxError as BadQuery
from psycopg.errors import UndefinedColumn
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import ProgrammingError

from shared.access.keys import KeySet
from shared.access.refusals import Forbidden, KeysUnavailable
from shared.access.tokens import Verifier, issue
from shared.event_store import VersionConflict
from shared.http.health import Check
from shared.http.preconditions import (
    IdempotencyKey,
    IfMatch,
    command_id,
    expected_version,
    require_version,
    set_version,
)
from shared.http.refusals import NotFound, UnsupportedMedia
from shared.http.security import Caller
from shared.http.server import Server
from shared.http.service_app import Edge, service_app, service_router
from shared.metrics import Metrics
from tests.shared.access.signing import AUDIENCE, ISSUER, claims, shared_secret

SECRET_TEXT = "张三 430111199001011234"


class Rejection(Exception):
    slug, field, label = "", "", ""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OutOfStock(Rejection):
    slug, field, label = "out-of-stock", "amount", "库存不足，请改日再来"


class TooMuch(Rejection):
    slug, label = "too-much", "太多了"


class Order(BaseModel):
    """What is ordered."""

    model_config = ConfigDict(extra="forbid")
    buyer: str = Field(max_length=20)
    amount: int = Field(ge=1, le=10**6)
    tags: list[str] = []


class Ordered(BaseModel):
    """What came of it."""

    command_id: str
    buyer: str
    caller: str


router = service_router(404, 409, 412)


@router.post("/orders", status_code=201)
def place_order(
    order: Order,
    caller: Caller,
    response: Response,
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Ordered:
    if order.amount == 13:
        raise OutOfStock("thirteen are never there")
    if order.amount > 1000:
        raise TooMuch("at most 1000")
    require_version(expected_version(if_match), 7)
    set_version(response, 8)
    return Ordered(command_id=command_id(key), buyer=order.buyer, caller=caller.id)


@router.get("/orders/{order_id}")
def read_order(
    order_id: str, caller: Caller, note: Annotated[str, Query(max_length=9)] = ""
) -> str:
    if order_id == "missing":
        raise NotFound("order")
    if order_id == "secret":
        raise Forbidden("order.read")
    return f"{order_id} {note} {caller.id}"


upload = service_router(415)


@upload.post("/orders/import")
def import_orders(
    caller: Caller, file: Annotated[UploadFile, File()], sheet: Annotated[str, Form()] = ""
) -> int:
    if file.content_type == "text/html":
        raise UnsupportedMedia("a spreadsheet")
    return len(file.file.read()) + len(sheet) + len(caller.grants)


faults = service_router(409)

_FAULTS = {
    "unexpected": RuntimeError(SECRET_TEXT),
    "conflict": VersionConflict("order-1", 3, 4),
    "database": psycopg.OperationalError(f"down\nDETAIL: {SECRET_TEXT}"),
    "column": ProgrammingError("select", {}, UndefinedColumn(SECRET_TEXT)),
    "syntax": ProgrammingError("select", {}, BadQuery(SECRET_TEXT)),
    "keys": KeysUnavailable("the keys cannot be read"),
}


@faults.post("/faults/{kind}")
def fail(kind: str) -> None:
    raise _FAULTS[kind]


class Shop:
    """The application, its metrics, and the progress of its one loop."""

    def __init__(self) -> None:
        self.metrics = Metrics("shop")
        self.progressing = True
        edge = Edge(
            title="Shop",
            version="1",
            verifier=Verifier(KeySet((shared_secret(),)), issuer=ISSUER, audience=AUDIENCE),
            metrics=self.metrics,
            readiness=lambda: [Check(name="loop", ok=self.progressing, detail="at 7 of 9")],
            rejection=Rejection,
            statuses={"out-of-stock": 409},
            larger_bodies={"/orders/import": 3 * 1024 * 1024},
        )
        self.app = service_app(edge, [upload, router, faults])


def bearer(**changed: object) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue(claims(**changed), shared_secret())}"}


def asking(server: Server) -> httpx.Client:
    """An officer with a genuine token."""
    return httpx.Client(base_url=server.address, headers=bearer())
