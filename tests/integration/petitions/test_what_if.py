"""The past under other promises: who would have been judged otherwise, by the supervisor in his scope."""

import io
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.integration.petitions.test_records_and_settings import _record as call
from tests.support.running_petitions import COMMUNITY, ELSEWHERE, STREET, registered
from tests.support.running_service import Client, Running, problem_of

HANDLE_IN = "handle-immediate"


@pytest.fixture(scope="module")
def calls(service: Running) -> list[str]:
    """Yesterday's calls, handled after 10, 20, …, 60 minutes; 30 were promised."""
    city = service.as_("district_organiser", "4301")
    answers = [
        city.post("/petitions/records", call(service, 1, 5, minutes, minutes + 5))
        for minutes in range(10, 70, 10)
    ]
    assert {each.status_code for each in answers} == {201}, answers[0].text
    ids = [each.json()["petition_id"] for each in answers]
    city.get(f"/petitions/{ids[-1]}")  # waits until the view shows them
    return ids


def _asked(service: Running, value: int, **changed: Any) -> dict[str, Any]:
    now = service.clock()
    return {
        "since": (now - timedelta(days=2)).isoformat(),
        "until": now.isoformat(),
        "promises": [{"name": HANDLE_IN, "value": value}],
        "category": "noise",
        **changed,
    }


def _figures(told: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    names = ("kept", "late", "would_be_kept", "would_be_late")
    return {each["stage"]: tuple(each[name] for name in names) for each in told["figures"]}


def test_a_shorter_promise_tells_who_would_have_broken_it(
    service: Running, calls: list[str]
) -> None:
    supervisor = service.as_("supervisor", STREET)

    told = supervisor.post("/what-if", _asked(service, 15)).json()

    assert (told["appeals"], told["appeals_changed"], told["total"]) == (6, 1, 6)
    assert _figures(told)["handle"] == (2, 4, 1, 5)  # the due moment is the first that is late
    assert [c["petition_id"] for c in told["changes"]] == [calls[1]]
    assert {(c["was"], c["would_be"]) for c in told["changes"]} == {("kept", "late")}
    assert all(c["would_be_due_at"] < c["due_at"] for c in told["changes"])


def test_under_the_same_promises_nobody_changes(service: Running, calls: list[str]) -> None:
    told = service.as_("supervisor", STREET).post("/what-if", _asked(service, 30)).json()

    assert (told["appeals"], told["changes"]) == (len(calls), [])
    assert all(row[:2] == row[2:] for row in _figures(told).values())


def test_pages_add_up_to_the_whole(service: Running, calls: list[str]) -> None:
    supervisor, asked = service.as_("supervisor", STREET), _asked(service, 50)
    whole = supervisor.post("/what-if", asked).json()
    path, pages = "/what-if?limit=2", []
    while True:
        pages.append(supervisor.post(path, asked).json())
        if pages[-1]["following"] is None:
            break
        path = f"/what-if?limit=2&after={pages[-1]['following']}"

    assert [page["appeals"] for page in pages] == [2, 2, 2]
    assert [c for page in pages for c in page["changes"]] == whole["changes"]
    summed = [sum(_figures(page)["handle"][at] for page in pages) for at in range(4)]
    assert tuple(summed) == _figures(whole)["handle"]
    assert len(whole["changes"]) > 0
    assert len(calls) == whole["total"]


def test_the_comparison_is_printed(service: Running, calls: list[str]) -> None:
    supervisor = service.as_("supervisor", STREET)
    told = supervisor.post("/what-if", _asked(service, 15)).json()

    sheet = supervisor.post("/what-if.xlsx", _asked(service, 15))

    assert sheet.status_code == 200, sheet.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content))
    figures, changes = (book.get_sheet_by_name(name).to_python() for name in ("对比", "明细"))
    assert figures[0][0] == "承诺调整对比表"
    assert figures[2][0] == "审视 6 件,结论改变 1 件"
    handling = next(row for row in figures if row[0] == "办理")
    assert tuple(handling[n] for n in (1, 2, 4, 5)) == _figures(told)["handle"]
    assert [row[0] for row in changes[4:]] == [c["petition_id"] for c in told["changes"]]
    assert {tuple(row[5:]) for row in changes[4:]} == {("按时", "超时")}
    assert changes[4][2] == "广济桥社区"
    assert calls


def test_nothing_is_changed_by_asking(service: Running, calls: list[str]) -> None:
    before = service.newest_event()

    service.as_("supervisor", STREET).post("/what-if", _asked(service, 1))

    assert service.newest_event() == before
    assert calls


def test_only_supervision_asks_and_sees_its_own_scope_alone(
    service: Running, calls: list[str], desk: Client
) -> None:
    asked = _asked(service, 15)

    assert problem_of(desk.post("/what-if", asked))[:2] == (403, "forbidden")
    assert problem_of(desk.post("/what-if.xlsx", asked))[0] == 403
    elsewhere = service.as_("supervisor", ELSEWHERE).post("/what-if", asked).json()
    assert (elsewhere["total"], elsewhere["figures"]) == (0, [])
    narrowed = service.as_("supervisor", STREET).post(
        "/what-if", _asked(service, 15, place=COMMUNITY, unit=COMMUNITY)
    )
    assert narrowed.json()["total"] == len(calls)


@pytest.mark.parametrize(
    ("changed", "slug", "field"),
    [
        ({"until": "2020-01-01T00:00:00Z"}, "period-too-long", "until"),
        ({"since": "2020-01-01T00:00:00Z"}, "period-too-long", "until"),
        ({"promises": [{"name": HANDLE_IN, "value": 0}]}, "rule-value-out-of-range", "value"),
        (
            {"promises": [{"name": HANDLE_IN, "value": 5, "unit": "percent"}]},
            "rule-unit-does-not-fit",
            "unit",
        ),
        ({"promises": [{"name": "text-longest", "value": 5}]}, "invalid", "promises[0].name"),
        ({"promises": []}, "invalid", "promises"),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    service: Running, changed: dict[str, Any], slug: str, field: str
) -> None:
    answer = service.as_("supervisor", STREET).post("/what-if", _asked(service, 15, **changed))

    status, told, errors = problem_of(answer)
    assert (status, told, errors[0][0]) == (422, slug, field)


def test_what_still_runs_is_judged_as_of_now(service: Running, desk: Client) -> None:
    one = registered(desk, category_id="lift")["petition_id"]
    service.clock.ahead += timedelta(minutes=30)
    asked = _asked(
        service,
        20,
        category="lift",
        promises=[{"name": "dispatch-life-and-property", "value": 20, "unit": "minute"}],
        until=(service.clock() + timedelta(minutes=1)).isoformat(),
    )

    supervisor = service.as_("supervisor", STREET)
    supervisor.get(f"/petitions/{one}")  # waits until the view shows it
    [change] = supervisor.post("/what-if", asked).json()["changes"]

    assert (change["petition_id"], change["stage"], change["would_be"]) == (one, "dispatch", "late")
