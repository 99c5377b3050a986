"""Open311 GeoReport v2: what an app files, and what is refused in the standard's way."""

from typing import Any

import pytest

from tests.support.georeport import (
    App,
    errors_of,
    xml_of,
)
from tests.support.running_petitions import (
    OTHER_STREET,
    step,
)
from tests.support.running_service import Client, Running


def test_the_example_request_is_refused_for_what_it_lacks_here(app: App) -> None:
    fields: dict[str, Any] = {
        "service_code": "001",
        "lat": "37.76524078",
        "long": "-122.4212043",
        "address_string": "1234 5th street",
        "device_id": "tt222111",
        "account_id": "123456",
        "attribute[WHISPAWN]": "123456",
    }

    assert errors_of(app.files(address_id=None, **fields))[0] == 404
    status, why = errors_of(app.files(**{**fields, "service_code": "road", "address_id": None}))
    assert (status, "address_string" in why, "社区" in why) == (400, True, True)
    assert app.files(**{**fields, "service_code": "road"}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "no-such"}, 404, "no-such"),
        ({"description": None}, 400, "description"),
        ({"description": "   "}, 400, "text"),
        ({"description": "长" * 4_001}, 400, "description"),
        ({"description": "长" * 50_000}, 400, "description"),
        ({"address_id": None}, 400, "address_id"),
        ({"address_id": None, "lat": "28.1", "long": "113.0"}, 400, "community"),
        ({"address_id": "430122001001"}, 400, "区划"),
        ({"lat": "28.1"}, 400, "lat"),
        ({"lat": "nan", "long": "113"}, 400, "lat"),
        ({"attribute[kind]": "party"}, 400, "kind"),
        ({"jurisdiction_id": "sfgov.org"}, 404, "sfgov.org"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
    ],
)
def test_a_request_that_cannot_be_filed_says_why_and_files_nothing(
    service: Running, app: App, changed: dict[str, Any], status: int, named: str
) -> None:
    before = service.newest_event()

    told, why = errors_of(app.files(**changed))

    assert (told, named in why) == (status, True), why
    assert service.newest_event() == before


def test_an_app_files_only_where_its_key_holds(service: Running, desk: Client) -> None:
    elsewhere = App(service, OTHER_STREET)

    assert errors_of(elsewhere.files())[0] == 403
    key = desk.http.headers["Authorization"].removeprefix("Bearer ")
    assert errors_of(elsewhere.files(api_key=key))[0] == 403
    elsewhere.http.close()


def test_an_app_adds_to_what_it_filed_once_and_to_nothing_else(
    service: Running, app: App, desk: Client
) -> None:
    one, other = app.filed(), App(service, name="another-app")
    told = {
        "service_request_id": one,
        "update_id": "u1",
        "description": "仍未清运",
        "status": "OPEN",
    }

    first = app.post("/servicerequestupdates.json", **told)
    again = app.post("/servicerequestupdates.json", **told)

    assert first.status_code == 200, first.text
    assert first.json() == again.json()
    said = desk.post(f"/petitions/{one}/words", {"purpose": "handling"}).json()
    assert said["notes"] == {"2": "仍未清运"}
    assert errors_of(other.post("/servicerequestupdates.json", **told))[0] == 404
    closing = app.post(
        "/servicerequestupdates.json", **{**told, "update_id": "2", "status": "CLOSED"}
    )
    assert (errors_of(closing)[0], "查询码" in errors_of(closing)[1]) == (400, True)
    step(desk, one, "resolve", outcome="done", note="已清运")
    step(desk, one, "close")
    late = app.post("/servicerequestupdates.json", **{**told, "update_id": "3"})
    assert (errors_of(late)[0], "归档" in errors_of(late)[1]) == (400, True)
    other.http.close()


def test_a_body_that_is_too_large_or_no_form_is_refused_in_the_standards_way(app: App) -> None:
    large = app.http.post("/requests.xml", content=b"a" * 2_000_000)
    no_form = app.http.post("/requests.json", json={"service_code": "garbage"})

    assert (large.status_code, xml_of(large).tag) == (413, "errors")
    assert errors_of(no_form)[0] == 400
