"""What surrounds a request: ids, versions, limits, metrics, log lines."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter
from structlog.testing import capture_logs

from shared.http.server import Server
from shared.http.service_app import Edge, service_app, service_router
from tests.shared.http.shop import Shop, asking

ORDER = {"buyer": "officer", "amount": 1}
KEY = "0b6f3c52-4a3e-4bb5-9d0c-2b8f6c0a8d11"


def test_the_idempotency_key_becomes_the_command_id(client: httpx.Client) -> None:
    for key in (KEY, KEY.upper(), f'"{KEY}"'):
        placed = client.post("/orders", json=ORDER, headers={"Idempotency-Key": key})

        assert placed.json()["command_id"] == KEY


def test_without_a_key_each_command_is_its_own(client: httpx.Client) -> None:
    ids = {client.post("/orders", json=ORDER).json()["command_id"] for _ in range(3)}

    assert len({UUID(one) for one in ids}) == 3


@pytest.mark.parametrize("key", ["1", "x" * 36, KEY + "0", "{" + KEY + "}"])
def test_another_key_is_refused(client: httpx.Client, key: str) -> None:
    refused = client.post("/orders", json=ORDER, headers={"Idempotency-Key": key})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"


def test_the_version_is_told_and_can_be_required(client: httpx.Client) -> None:
    placed = client.post("/orders", json=ORDER, headers={"If-Match": '"7"'})
    late = client.post("/orders", json=ORDER, headers={"If-Match": '"6"'})

    assert placed.headers["etag"] == '"8"'
    assert (late.status_code, late.json()["type"]) == (412, "urn:problem:version-changed")


@pytest.mark.parametrize("match", ["7", "*", 'W/"7"', '"7", "8"', '""', '"seven"'])
def test_another_precondition_is_refused(client: httpx.Client, match: str) -> None:
    refused = client.post("/orders", json=ORDER, headers={"If-Match": match})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "If-Match"


def test_a_body_may_have_its_limit_and_not_a_byte_more(client: httpx.Client) -> None:
    mebibyte = 1024 * 1024
    fits, too_large = b" " * (mebibyte - 2) + b"{}", b" " * (mebibyte - 1) + b"{}"
    json = {"Content-Type": "application/json"}

    assert client.post("/orders", content=fits, headers=json).status_code == 422
    refused = client.post("/orders", content=too_large, headers=json)

    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
    assert "1048576" in refused.json()["detail"]


def test_a_body_of_unannounced_length_is_counted(client: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    json = {"Content-Type": "application/json"}
    refused = client.post("/orders", content=pieces(), headers=json)

    assert refused.status_code == 413
    assert refused.json()["type"] == "urn:problem:too-large"


def test_an_upload_may_be_larger_where_the_service_says_so(client: httpx.Client) -> None:
    two = client.post("/orders/import", files={"file": ("a", b"x" * 2 * 1024 * 1024)})
    four = client.post("/orders/import", files={"file": ("a", b"x" * 4 * 1024 * 1024)})

    assert two.json() == 2 * 1024 * 1024 + 1
    assert four.status_code == 413


@pytest.mark.parametrize("given", ["", "two words", "a" * 65, "line\tbreak", '{"x":1}'])
def test_a_correlation_id_of_another_shape_is_replaced(client: httpx.Client, given: str) -> None:
    answered = client.get("/orders/1", headers={"X-Correlation-ID": given})

    assert UUID(answered.headers["x-correlation-id"])


def test_answers_are_not_kept_by_anyone(client: httpx.Client) -> None:
    answered = client.get("/orders/1")

    assert answered.headers["cache-control"] == "no-store"
    assert answered.headers["x-content-type-options"] == "nosniff"


def test_requests_are_counted_by_endpoint_and_not_by_path(shop: Shop) -> None:
    with Server(shop.app, port=0) as server, asking(server) as client:
        for one in range(3):
            client.get(f"/orders/{one}")
        client.get("/nothing")
        client.post("/faults/unexpected")

        page = client.get("/metrics")

    assert page.headers["content-type"].startswith("text/plain")
    assert (
        'shop_http_requests_total{endpoint="/orders/{order_id}",method="GET",status="200"} 3.0'
        in page.text
    )
    assert 'endpoint="unmatched",method="GET",status="404"} 1.0' in page.text
    assert 'endpoint="/faults/{kind}",method="POST",status="500"} 1.0' in page.text
    assert (
        'shop_http_request_seconds_count{endpoint="/orders/{order_id}",method="GET"} 3.0'
        in page.text
    )


def test_the_log_holds_neither_query_nor_body(shop: Shop) -> None:
    with capture_logs() as lines, Server(shop.app, port=0) as server, asking(server) as client:
        client.get("/orders/1?note=张三")
        client.post("/orders", json={**ORDER, "buyer": "张三"})
        client.get("/metrics")

    told = [{**line, "milliseconds": 0} for line in lines]
    assert [(line["service"], line["endpoint"], line["operation"]) for line in told] == [
        ("shop", "/orders/{order_id}", "read_order"),
        ("shop", "/orders", "place_order"),
    ]
    assert [line["status"] for line in told] == [200, 201]
    assert "张三" not in str(lines)


def test_an_unexpected_fault_is_logged_with_its_cause(shop: Shop) -> None:
    with capture_logs() as lines, Server(shop.app, port=0) as server, asking(server) as client:
        client.post("/faults/unexpected")

    assert [line["event"] for line in lines] == ["request.failed", "request"]
    assert isinstance(lines[0]["exc_info"], RuntimeError)


def test_readiness_follows_progress_and_liveness_does_not(shop: Shop) -> None:
    with Server(shop.app, port=0) as server, asking(server) as client:
        assert client.get("/health/ready").json()["status"] == "ok"

        shop.progressing = False
        stuck = client.get("/health/ready")

        assert stuck.status_code == 503
        assert stuck.json()["checks"] == [
            {"name": "loop", "ok": False, "state": "", "detail": "at 7 of 9"}
        ]
        assert client.get("/health/live").status_code == 200


def test_a_router_that_checks_nothing_is_not_taken(shop: Shop) -> None:
    careless = APIRouter()
    careless.get("/")(lambda: None)
    edge = Edge("Shop", "1", shop.app.state.verifier, shop.metrics)

    with pytest.raises(TypeError, match="service_router"):
        service_app(edge, [careless])


def test_two_routes_of_one_service_that_would_be_counted_as_one_are_refused(shop: Shop) -> None:
    twins = [service_router(), service_router()]
    for one in twins:
        one.get("/orders/{order_id}")(lambda order_id: order_id)
    edge = Edge("Shop", "1", shop.app.state.verifier, shop.metrics)

    with pytest.raises(TypeError, match=r"two routes of one service: GET /orders/\{order_id\}"):
        service_app(edge, twins)
