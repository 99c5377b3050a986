"""Who appealed: seen where the appeal comes from and nowhere else, stored nowhere in clear, forgotten for good."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
import structlog

from shared.logging import configure
from tests.support.planted import places_of
from tests.support.running_petitions import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    OTHER_STREET,
    STREET,
    WATER,
    appeal,
    caught_up,
    registered,
    step,
)
from tests.support.running_service import Client, Running, problem_of

NAME, PHONE, ADDRESS = "欧阳晓梅", "13812345678", "广济桥社区3栋201"
SAID = f"我是{NAME},电话{PHONE},住{ADDRESS},家中停水三天。"
PLANTED = (NAME, PHONE, ADDRESS, "家中停水三天", "阀门在三楼")


@pytest.fixture(scope="module", autouse=True)
def lines() -> Iterator[io.StringIO]:
    """What is logged, as a composition root logs."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers, root.level
    configure(stream=written)
    yield written
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _handled(desk: Client, street: Client, **changed: Any) -> str:
    one: str = registered(desk, category_id="water", text=SAID, **changed)["petition_id"]
    step(street, one, "dispatch", lead_id=WATER, note="阀门在三楼")
    return one


def _appellant(client: Client, one: str) -> tuple[int, Any]:
    answer = client.post(f"/petitions/{one}/appellant", {"purpose": "call_back"})
    return answer.status_code, answer.json()


def _words(client: Client, one: str) -> dict[str, Any]:
    answer = client.post(f"/petitions/{one}/words", {"purpose": "handling"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_the_unit_that_handles_it_reads_the_words_but_never_who_appealed(
    desk: Client, street: Client, water: Client
) -> None:
    one = _handled(desk, street)

    seen = _words(water, one)

    assert seen["blotted"]
    assert "家中停水三天" in seen["text"]
    assert not [each for each in (NAME, PHONE, ADDRESS) if each in seen["text"]]
    assert seen["notes"] == {"2": "阀门在三楼"}
    assert _appellant(water, one)[0] == 403
    everything = water.get(f"/petitions/{one}").text + water.get(f"/petitions/{one}/history").text
    assert not [each for each in PLANTED if each in everything]


def test_where_it_comes_from_who_appealed_is_read_on_record(
    service: Running, desk: Client, street: Client
) -> None:
    one = _handled(desk, street)

    status, told = _appellant(desk, one)

    assert (status, told["name"], told["phone"]) == (200, NAME, PHONE)
    assert _words(desk, one)["text"] == SAID
    auditor = service.as_("auditor", CITY)
    readings = auditor.get("/disclosures", petition_id=one).json()["items"]
    assert [(r["reader"], r["purpose"], r["fields"]) for r in readings] == [
        (f"appeals_officer-{COMMUNITY}", "handling", ["text", "notes"]),
        (f"appeals_officer-{COMMUNITY}", "call_back", ["name", "phone", "address", "email"]),
    ]


@pytest.mark.parametrize("where", [ELSEWHERE, OTHER_STREET])
def test_elsewhere_the_appeal_is_not_there_at_all(
    service: Running, desk: Client, street: Client, where: str
) -> None:
    one = _handled(desk, street)
    other = service.as_("street_officer", where)

    assert problem_of(other.get(f"/petitions/{one}"))[0] == 404
    assert _appellant(other, one)[0] == 404
    assert problem_of(other.get(f"/petitions/{one}/history"))[0] == 404
    found = other.get("/petitions", limit=200).json()["items"]
    assert one not in [each["petition_id"] for each in found]
    closed = other.post(f"/petitions/{one}/close")
    assert problem_of(closed)[0] == 404


def test_with_confidentiality_only_the_office_that_took_it_down_sees_who_appealed(
    service: Running, desk: Client, street: Client
) -> None:
    plain, secret = _handled(desk, street), _handled(desk, street, confidential=True)
    above = service.as_("street_officer", STREET)

    assert _appellant(above, plain)[0] == 200
    assert _appellant(above, secret)[0] == 403
    assert _words(above, secret)["blotted"]
    assert _appellant(desk, secret)[0] == 200


def _filed(service: Running, **changed: Any) -> dict[str, Any]:
    """By the public door: taken down by nobody."""
    body = {name: value for name, value in appeal(**changed).items() if name != "channel"}
    filed: dict[str, Any] = httpx.post(f"{service.address}/public/petitions", json=body).json()
    return filed


@pytest.mark.parametrize("kind", ["complaint", "report"])
@pytest.mark.parametrize("lead", [STREET, COMMUNITY])
def test_a_unit_that_is_complained_about_is_not_shown_who_complained_on_the_web(
    service: Running, street: Client, kind: str, lead: str
) -> None:
    one = _filed(service, kind=kind, text=SAID)["petition_id"]
    step(street, one, "dispatch", lead_id=lead)
    offices = {place: service.as_("street_officer", place) for place in (STREET, COMMUNITY)}

    seen = {place: _appellant(client, one)[0] for place, client in offices.items()}

    assert seen == {STREET: 200, COMMUNITY: 200} | {lead: 403}
    assert NAME not in _words(offices[lead], one)["text"]


@pytest.mark.parametrize("away", ["return", "hand-over"])
def test_a_unit_that_had_the_order_is_not_shown_who_complained_once_it_gave_it_away(
    service: Running, street: Client, desk: Client, away: str
) -> None:
    one = _filed(service, kind="report")["petition_id"]
    step(street, one, "dispatch", by=STREET, lead_id=COMMUNITY)
    told = {"cause": "not_our_task"} if away == "return" else {"to_id": WATER}
    step(desk if away == "return" else street, one, away, **told)

    assert _appellant(desk, one)[0] == 403


def test_of_a_confidential_appeal_from_the_web_the_place_sees_who_appealed_unless_it_has_the_order(
    service: Running, street: Client, desk: Client
) -> None:
    ours, theirs = (
        _filed(service, kind="help", confidential=True)["petition_id"] for _ in range(2)
    )
    step(street, ours, "dispatch", lead_id=COMMUNITY)
    step(street, theirs, "dispatch", lead_id=WATER)
    above = service.as_("street_officer", STREET)

    assert (_appellant(desk, ours)[0], _appellant(desk, theirs)[0]) == (403, 200)
    assert (_appellant(above, ours)[0], _appellant(above, theirs)[0]) == (403, 403)


@pytest.mark.parametrize(("kind", "secret"), [("help", True), ("complaint", False)])
def test_the_office_of_the_place_that_never_had_the_order_sees_who_appealed_on_the_web(
    service: Running, desk: Client, water: Client, kind: str, *, secret: bool
) -> None:
    one = _filed(service, kind=kind, confidential=secret)["petition_id"]
    seen = {"registered": _appellant(desk, one)[0]}
    step(desk, one, "dispatch", lead_id=WATER)
    step(water, one, "return", cause="not_our_task")
    seen["returned"] = _appellant(desk, one)[0]
    step(desk, one, "resolve", outcome="explained", note="已解释")
    seen["answered"] = _appellant(desk, one)[0]

    assert seen == {"registered": 200, "returned": 200, "answered": 200}
    above = _appellant(service.as_("street_officer", STREET), one)[0]
    assert above == (403 if secret else 200)


def test_nothing_planted_stands_in_database_messages_or_logs(
    service: Running, desk: Client, street: Client, lines: io.StringIO
) -> None:
    one = _handled(desk, street)
    step(desk, one, "comment", note=SAID)
    desk.get(f"/petitions/{one}")
    desk.post("/petitions", appeal(text=SAID, category_id="none"))
    caught_up(service, "petitions.relay")

    assert not [each for each in PLANTED if each in lines.getvalue()]
    with psycopg.connect(service.database_url) as connection:
        assert not [(each, where) for each in PLANTED for where in places_of(connection, each)]
        known = places_of(connection, "petition-registered")
    assert {"event_log.events", "messaging.messages"} <= set(known)  # the search does find


def test_who_is_forgotten_is_forgotten_at_once_and_every_figure_stays(
    desk: Client, city: Client
) -> None:
    told = registered(desk, category_id="water", text=SAID)
    one = told["petition_id"]
    before = city.get("/workload").json()["appeals"]

    step(city, one, "erase")

    assert _words(city, one)["text"] == ""
    assert _appellant(desk, one)[1]["name"] == ""
    assert city.get(f"/petitions/{one}").json()["erased"]
    assert city.get("/workload").json()["appeals"] == before
    refused = desk.post(f"/petitions/{one}/comment", {"note": "x"})
    assert problem_of(refused)[:2] == (409, "appellant-is-forgotten")
    assert step(desk, one, "accept")["changed"]
