"""A step is taken by who sees the appeal, or has to do with it; to others it is not there at all."""

from typing import Any

import pytest

from tests.support.running_petitions import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    OTHER_STREET,
    WATER,
    appeal,
    registered,
    step,
)
from tests.support.running_service import Client, Running, problem_of

GAS, HOTLINE = "gas-company", "hotline-centre"


def _given(desk: Client, lead: str = WATER, **told: Any) -> str:
    one: str = registered(desk, category_id="water")["petition_id"]
    step(desk, one, "dispatch", lead_id=lead, **told)
    return one


def _enter(city: Client, unit_id: str, superior_id: str) -> None:
    line = {"unit_id": unit_id, "name": unit_id, "level": "district", "division_code": DISTRICT}
    entered = city.post("/units", {"units": [{**line, "superior_id": superior_id}]})
    assert entered.status_code == 200, entered.text


@pytest.mark.parametrize("where", [ELSEWHERE, OTHER_STREET])
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("accept", {}),
        ("dispatch", {"lead_id": WATER}),
        ("close", {}),
        ("sign-for", {}),
        ("comment", {"note": "x"}),
        ("resolve", {"outcome": "done", "note": "x"}),
        ("publish-need", {"kind": "skill", "amount": 1, "measure": "person"}),
    ],
)
def test_elsewhere_there_is_no_appeal_to_take_a_step_about(
    service: Running, desk: Client, where: str, name: str, body: dict[str, Any]
) -> None:
    one, other = _given(desk), service.as_("street_officer", where)
    if name == "publish-need":
        day = service.clock.today.isoformat()
        body |= {"wanted_from": day, "wanted_until": day}

    refused = problem_of(other.post(f"/petitions/{one}/{name}", body))

    assert refused[:2] == (404, "unknown-petition")


def test_elsewhere_there_is_no_appeal_to_attach_a_file_to(service: Running, desk: Client) -> None:
    other = service.as_("street_officer", OTHER_STREET)
    file = {"file": ("a.pdf", b"%PDF-1.7 a report", "application/pdf")}

    attached = other.http.post("/attachments", data={"petition_id": _given(desk)}, files=file)

    assert problem_of(attached)[:2] == (404, "unknown-petition")


@pytest.mark.parametrize(("name", "field"), [("link", "main_id"), ("mark-repeat", "earlier_id")])
def test_an_appeal_hangs_on_none_that_is_out_of_sight(
    service: Running, desk: Client, name: str, field: str
) -> None:
    there = service.as_("appeals_officer", ELSEWHERE)
    ours = registered(desk)["petition_id"]
    theirs = registered(there, place=ELSEWHERE)["petition_id"]

    refused = desk.post(f"/petitions/{ours}/{name}", {field: theirs})
    recorded = desk.post("/petitions/records", appeal(steps=[{"step": name, field: theirs}]))

    for answer in (refused, recorded):
        status, slug, fields = problem_of(answer)
        assert (status, slug, fields[0][0]) == (404, "unknown-petition", field)
    step(service.as_("dispatcher", DISTRICT), ours, name, **{field: theirs})


def test_a_unit_that_gave_the_order_back_may_ask_again(desk: Client, water: Client) -> None:
    returned = _given(desk)

    changed = [step(water, returned, "return", cause="not_our_task")["changed"] for _ in range(2)]

    assert changed == [True, False]


def test_an_office_that_corrected_the_place_may_ask_again(desk: Client) -> None:
    one = registered(desk, category_id="water")["petition_id"]

    correction = {"category_id": "water", "place": ELSEWHERE}
    changed = [step(desk, one, "recategorise", **correction)["changed"] for _ in range(2)]

    assert changed == [True, False]


def test_who_assists_and_who_is_above_him_take_part(
    service: Running, desk: Client, water: Client
) -> None:
    one = _given(desk, COMMUNITY, assisting=[WATER])

    step(water, one, "sign-for")
    step(service.as_("appeals_officer", DISTRICT), one, "comment", by=WATER, note="已到场")


def test_who_gave_the_order_directs_it_though_it_lies_neither_at_its_place_nor_below_it(
    service: Running, desk: Client, water: Client, city: Client
) -> None:
    _enter(city, HOTLINE, CITY)
    city.put("/categories/heating/route", {"unit_id": HOTLINE, "source": "试行"})
    one = registered(desk, category_id="heating")["petition_id"]
    hotline = service.as_("dispatcher", HOTLINE)

    step(hotline, one, "dispatch", lead_id=WATER)
    step(water, one, "request-extension", working_days=1, cause="weather")
    step(hotline, one, "grant-extension", working_days=1)


def test_a_unit_that_was_moved_goes_on_with_its_orders(
    service: Running, desk: Client, city: Client
) -> None:
    _enter(city, GAS, DISTRICT)
    one = _given(desk, GAS)

    _enter(city, GAS, CITY)

    step(service.as_("unit_handler", GAS), one, "sign-for")
