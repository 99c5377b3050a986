"""The petition report, from the messages of the petitions service to its answers."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook

from services.petitions.domain.petition import commands as c
from services.petitions.domain.petition.causes import RefusalCause
from services.petitions.domain.petition.words import Satisfaction
from services.petitions.domain.terms import Channel, Kind
from services.reporting.petitions.counting import GROUPS
from tests.integration.reporting.conftest import Running, running, settings_for, token
from tests.support.postgres import TestServer
from tests.support.told_by_petitions import Appeals
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    DIGEST,
    DISTRICT,
    ELSEWHERE,
    STREET,
    WATER,
    after,
    dispatch,
    register,
    resolve,
    told,
)

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)
REPORT = f"/petitions/{DISTRICT}"


def rated(one: str, days: float, how: Satisfaction, *, resolved: bool = True) -> Any:
    answer = {"resolved": resolved, "satisfaction": how, "tracking_digest": DIGEST, "by": ""}
    return told(c.RatePetition, after(days=days), petition_id=one, **answer)


def month() -> Appeals:
    """June: p1 is answered well, p2 late and badly, p3 is refused and filed, p4 and p5 wait.

    p6 is answered at the desk and filed.
    """
    city = Appeals()
    for number in (1, 2):
        one = f"p{number}"
        lead = (COMMUNITY, WATER)[number - 1]
        city.when(
            register(one),
            dispatch(petition_id=one, lead_id=lead),
            told(c.SignForOrder, petition_id=one, by=lead),
        )
    city.when(
        resolve(after(days=1)),
        rated("p1", 2, Satisfaction.FAIRLY_SATISFIED),
        resolve(after(days=8), petition_id="p2", by=WATER),
        rated("p2", 9, Satisfaction.DISSATISFIED, resolved=False),
        register("p3", channel=Channel.DESK, kind=Kind.INQUIRY, now=after(days=1)),
        told(c.RefusePetition, after(days=2), petition_id="p3", cause=RefusalCause.NO_MATTER),
        told(c.ClosePetition, after(days=3), petition_id="p3"),
        register("p6", channel=Channel.DESK, kind=Kind.INQUIRY, now=after(days=3)),
        resolve(after(days=3), petition_id="p6"),
        told(c.ClosePetition, after(days=3), petition_id="p6"),
        register("p4", channel=Channel.MAILBOX, now=after(days=10)),
        register("p5", place=ELSEWHERE, category_id="noise", now=after(days=20)),
    )
    return city


@pytest.fixture(scope="module")
def june(postgres: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service on 1 July, with the messages of June."""
    with (
        postgres.database() as url,
        running(settings_for(url, tmp_path_factory.mktemp("keys")), NOW) as service,
    ):
        service.publish(month())
        yield service


def figures(answer: dict[str, Any], *names: str) -> list[int]:
    return [answer["figures"][name]["value"] for name in names]


def every_figure(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All figures of the whole and of its groups, as JSON."""
    groups = [one for group in answer["groups"].values() for one in group.values()]
    for told_of in (answer, *groups):
        yield from told_of["figures"].values()
        for rate in told_of["rates"].values():
            yield from (rate["share"], rate["of"])


def test_a_month_is_counted(june: Running) -> None:
    answer = june.told(REPORT)

    assert answer["place"] == {
        "code": DISTRICT,
        "name": "雨花区",
        "level": "district",
        "level_label": "区",
    }
    assert figures(answer, "registered", "answered", "refused", "backlog") == [6, 3, 1, 2]
    assert figures(answer, "answered_directly", "handled") == [1, 2]
    promises = ("breaches_by_promise.handle", "breaches_by_promise.dispatch")
    assert figures(answer, "breaches", *promises, "yellow_carded") == [2, 1, 1, 2]
    ages = figures(answer, "backlog_by_age.8_to_15", "backlog_by_age.16_to_30")
    assert ages == [1, 1]
    rates = {name: rate["value"] for name, rate in answer["rates"].items()}
    assert (rates["resolution_rate"], rates["satisfaction_rate"]) == (0.5, 0.5)
    assert rates["on_time_rate"] == 0.5


def test_it_is_told_by_channel_kind_category_unit_and_place(june: Running) -> None:
    groups = june.told(REPORT)["groups"]

    assert set(groups) == set(GROUPS)
    registered = {
        name: {word: one["figures"]["registered"]["value"] for word, one in groups[name].items()}
        for name in ("channel", "kind", "place")
    }
    assert registered == {
        "channel": {"hotline": 3, "mailbox": 1, "desk": 2},
        "kind": {"inquiry": 2, "complaint": 4},
        "place": {STREET: 6},
    }
    assert groups["channel"]["hotline"]["label"] == "民声热线"
    assert groups["unit"][WATER]["label"] == "区供水公司"
    assert groups["category"]["neighbourhood"]["label"] == "邻里与社区"
    assert groups["unit"][WATER]["rates"]["on_time_rate"]["value"] == 0.0
    below = june.told(f"/petitions/{STREET}")["groups"]["place"]
    assert {word: one["label"] for word, one in below.items()} == {
        COMMUNITY: "广济桥社区",
        ELSEWHERE: "枫树山社区",
    }


def test_every_figure_opens_the_events_that_add_up_to_it(june: Running) -> None:
    linked = {one["why"]: one["value"] for one in every_figure(june.told(REPORT)) if one["value"]}
    assert len(linked) > 30
    for why, value in linked.items():
        found = june.told(why)
        assert found["value"] == value, why
        assert sum(event["change"] for event in found["events"]) == value


def test_the_events_come_in_pages(june: Running) -> None:
    link: str | None = f"{REPORT}/events?figure=registered&limit=2"
    changes, pages = 0, 0
    while link is not None:
        page = june.told(link)
        changes += sum(event["change"] for event in page["events"])
        link, pages = page["next"], pages + 1
    assert changes == 6
    assert pages > 2


def test_as_of_a_day_and_as_known_at_an_instant(june: Running) -> None:
    early = june.told(REPORT, as_of="2026-06-05")
    assert figures(early, "registered", "handled", "backlog", "breaches") == [4, 1, 1, 1]
    assert figures(early, "backlog_by_age.3_to_7") == [1]
    known = june.told(REPORT, known_at="2026-06-01T12:00:00Z")
    assert figures(known, "registered", "handled", "backlog") == [2, 0, 2]
    later = june.told(REPORT, from_="2026-06-10")
    assert figures(later, "registered", "handled", "backlog") == [2, 0, 2]


def test_only_appeals_of_a_channel_category_or_unit(june: Running) -> None:
    assert figures(june.told(REPORT, channel="mailbox"), "registered") == [1]
    assert figures(june.told(REPORT, category="noise"), "registered") == [1]
    assert figures(june.told(REPORT, unit=WATER), "handled", "breaches") == [1, 1]
    assert june.told(REPORT, unit=WATER)["filters"] == {"unit": WATER}


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("district_organiser", "4301", 200),
        ("street_officer", STREET, 200),
        ("street_officer", COMMUNITY, 403),
        ("street_officer", WATER, 403),
        ("street_officer", "nowhere", 403),
    ],
)
def test_a_grant_reaches_its_division_and_below(
    june: Running, role: str, at: str, status: int
) -> None:
    for path in ("", ".xlsx", "/events?figure=registered"):
        answer = june.get(f"/petitions/{STREET}{path}", role=role, at=at)
        assert answer.status_code == status


def test_what_is_not_there_and_what_is_no_figure(june: Running) -> None:
    assert june.get("/petitions/999", at="4301").status_code == 404
    assert june.get("/petitions/999", at=DISTRICT).status_code == 403
    answer = june.get(f"{REPORT}/events", figure="popularity")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "unknown-figure"


def test_the_sheet_holds_the_figures_and_the_rates(june: Running) -> None:
    answer = june.get(f"{REPORT}.xlsx")

    assert unquote(answer.headers["Content-Disposition"]).endswith(
        "雨花区诉求办理情况统计表 2026-07-01.xlsx"
    )
    assert answer.headers["View-Position"].startswith("petitions:")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("总表").to_python()
    assert rows[0][0] == "雨花区诉求办理情况统计表"
    table = {row[1]: row[3] for row in rows[4:]}
    assert (table["登记"], table["在办"], table["满意率"]) == (6, 2, 0.5)
    groups = {(row[0], row[1]): row[2:] for row in book.get_sheet_by_name("分组").to_python()[4:]}
    assert groups["渠道", "民声热线"][0] == 3
    assert groups["承办单位", "区供水公司"][-1] == 0


def test_a_rebuild_changes_nothing(june: Running) -> None:
    before = june.told(REPORT)

    headers = {"Authorization": f"Bearer {token()}"}
    report = june.client.post("/views/reporting.petitions/rebuild", headers=headers).json()

    assert (report["identical"], report["switched"]) == (True, True)
    assert june.told(REPORT) == before
