"""Open311 GeoReport v2: a 311 client files an appeal and follows it, and learns nothing it must not."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.support.georeport import (
    App,
    errors_of,
    example_json,
    example_xml,
    names_in,
    names_in_json,
    xml_of,
)
from tests.support.running_petitions import (
    COMMUNITY,
    DISTRICT,
    WATER,
    caught_up,
    registered,
    step,
)
from tests.support.running_service import Client, Running

NAME, PHONE, EMAIL = "欧阳晓梅", "13812345678", "ouyang@example.org"


def _seen(service: Running) -> None:
    caught_up(service, "petitions.published")


def test_every_answer_has_the_elements_of_the_published_example(service: Running, app: App) -> None:
    one = app.filed()
    _seen(service)
    paths = {
        "services": "/services",
        "service_definition": "/services/garbage",
        "requests": "/requests",
        "token": f"/tokens/{one}",
        "discovery": "/discovery",
    }

    for name, path in paths.items():
        answers = app.get(f"{path}.xml"), app.get(f"{path}.json")
        assert names_in(xml_of(answers[0])) == names_in(example_xml(name)), name
        assert answers[1].headers["content-type"] == "application/json; charset=utf-8"
        assert names_in_json(answers[1].json()) == names_in_json(example_json(name)), name
    assert names_in(xml_of(app.files("xml"))) == names_in(example_xml("post_request"))
    assert names_in_json(app.files().json()) == names_in_json(example_json("post_request"))
    updates = app.get("/servicerequestupdates.xml")
    assert names_in(xml_of(updates)) == names_in(example_xml("updates"))


def test_an_error_has_the_elements_of_the_published_example(app: App) -> None:
    refused = app.files("xml", api_key="xyz")

    assert refused.status_code == 403
    assert names_in(xml_of(refused)) == names_in(example_xml("errors"))
    assert xml_of(refused).findtext("error/code") == "403"


def test_a_request_is_followed_from_filing_to_its_end(
    service: Running, app: App, desk: Client, street: Client, water: Client
) -> None:
    one = app.filed(service_code="water", address_id=None, address_string="广济桥社区3栋201")

    filed = app.one(one)
    step(desk, one, "accept")
    step(street, one, "dispatch", lead_id=WATER)
    sent = app.one(one)
    step(water, one, "resolve", outcome="done", note="已更换阀门")
    done = app.one(one)
    step(desk, one, "close")
    closed = app.one(one)

    assert (filed["status"], filed["status_notes"], filed["service_name"]) == (
        "open",
        "登记",
        "供水",
    )
    assert filed["address"] == "广济桥社区, 侯家塘街道, 雨花区, 长沙市"
    assert filed["address_id"] == COMMUNITY
    assert filed["requested_datetime"].endswith("+08:00")
    assert filed["expected_datetime"] is None  # nothing is promised of the answer before an order
    assert sent["expected_datetime"] > sent["requested_datetime"]
    assert (sent["status"], sent["agency_responsible"]) == ("open", "区供水公司")
    assert (done["status"], done["status_notes"]) == ("closed", "办结:已解决")
    assert (closed["status"], closed["updated_datetime"]) == ("closed", done["updated_datetime"])
    _seen(service)
    updates = app.get("/servicerequestupdates.json").json()
    assert [(u["status"], u["description"]) for u in updates if u["service_request_id"] == one] == [
        ("OPEN", "登记:广济桥社区"),
        ("OPEN", "受理:广济桥社区"),
        ("OPEN", "派单:区供水公司"),
        ("CLOSED", "办结:区供水公司"),
        ("CLOSED", "归档:区供水公司"),
    ]


@pytest.mark.parametrize(("again", "note"), [("redo", "派单"), ("reopen", "受理")])
def test_a_request_that_is_done_again_tells_no_outcome(
    app: App, street: Client, water: Client, again: str, note: str
) -> None:
    one = app.filed(service_code="water")
    step(street, one, "dispatch", lead_id=WATER)
    step(water, one, "resolve", outcome="done", note="已更换阀门")
    step(street, one, again, **({"cause": "not_true"} if again == "redo" else {}))

    told = app.one(one)

    assert (told["status"], told["status_notes"]) == ("open", note)


def test_an_appeal_filed_by_an_app_is_one_like_any_other_and_its_code_works(
    service: Running, app: App, desk: Client
) -> None:
    notice = app.files(media_url="https://example.org/a.jpg", lat="28.1", long="113.0").json()[0]
    one, code = notice["service_request_id"], notice["service_notice"][4:23]

    said = desk.post(f"/petitions/{one}/words", {"purpose": "handling"}).json()
    who = desk.post(f"/petitions/{one}/appellant", {"purpose": "call_back"}).json()
    seen = desk.get(f"/petitions/{one}").json()  # it waits for the view, who has a code does not
    own = httpx.get(f"{service.address}/public/petition", headers={"Tracking-Code": code})

    assert said["text"].startswith("楼下垃圾三天没有清运\n坐标(WGS84):28.1, 113.0\n附图:https://")
    assert (who["name"], who["phone"], who["email"]) == (NAME, PHONE, EMAIL)
    assert own.json()["petition_id"] == one
    assert (seen["channel"], seen["kind"]) == ("open311", "help")


@pytest.mark.parametrize(
    "hidden",
    [
        {"attribute[confidential]": "true"},
        {"attribute[kind]": "report"},
        {"attribute[kind]": "complaint"},
    ],
)
def test_what_is_confidential_or_accuses_is_filed_and_never_shown(
    service: Running, app: App, desk: Client, hidden: dict[str, str]
) -> None:
    answer = app.files(**hidden).json()[0]
    one = answer["service_request_id"]
    step(desk, one, "accept")
    _seen(service)

    assert "凭查询码" in answer["service_notice"]
    assert errors_of(app.get(f"/requests/{one}.json"))[0] == 404
    assert errors_of(app.get(f"/tokens/{one}.json"))[0] == 404
    assert app.get("/requests.json", service_request_id=one).json() == []
    assert one not in app.get("/requests.json").text
    assert one not in app.get("/servicerequestupdates.json").text
    assert desk.get(f"/petitions/{one}").json()["channel"] == "web"
    street_sees = service.as_("street_officer", "430111001").post(
        f"/petitions/{one}/appellant", {"purpose": "call_back"}
    )
    assert street_sees.status_code == (403 if "attribute[confidential]" in hidden else 200)


def test_nothing_of_other_channels_and_nobodys_words_or_name_are_ever_shown(
    service: Running, app: App, desk: Client
) -> None:
    by_telephone = registered(desk, kind="help", category_id="garbage")["petition_id"]
    app.filed(description="我是欧阳晓梅,电话13812345678")
    _seen(service)

    everything = "".join(
        app.get(f"{path}.{form}").text
        for path in ("/requests", "/servicerequestupdates")
        for form in ("json", "xml")
    )
    for planted in (by_telephone, NAME, PHONE, EMAIL, "三天没有", "晓梅"):
        assert planted not in everything


def test_lists_are_narrowed_as_the_specification_says(
    service: Running, app: App, desk: Client
) -> None:
    mine = [app.filed(service_code="bus") for _ in range(3)]
    step(desk, mine[0], "resolve", outcome="explained", note="已解释")
    _seen(service)

    def ids(**params: Any) -> list[str]:
        answer = app.get("/requests.json", **params)
        assert answer.status_code == 200, answer.text
        return [each["service_request_id"] for each in answer.json()]

    assert ids(service_code="bus") == mine[::-1]
    assert ids(service_code="bus,parking", status="open") == mine[:0:-1]
    assert ids(service_code="bus", status="closed") == [mine[0]]
    assert ids(service_code="bus", status="open,closed", jurisdiction_id=DISTRICT) == mine[::-1]
    assert set(ids(service_request_id=f"{mine[0]}, {mine[2]}", status="open")) == {mine[0], mine[2]}
    now = service.clock()
    assert ids(service_code="bus", start_date=(now + timedelta(minutes=1)).isoformat()) == []
    assert ids(service_code="bus", end_date=now.isoformat()) == mine[::-1]
    unencoded = f"/requests.json?service_code=bus&end_date={now.date()}T00:00:00+08:00"
    assert app.get(unencoded).status_code == 200


@pytest.mark.parametrize(
    ("path", "params", "status", "named"),
    [
        ("/requests", {"start_date": "2026-01-01T00:00:00"}, 400, "start_date"),
        ("/requests", {"status": "lost"}, 400, "status"),
        ("/requests", {"service_code": "no-such"}, 404, "no-such"),
        ("/requests", {"jurisdiction_id": "sfgov.org"}, 404, "sfgov.org"),
        ("/requests", {"jurisdiction_id": COMMUNITY}, 404, COMMUNITY),
        ("/services", {"jurisdiction_id": "no"}, 404, "jurisdiction_id"),
        ("/services/no-such", {}, 404, "no-such"),
        ("/requests/no-such", {}, 404, "no-such"),
        ("/tokens/12345", {}, 404, "12345"),
        (
            "/requests",
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
            400,
            "90 days",
        ),
    ],
)
def test_queries_that_cannot_be_answered_say_why(
    app: App, path: str, params: dict[str, str], status: int, named: str
) -> None:
    told, why = errors_of(app.get(f"{path}.json", **params))

    assert (told, named in why) == (status, True), why
    assert xml_of(app.get(f"{path}.xml", **params)).tag == "errors"
