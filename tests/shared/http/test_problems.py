"""Whatever goes wrong is told as a problem document that names field and rule, never the value."""

from typing import Any

import httpx
import pytest

from tests.shared.http.shop import SECRET_TEXT, bearer

ORDER = {"buyer": "officer", "amount": 1}


def told(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:problem:")
    assert problem["title"]
    return problem


def fields(problem: dict[str, Any]) -> dict[str, str]:
    return {error["field"]: error["rule"] for error in problem["errors"]}


def test_a_rejection_tells_its_rule_its_field_and_what_to_do(client: httpx.Client) -> None:
    problem = told(client.post("/orders", json={**ORDER, "amount": 13}), 409)

    assert problem["type"] == "urn:problem:out-of-stock"
    assert problem["detail"] == "库存不足，请改日再来"
    assert problem["errors"] == [
        {"field": "amount", "rule": "out-of-stock", "message": "thirteen are never there"}
    ]


def test_a_rejection_of_no_listed_status_is_a_422_and_may_have_no_field(
    client: httpx.Client,
) -> None:
    problem = told(client.post("/orders", json={**ORDER, "amount": 1001}), 422)

    assert problem["type"] == "urn:problem:too-much"
    assert problem["errors"] == [{"field": "", "rule": "too-much", "message": "at most 1000"}]


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"amount": 1}, "buyer", "missing"),
        ({**ORDER, "buyer": SECRET_TEXT * 9}, "buyer", "string_too_long"),
        ({**ORDER, "amount": "x"}, "amount", "int_parsing"),
        ({**ORDER, "amount": 0}, "amount", "greater_than_equal"),
        ({**ORDER, "tags": ["a", 7]}, "tags[1]", "string_type"),
        ({**ORDER, "buyer": "a\0b"}, "buyer", "no-nul"),
        ({**ORDER, "tags": ["a", "\0"]}, "tags[1]", "no-nul"),
        ({**ORDER, "430111199001011234": 1}, "4301**********1234", "extra_forbidden"),
        ({**ORDER, "a\0b": 1}, "body", "no-nul"),
        ([], "body", "model_attributes_type"),
        (None, "body", "missing"),
    ],
)
def test_a_broken_rule_names_the_field_and_not_the_value(
    client: httpx.Client, body: object, field: str, rule: str
) -> None:
    response = client.post("/orders", json=body)

    assert fields(told(response, 422)) == {field: rule}
    assert "张三" not in response.text
    assert "430111199001011234" not in response.text


def test_a_backslash_before_u0000_is_only_a_backslash(client: httpx.Client) -> None:
    response = client.post("/orders", json={**ORDER, "buyer": r"\u0000"})

    assert response.json()["buyer"] == r"\u0000"


def test_many_errors_are_told_as_a_hundred(client: httpx.Client) -> None:
    problem = told(client.post("/orders", json={**ORDER, "tags": [1] * 5000}), 422)

    assert len(problem["errors"]) == 100


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe\x00",
        '{"buyer": "a", "amount": 1}'.encode("utf-16"),
        b'{"buyer": "a", "amount": NaN}',
        b'{"buyer": "a", "amount": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_body_that_is_no_json_is_malformed(client: httpx.Client, body: bytes) -> None:
    response = client.post("/orders", content=body, headers={"Content-Type": "application/json"})

    assert told(response, 400)["type"] == "urn:problem:malformed-body"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"buyer": "\ud800", "amount": 1}', "buyer"),
        (rb'{"buyer": "a", "amount": 1, "\udc00": 1}', "body"),
    ],
)
def test_half_a_character_is_refused(client: httpx.Client, body: bytes, field: str) -> None:
    response = client.post("/orders", content=body, headers={"Content-Type": "application/json"})

    assert fields(told(response, 422)) == {field: "string_unicode"}


def test_half_a_character_in_a_field_name_can_be_told(client: httpx.Client) -> None:
    body = rb'{"\ud800": "\u0000"}'

    response = client.post("/orders", content=body, headers={"Content-Type": "application/json"})

    assert fields(told(response, 422)) == {"?": "no-nul"}


def test_another_content_type_is_no_body(client: httpx.Client) -> None:
    told(client.post("/orders", content=b"{}", headers={"Content-Type": "text/plain"}), 422)


@pytest.mark.parametrize(
    ("path", "field"),
    [("/orders/a%00b", "order_id"), ("/orders/a?note=%00", "note"), ("/orders/a?%00=1", "\0")],
)
def test_nul_is_refused_in_parameters_too(client: httpx.Client, path: str, field: str) -> None:
    assert fields(told(client.get(path), 422)) == {field: "no-nul"}


def test_nul_is_refused_in_forms_but_not_in_files(client: httpx.Client) -> None:
    binary = client.post("/orders/import", files={"file": ("a.xlsx", b"\0\0")})
    form = client.post("/orders/import", files={"file": ("a", b"")}, data={"sheet": "a\0"})

    assert binary.json() == 3
    assert fields(told(form, 422)) == {"sheet": "no-nul"}


def test_a_broken_form_is_malformed(client: httpx.Client) -> None:
    response = client.post(
        "/orders/import",
        content=b"--b\r\nnonsense",
        headers={"Content-Type": "multipart/form-data"},
    )

    told(response, 400)


def test_the_wrong_kind_of_file_is_told(client: httpx.Client) -> None:
    page = {"file": ("a.html", b"<html>", "text/html")}

    told(client.post("/orders/import", files=page), 415)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/orders/missing", 404),
        ("GET", "/nothing", 404),
        ("DELETE", "/orders", 405),
        ("GET", "/orders/secret", 403),
    ],
)
def test_the_usual_refusals(client: httpx.Client, method: str, path: str, status: int) -> None:
    told(client.request(method, path), status)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("unexpected", 500),
        ("syntax", 500),
        ("conflict", 409),
        ("database", 503),
        ("column", 500),
        ("keys", 503),
    ],
)
def test_faults_tell_nothing_of_the_inside(client: httpx.Client, kind: str, status: int) -> None:
    response = client.post(f"/faults/{kind}")

    told(response, status)
    assert not any(inside in response.text for inside in ("张三", "order-1", "Traceback", "DETAIL"))
    assert ("retry-after" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [
        ({}, 'Bearer realm="community-platform"'),
        ({"Authorization": "Basic eDp5"}, "invalid_token"),
        ({"Authorization": "Bearer"}, "invalid_token"),
        ({"Authorization": "Bearer nonsense"}, "invalid_token"),
    ],
)
def test_who_shows_no_genuine_token_is_challenged(
    client: httpx.Client, headers: dict[str, str], challenge: str
) -> None:
    response = httpx.get(client.base_url.join("/orders/1"), headers=headers)

    told(response, 401)
    assert challenge in response.headers["www-authenticate"]
    assert "nonsense" not in response.text


def test_who_shows_another_audiences_token_is_challenged(client: httpx.Client) -> None:
    response = httpx.get(client.base_url.join("/orders/1"), headers=bearer(aud="urn:else"))

    told(response, 401)
    assert "another audience" in response.headers["www-authenticate"]


def test_the_problem_names_the_request_as_the_logs_do(client: httpx.Client) -> None:
    response = client.get("/nothing", headers={"X-Correlation-ID": "abc-1"})

    assert told(response, 404)["instance"] == "urn:request:abc-1"
